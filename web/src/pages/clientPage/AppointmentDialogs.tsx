import type { ClientAppointment } from '@gabinet/shared/contracts/appointments';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { call, failureCode } from '../../api.ts';
import { useNow } from '../../clock.ts';
import { errorText, t } from '../../i18n/text.ts';
import { Button } from '../../ui/controls.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Choices } from '../../ui/fields.tsx';
import { formIcons } from '../intake/steps/FormStep.tsx';
import { browserZone, dayIn, shortIn, timeRangeIn } from '../intake/times.ts';

interface DialogProps {
  appointment: ClientAppointment;
  onDone: (receipt: string) => void;
  onClose: () => void;
}

/** Runs one change at a time; gives the sentence of what went wrong. */
function useAttempt(): {
  busy: boolean;
  trouble: string | null;
  attempt: (act: () => Promise<void>) => Promise<void>;
} {
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const attempt = async (act: () => Promise<void>): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setTrouble(null);
    try {
      await act();
    } catch (thrown) {
      const code = failureCode(thrown);
      setTrouble(code === 'OFFLINE' ? t('state.offlineText') : errorText(code));
      setBusy(false);
    }
  };
  return { busy, trouble, attempt };
}

function Which({ appointment }: { appointment: ClientAppointment }): JSX.Element {
  const now = useNow(60_000);
  return (
    <p>
      <b>
        {dayIn(appointment.startsAt, browserZone(), now)},{' '}
        <span class="num nowrap">
          {timeRangeIn(appointment.startsAt, appointment.endsAt, browserZone())}
        </span>
      </b>
    </p>
  );
}

/** Says before anything is done whether it is still in time (rule B11). */
export function CancelDialog({ appointment, onDone, onClose }: DialogProps): JSX.Element {
  const { busy, trouble, attempt } = useAttempt();
  const now = useNow(1_000);
  const until = shortIn(appointment.cancelUntil, browserZone());
  const cancel = (): Promise<void> =>
    attempt(async () => {
      const { appointment: after } = await call('clientCancel', {
        appointmentId: appointment.appointmentId,
      });
      onDone(after.status === 'late_cancelled' ? t('me.cancelledLate') : t('me.cancelled'));
    });
  return (
    <Dialog title={t('me.cancelTitle')} onClose={onClose}>
      <Which appointment={appointment} />
      <p>
        {now <= appointment.cancelUntil
          ? t('me.cancelInTime', { until })
          : t('me.cancelLate', { until })}
      </p>
      {trouble && <p role="alert">{trouble}</p>}
      <div class="acts">
        <Button kind="plain" onPress={onClose}>
          {t('me.keep')}
        </Button>
        <Button kind="end" busy={busy} onPress={() => void cancel()}>
          {busy ? t('intake.saving') : t('me.cancelNow')}
        </Button>
      </div>
    </Dialog>
  );
}

/** Where several take part, one may stay away alone (rule B12). */
export function DeclineDialog({ appointment, onDone, onClose }: DialogProps): JSX.Element {
  const { busy, trouble, attempt } = useAttempt();
  const decline = (): Promise<void> =>
    attempt(async () => {
      await call('clientDecline', { appointmentId: appointment.appointmentId });
      onDone(t('me.declined'));
    });
  return (
    <Dialog title={t('me.declineTitle')} onClose={onClose}>
      <Which appointment={appointment} />
      <p>{t('me.declineText')}</p>
      {trouble && <p role="alert">{trouble}</p>}
      <div class="acts">
        <Button kind="plain" onPress={onClose}>
          {t('me.keep')}
        </Button>
        <Button kind="end" busy={busy} onPress={() => void decline()}>
          {busy ? t('intake.saving') : t('me.declineNow')}
        </Button>
      </div>
    </Dialog>
  );
}

/** Another form of contact, without booking anew (rule K3). */
export function FormDialog({ appointment, onDone, onClose }: DialogProps): JSX.Element {
  const { busy, trouble, attempt } = useAttempt();
  const [form, setForm] = useState(appointment.modality);
  const save = (): Promise<void> =>
    attempt(async () => {
      if (form === appointment.modality) return onClose();
      await call('clientModality', { appointmentId: appointment.appointmentId, modality: form });
      onDone(t('me.formChanged'));
    });
  return (
    <Dialog title={t('me.formTitle')} onClose={onClose}>
      <Which appointment={appointment} />
      <Choices
        hidden
        question={t('me.formTitle')}
        value={form}
        onChoose={setForm}
        choices={appointment.modalities.map((value) => ({
          value,
          icon: formIcons[value],
          title: t(`intake.form.${value}.title`),
        }))}
      />
      {trouble && <p role="alert">{trouble}</p>}
      <div class="acts">
        <Button kind="plain" onPress={onClose}>
          {t('me.keep')}
        </Button>
        <Button kind="main" busy={busy} onPress={() => void save()}>
          {busy ? t('intake.saving') : t('me.formSave')}
        </Button>
      </div>
    </Dialog>
  );
}
