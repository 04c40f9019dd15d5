import type { JSX } from 'preact';
import { t } from '../../i18n/text.ts';
import { Button } from '../../ui/controls.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { timeIn, whenIn } from './appointments.ts';
import type { EditableWindow } from './canvasEvents.ts';
import { Segments } from './Segments.tsx';
import { TroubleBanner } from './Troubles.tsx';
import type { Trouble } from './useMoves.ts';
import type { HoursScope } from './windows.ts';

/** The bar above the canvas while open hours are edited there. */
export function HoursBar(props: {
  scope: HoursScope;
  busy: boolean;
  trouble: Trouble | null;
  zone: string;
  onScope: (scope: HoursScope) => void;
  onSave: () => void;
  onLeave: () => void;
  onAgain: () => void;
}): JSX.Element {
  return (
    <section class="hours-bar sheet" aria-label={t('calendar.editHours')}>
      <div>
        <h2>{t('calendar.editHours')}</h2>
        <p class="small soft">{t('calendar.editHoursHelp')}</p>
      </div>
      <Segments
        label={t('calendar.hoursFor')}
        value={props.scope}
        options={[
          ['weekly', t('calendar.everyWeek')],
          ['date', t('calendar.onlyThisDate')],
        ]}
        onChoose={props.onScope}
      />
      <div class="row">
        <Button kind="main" small busy={props.busy} onPress={props.onSave}>
          {t('calendar.saveHours')}
        </Button>
        <Button kind="plain" small onPress={props.onLeave}>
          {t('calendar.leaveIt')}
        </Button>
      </div>
      {props.trouble && (
        <TroubleBanner
          trouble={props.trouble}
          zone={props.zone}
          onClose={props.trouble.code === 'VERSION_STALE' ? props.onAgain : props.onLeave}
        />
      )}
    </section>
  );
}

/** One open window that was pressed: it can go. */
export function WindowDialog(props: {
  window: EditableWindow;
  zone: string;
  onRemove: (scope: HoursScope) => void;
  onClose: () => void;
}): JSX.Element {
  const { window: open, zone } = props;
  return (
    <Dialog title={t('calendar.openHours')} onClose={props.onClose}>
      <p class="num">{whenIn(open, zone)}</p>
      {open.exception && <p class="soft">{t('calendar.isException')}</p>}
      <div class="acts acts-stacked">
        {!open.exception && (
          <Button onPress={() => props.onRemove('weekly')}>
            {t('calendar.removeWeekly', { time: timeIn(open.startsAt, zone) })}
          </Button>
        )}
        <Button onPress={() => props.onRemove('date')}>{t('calendar.removeDate')}</Button>
        <Button kind="plain" onPress={props.onClose}>
          {t('calendar.leaveIt')}
        </Button>
      </div>
    </Dialog>
  );
}
