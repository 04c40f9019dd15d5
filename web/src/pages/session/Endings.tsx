import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { t } from '../../i18n/text.ts';
import { Button, ButtonLink } from '../../ui/controls.tsx';
import { LanguageChoice, TopLine } from '../../ui/TopLine.tsx';
import { Heading, StatePage, useTitle } from '../../ui/words.tsx';
import { WithStillLife } from './WaitingRoom.tsx';

/** After the session: calm for a client, the way back to the day for a psychologist. */
export function Ended(props: {
  practiceName: string | undefined;
  staff: boolean;
  left: boolean;
  onReturn: (() => void) | undefined;
}): JSX.Element {
  const { staff, left } = props;
  const [closing, setClosing] = useState(false);
  const title = left ? t('ended.leftTitle') : staff ? t('ended.staffTitle') : t('ended.title');
  useTitle(title);
  return (
    <WithStillLife top={<TopLine practiceName={props.practiceName} />}>
      <main class="waiting">
        <Heading class="display">{title}</Heading>
        <p class="lead">
          {left ? t('ended.leftText') : staff ? t('ended.staffText') : t('ended.text')}
        </p>
        <div class="row ended-acts">
          {left && props.onReturn && (
            <Button kind="main" onPress={props.onReturn}>
              {t('ended.back')}
            </Button>
          )}
          {staff ? (
            <ButtonLink kind={left ? 'quiet' : 'main'} href="/day">
              {t('ended.toDay')}
            </ButtonLink>
          ) : (
            <Button
              kind={left ? 'quiet' : 'main'}
              onPress={() => {
                // A browser closes only what a script has opened; otherwise the words below help.
                window.close();
                setClosing(true);
              }}
            >
              {t('ended.close')}
            </Button>
          )}
        </div>
        <p class="soft" role="status">
          {closing ? t('ended.closeHint') : ''}
        </p>
        <LanguageChoice />
      </main>
    </WithStillLife>
  );
}

/** Rule S6: the seat is on another device. */
export function SeatTaken(props: {
  busy: boolean;
  onMove: () => void;
  onStay: () => void;
}): JSX.Element {
  useTitle(t('seat.title'));
  return (
    <StatePage icon="device" title={t('seat.title')} text={t('seat.text')}>
      <Button kind="main" busy={props.busy} onPress={props.onMove}>
        {props.busy ? t('seat.moving') : t('seat.move')}
      </Button>
      <Button kind="quiet" onPress={props.onStay}>
        {t('seat.stay')}
      </Button>
    </StatePage>
  );
}

/** The person answered "leave it there". */
export function Stayed(): JSX.Element {
  return <StatePage icon="device" title={t('seat.stayedTitle')} text={t('seat.stayedText')} />;
}

/** The seat went away from this page while it was in. */
export function TakenElsewhere(props: { busy: boolean; onMove: () => void }): JSX.Element {
  useTitle(t('taken.title'));
  return (
    <StatePage icon="device" title={t('taken.title')} text={t('taken.text')}>
      <Button kind="main" busy={props.busy} onPress={props.onMove}>
        {props.busy ? t('seat.moving') : t('seat.move')}
      </Button>
    </StatePage>
  );
}
