import type { SessionView } from '@gabinet/shared/contracts/session';
import type { Modality } from '@gabinet/shared/contracts/words';
import type { JSX } from 'preact';
import { t } from '../../../i18n/text.ts';
import type { LiveSession } from '../../../live/model.ts';
import { Button } from '../../../ui/controls.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { formsBelow, insiders, isHigher, lowerTo, ownForm, raiseTo } from './form.ts';

const lowering = { chat: 'form.toWriting', audio: 'form.toVoice' } as const;
const raising = { audio: 'form.talk', video: 'form.showPicture' } as const;
const proposing = {
  chat: 'proposal.toWriting',
  audio: 'proposal.toVoice',
  video: 'proposal.toVideo',
} as const;
const icons = { chat: 'writing', audio: 'voice', video: 'camera' } as const;
const forms = ['video', 'audio', 'chat'] as const;

/** What "More" offers about the form of meeting: one's own at once, everybody's as a question. */
export function FormActs(props: {
  view: SessionView;
  live: LiveSession;
  attempt: (action: Promise<void>) => void;
  onRaise: (form: 'audio' | 'video') => void;
  onDone: () => void;
}): JSX.Element {
  const { view, live } = props;
  const own = ownForm(view);
  const now = (action: Promise<void>): void => {
    props.attempt(action);
    props.onDone();
  };
  return (
    <section class="more-forms">
      <h3>{t('form.title')}</h3>
      {(['video', 'audio'] as const)
        .filter((form) => isHigher(form, own))
        .map((form) => (
          <Button key={form} kind="quiet" icon={icons[form]} onPress={() => props.onRaise(form)}>
            {t(raising[form])}
          </Button>
        ))}
      {formsBelow(own).map(
        (form) =>
          form !== 'video' && (
            <Button
              key={form}
              kind="quiet"
              icon={icons[form]}
              onPress={() => now(lowerTo(live, form))}
            >
              {t(lowering[form])}
            </Button>
          ),
      )}
      {view.proposal === null &&
        insiders(view).length > 0 &&
        forms
          .filter((form) => form !== view.modality)
          .map((form) => (
            <Button key={form} kind="quiet" icon="people" onPress={() => now(live.propose(form))}>
              {t(proposing[form])}
            </Button>
          ))}
    </section>
  );
}

/** Says what raising one's own form will do, before it does it (rule S11). */
export function RaiseDialog(props: {
  form: 'audio' | 'video';
  live: LiveSession;
  attempt: (action: Promise<void>) => void;
  onClose: () => void;
}): JSX.Element {
  const { form, live } = props;
  const picture = form === 'video';
  return (
    <Dialog title={t(picture ? 'form.showPictureTitle' : 'form.talkTitle')} onClose={props.onClose}>
      <p class="soft">{t(picture ? 'form.showPictureText' : 'form.talkText')}</p>
      <div class="acts">
        <Button kind="plain" onPress={props.onClose}>
          {t('form.notNow')}
        </Button>
        <Button
          kind="main"
          onPress={() => {
            props.attempt(raiseTo(live, form));
            props.onClose();
          }}
        >
          {t(picture ? 'form.showPicture' : 'form.talkNow')}
        </Button>
      </div>
    </Dialog>
  );
}

/** Who waits may already say how they would rather be met, within the session's form. */
export function WaitingForms(props: {
  view: SessionView;
  live: LiveSession;
  attempt: (action: Promise<void>) => void;
}): JSX.Element | null {
  const { view, live, attempt } = props;
  if (view.modality === 'chat') return null;
  const own = ownForm(view);
  const act = (form: Modality, key: Parameters<typeof t>[0]): JSX.Element => (
    <Button
      key={form}
      kind="quiet"
      icon={icons[form]}
      onPress={() => attempt(isHigher(form, own) ? live.setCeiling(form) : lowerTo(live, form))}
    >
      {t(key)}
    </Button>
  );
  return (
    <div class="waiting-forms">
      {own === 'audio' && view.modality === 'video' && <p>{t('form.waitingVoice')}</p>}
      {own === 'chat' && <p>{t('form.waitingWriting')}</p>}
      <div class="row">
        {own !== 'video' && view.modality === 'video' && act('video', 'form.againVideo')}
        {own === 'chat' && act('audio', 'form.againVoice')}
        {own === 'video' && act('audio', 'form.preferVoice')}
        {own !== 'chat' && act('chat', 'form.preferWriting')}
      </div>
    </div>
  );
}
