import type { Conflict } from '@gabinet/shared/contracts/errors';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useNow } from '../../../clock.ts';
import { errorText, plural, t } from '../../../i18n/text.ts';
import { Button } from '../../../ui/controls.tsx';
import { SelectField } from '../../../ui/fields.tsx';
import { Banner } from '../../../ui/words.tsx';
import { StepShell } from '../StepShell.tsx';
import { Fault, TimePicker } from '../TimePicker.tsx';
import { browserZone, clocksDiffer, dayIn, shortIn, timeIn, timeRangeIn } from '../times.ts';
import type { Wish } from '../useIntake.ts';
import type { StepProps } from './step.ts';

type Rhythm = 'once' | '1' | '2';
/** A newcomer keeps twelve times at most (rule B7). */
const counts = [2, 3, 4, 5, 6, 8, 10, 12] as const;

/** The time: once, or as a series, kept for 10 minutes while the rest is answered. */
export function TimeStep(
  props: StepProps & {
    at: number;
    of: number;
    onDone: () => void;
    /** For the gallery: what a try has already met. */
    met?: readonly Conflict[];
  },
): JSX.Element {
  const { intake, psychologist, practice } = props;
  const held = intake.view?.held ?? null;
  const [chosen, setChosen] = useState<number | null>(held?.startsAt ?? null);
  const [rhythm, setRhythm] = useState<Rhythm>(
    held?.everyWeeks ? (`${held.everyWeeks}` as Rhythm) : 'once',
  );
  const [count, setCount] = useState(held?.everyWeeks ? held.occurrences : 8);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | undefined>();
  const [conflicts, setConflicts] = useState<readonly Conflict[]>(props.met ?? []);
  const [again, setAgain] = useState(0);
  const now = useNow(30_000);
  const zone = intake.draft.zone ?? browserZone();
  const psychologistId = psychologist?.psychologistId ?? intake.draft.psychologistId;
  const modality = intake.draft.modality ?? 'video';
  const duration = (psychologist?.durationMinutes ?? 50) * 60_000;
  const other = psychologist?.zone ?? practice.zone;

  const hold = async (onConflict: 'fail' | 'skip'): Promise<void> => {
    if (chosen === null || !psychologistId) {
      setFault(t('intake.fault.time'));
      return;
    }
    const same =
      held?.psychologistId === psychologistId &&
      held.startsAt === chosen &&
      held.expiresAt > now &&
      String(held.everyWeeks ?? 'once') === rhythm &&
      (rhythm === 'once' || held.occurrences === count);
    if (same && onConflict === 'fail') return props.onDone();
    const wish: Wish = {
      psychologistId,
      startsAt: chosen,
      ...(rhythm === 'once' ? {} : { repeat: { everyWeeks: rhythm === '1' ? 1 : 2, count } }),
    };
    setBusy(true);
    setFault(undefined);
    const outcome = await intake.hold(wish, onConflict);
    setBusy(false);
    if (outcome.done) return props.onDone();
    if (rhythm !== 'once' && outcome.conflicts.length > 0 && outcome.conflicts.length < count) {
      setConflicts(outcome.conflicts);
      return;
    }
    setFault(outcome.code === 'OFFLINE' ? t('state.offlineText') : errorText(outcome.code));
    // What is shown may be old: the taken time goes from the list.
    if (outcome.code !== 'OFFLINE') {
      setChosen(null);
      setAgain(again + 1);
    }
  };

  const choice = chosen !== null && (
    <>
      <p class="chosen-time">
        {dayIn(chosen, zone, now)}{' '}
        <span class="num nowrap">{timeRangeIn(chosen, chosen + duration, zone)}</span>
      </p>
      <p class="small soft">
        {clocksDiffer(chosen, zone, other) &&
          `${t('intake.time.there', { time: timeIn(chosen, other) })} `}
        {t(`modality.${modality}.badge`)}
        {psychologist ? `, ${psychologist.displayName}.` : '.'}
      </p>
    </>
  );
  // Beside the action that was pressed, where the eyes are.
  const saidFault = fault === undefined ? undefined : <Fault>{fault}</Fault>;
  return (
    <StepShell
      at={props.at}
      of={props.of}
      title={t('intake.time.title')}
      next={t('intake.time.hold')}
      busy={busy}
      offline={intake.offline}
      onNext={() => void hold('fail')}
      above={saidFault ?? (choice || undefined)}
      actsAside
      aside={
        <>
          {saidFault}
          {choice || <p class="soft">{t('intake.time.choose')}</p>}
          <Button kind="main" busy={busy} onPress={() => void hold('fail')}>
            {busy ? t('intake.saving') : t('intake.time.hold')}
          </Button>
          <p class="small soft">
            {t('intake.time.holdText')} {cancelSentence(psychologist, chosen, zone, now)}
          </p>
        </>
      }
    >
      <div class="filters">
        <SelectField
          label={t('intake.time.rhythm')}
          value={rhythm}
          options={[
            ['once', t('intake.time.once')],
            ['1', t('intake.time.weekly')],
            ['2', t('intake.time.fortnightly')],
          ]}
          onChange={(next) => {
            setConflicts([]);
            setRhythm(next === '' ? 'once' : next);
          }}
        />
        {rhythm !== 'once' && (
          <SelectField
            label={t('intake.time.count')}
            value={String(count)}
            options={counts.map((each) => [String(each), plural('intake.time.times', each)])}
            onChange={(next) => {
              setConflicts([]);
              setCount(Number(next));
            }}
          />
        )}
      </div>
      {conflicts.length > 0 && (
        <Conflicts
          conflicts={conflicts}
          zone={zone}
          left={count - conflicts.length}
          busy={busy}
          onRest={() => void hold('skip')}
        />
      )}
      {psychologistId && (
        <TimePicker
          psychologistId={psychologistId}
          psychologistZone={other}
          modality={modality}
          zone={zone}
          onZone={(next) => intake.change({ zone: next })}
          chosen={chosen}
          again={again}
          onChoose={(at) => {
            setChosen(at);
            setConflicts([]);
            setFault(undefined);
          }}
          otherwise={
            <div class="row centred">
              <Button onPress={() => props.onGo('form')}>{t('intake.time.otherForm')}</Button>
              {!props.given.fixedPsychologist && (
                <Button onPress={() => props.onGo('psychologist')}>
                  {t('intake.time.otherPsychologist')}
                </Button>
              )}
            </div>
          }
        />
      )}
    </StepShell>
  );
}

function cancelSentence(
  psychologist: StepProps['psychologist'],
  chosen: number | null,
  zone: string,
  now: number,
): string {
  if (!psychologist || chosen === null) return '';
  const until = chosen - psychologist.cancellationMinutes * 60_000;
  if (until <= now) return t('intake.time.cancelLate');
  return t('intake.time.cancelUntil', { until: shortIn(until, zone) });
}

/** What stands in the way of a series, each in words, and the offer of the rest (rule B9). */
function Conflicts(props: {
  conflicts: readonly Conflict[];
  zone: string;
  left: number;
  busy: boolean;
  onRest: () => void;
}): JSX.Element {
  return (
    <Banner icon="calendar" tone="warm">
      <p>
        <b>{plural('intake.conflict.title', props.conflicts.length)}</b>
      </p>
      <ul class="conflicts">
        {props.conflicts.map((one) => (
          <li key={one.index}>
            <span class="num">{shortIn(one.startsAt, props.zone)}</span>
            {' – '}
            {t(`intake.conflict.${one.reason}`)}
          </li>
        ))}
      </ul>
      <Button busy={props.busy} onPress={props.onRest}>
        {props.busy ? t('intake.saving') : plural('intake.conflict.rest', props.left)}
      </Button>
      <p class="small soft">{t('intake.conflict.orChoose')}</p>
    </Banner>
  );
}
