import type { ClientAppointment } from '@gabinet/shared/contracts/appointments';
import type { AppointmentModality } from '@gabinet/shared/contracts/words';
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { call, type FailureCode, failureCode } from '../../api.ts';
import { useNow } from '../../clock.ts';
import { errorText, t } from '../../i18n/text.ts';
import { Button } from '../../ui/controls.tsx';
import { SelectField } from '../../ui/fields.tsx';
import { Heading } from '../../ui/words.tsx';
import { Failure } from '../Failure.tsx';
import type { Psychologist } from '../intake/flow.ts';
import { Fault, TimePicker } from '../intake/TimePicker.tsx';
import {
  browserZone,
  clocksDiffer,
  dayIn,
  dayInSentenceIn,
  timeIn,
  timeRangeIn,
} from '../intake/times.ts';

/** A page with the time picker and one action; what went wrong is said at the times. */
function ChooseTime(props: {
  title: string;
  lead?: ComponentChildren;
  action: string;
  psychologistId: string;
  psychologistZone: string;
  modality: AppointmentModality;
  durationMilliseconds: number;
  /** Does it; throws what the service refused. */
  act: (startsAt: number) => Promise<void>;
  onBack: () => void;
  children?: ComponentChildren;
}): JSX.Element {
  const [zone, setZone] = useState(browserZone);
  const [chosen, setChosen] = useState<number | null>(null);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | undefined>();
  const [again, setAgain] = useState(0);
  const now = useNow(60_000);
  const act = async (): Promise<void> => {
    if (busy) return;
    if (chosen === null) return setFault(t('intake.fault.time'));
    setBusy(true);
    setFault(undefined);
    try {
      await props.act(chosen);
    } catch (thrown) {
      const code = failureCode(thrown);
      setFault(code === 'OFFLINE' ? t('state.offlineText') : errorText(code));
      if (code !== 'OFFLINE') {
        setChosen(null);
        setAgain(again + 1);
      }
      setBusy(false);
    }
  };
  return (
    <main class="step">
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void act();
        }}
      >
        <Button kind="plain" small icon="back" class="back" onPress={props.onBack}>
          {t('me.title')}
        </Button>
        <Heading>{props.title}</Heading>
        {props.lead && <div class="step-lead">{props.lead}</div>}
        <div class="step-body">
          {props.children}
          <TimePicker
            psychologistId={props.psychologistId}
            psychologistZone={props.psychologistZone}
            modality={props.modality}
            zone={zone}
            onZone={setZone}
            chosen={chosen}
            again={again}
            onChoose={(at) => {
              setChosen(at);
              setFault(undefined);
            }}
          />
        </div>
        <div class="step-next">
          {fault !== undefined && (
            <div class="step-above">
              <Fault>{fault}</Fault>
            </div>
          )}
          {chosen !== null && (
            <div class="step-above">
              <p class="chosen-time">
                {dayIn(chosen, zone, now)}{' '}
                <span class="num nowrap">
                  {timeRangeIn(chosen, chosen + props.durationMilliseconds, zone)}
                </span>
              </p>
              {clocksDiffer(chosen, zone, props.psychologistZone) && (
                <p class="small soft">
                  {t('intake.time.there', { time: timeIn(chosen, props.psychologistZone) })}
                </p>
              )}
            </div>
          )}
          <button
            type="submit"
            class={busy ? 'btn btn-main is-busy' : 'btn btn-main'}
            aria-disabled={busy ? 'true' : undefined}
          >
            {busy ? t('intake.saving') : props.action}
          </button>
        </div>
      </form>
    </main>
  );
}

/** `day` and `time` of a receipt, in the reader's zone. */
function told(at: number, now: number): { day: string; time: string } {
  return { day: dayInSentenceIn(at, browserZone(), now), time: timeIn(at, browserZone()) };
}

/** Another time for an appointment; the deadline for cancelling stays the same (rule B11). */
export function MoveAppointment(props: {
  appointment: ClientAppointment;
  onDone: (receipt: string) => void;
  onBack: () => void;
}): JSX.Element {
  const { appointment: one } = props;
  const now = useNow(60_000);
  return (
    <ChooseTime
      title={t('me.moveTitle')}
      lead={
        <>
          <p>
            {dayIn(one.startsAt, browserZone(), now)},{' '}
            <span class="num">{timeRangeIn(one.startsAt, one.endsAt, browserZone())}</span>
          </p>
          <p class="small">{t('me.movePolicy')}</p>
        </>
      }
      action={t('me.moveNow')}
      psychologistId={one.psychologistId}
      psychologistZone={one.zone}
      modality={one.modality}
      durationMilliseconds={one.endsAt - one.startsAt}
      act={async (startsAt) => {
        const { appointment } = await call('clientMove', {
          appointmentId: one.appointmentId,
          startsAt,
          sequence: one.sequence,
        });
        props.onDone(t('me.moved', told(appointment.startsAt, now)));
      }}
      onBack={props.onBack}
    />
  );
}

/** One more appointment with a psychologist of one's own. */
export function BookNext(props: {
  psychologistId: string;
  onDone: (receipt: string) => void;
  onBack: () => void;
}): JSX.Element | null {
  const [psychologist, setPsychologist] = useState<Psychologist | null>(null);
  const [failure, setFailure] = useState<FailureCode | null>(null);
  const [form, setForm] = useState<AppointmentModality | ''>('');
  // One key for one wish: the same time sent again after a lost answer is the same wish (rule B8).
  const wish = useRef<{ about: string; key: string } | null>(null);
  const now = useNow(60_000);
  const { psychologistId } = props;
  useEffect(() => {
    call('psychologist', { psychologistId }).then(setPsychologist, (thrown: unknown) =>
      setFailure(failureCode(thrown)),
    );
  }, [psychologistId]);
  if (failure) return <Failure code={failure} />;
  if (!psychologist) return null;
  // Letters have no time; every other form may be booked.
  const forms = psychologist.modalities.filter((one) => one !== 'message');
  const modality = form || forms[0] || 'video';
  return (
    <ChooseTime
      title={t('me.nextTitle')}
      lead={<p>{t('me.with', { name: psychologist.displayName })}</p>}
      action={t('me.nextNow')}
      psychologistId={psychologistId}
      psychologistZone={psychologist.zone}
      modality={modality}
      durationMilliseconds={psychologist.durationMinutes * 60_000}
      act={async (startsAt) => {
        const about = `${startsAt} ${modality}`;
        if (wish.current?.about !== about) wish.current = { about, key: crypto.randomUUID() };
        const { appointments } = await call(
          'clientBook',
          { psychologistId, startsAt, modality },
          { idempotencyKey: wish.current.key },
        );
        const requested = appointments[0]?.status === 'requested';
        props.onDone(t(requested ? 'me.bookedRequest' : 'me.booked', told(startsAt, now)));
      }}
      onBack={props.onBack}
    >
      <div class="filters">
        <SelectField
          label={t('me.nextForm')}
          value={modality}
          options={forms.map((one) => [one, t(`intake.form.${one}.title`)] as const)}
          onChange={setForm}
        />
      </div>
    </ChooseTime>
  );
}
