import type { ComponentChildren, JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useNow } from '../../../clock.ts';
import { errorText, languageNames, plural, t } from '../../../i18n/text.ts';
import { Button } from '../../../ui/controls.tsx';
import { announce, Banner } from '../../../ui/words.tsx';
import { CodeField } from '../CodeField.tsx';
import { type Step, stepOfField, stepsOf } from '../flow.ts';
import { StepShell } from '../StepShell.tsx';
import { browserZone, clocksDiffer, dayIn, timeIn, timeRangeIn } from '../times.ts';
import type { Outcome } from '../useIntake.ts';
import type { StepProps } from './step.ts';

/** Everything once more, then the mailed code that makes it binding (rule K6). */
export function SummaryStep(
  props: StepProps & {
    at: number;
    of: number;
    /** What is said above: whether the time is still kept. */
    children?: ComponentChildren;
  },
): JSX.Element {
  const { intake, onGo, psychologist } = props;
  const sentTo = intake.view?.codeSentTo ?? null;
  const [code, setCode] = useState('');
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | undefined>();
  const [trouble, setTrouble] = useState<Outcome | null>(null);
  const now = useNow(5_000);
  const held = intake.view?.held ?? null;
  const letters = intake.draft.modality === 'message';
  const kept = letters || (held !== null && held.expiresAt > now);
  // Who came by the mailed link to this browser has shown what the code would show.
  const proved = intake.view?.emailProved ?? false;
  const asksCode = sentTo !== null && !proved;

  const settle = (outcome: Outcome): boolean => {
    setBusy(false);
    setTrouble(null);
    if (outcome.done) return true;
    if (outcome.code === 'CODE_WRONG') setFault(errorText('CODE_WRONG'));
    else setTrouble(outcome);
    return false;
  };
  const send = async (): Promise<void> => {
    setBusy(true);
    setFault(undefined);
    if (settle(await intake.sendCode())) announce(t('intake.code.sentAnnounce'));
  };
  const confirm = async (): Promise<void> => {
    if (asksCode && code.length !== 6) {
      setFault(t('intake.code.six'));
      return;
    }
    setBusy(true);
    setFault(undefined);
    settle(await intake.confirm(asksCode ? code : null));
  };
  const next = asksCode || proved ? confirm : send;

  return (
    <StepShell
      at={props.at}
      of={props.of}
      title={t('intake.summary.title')}
      lead={<p>{t('intake.summary.lead')}</p>}
      next={
        asksCode || proved
          ? letters
            ? t('intake.summary.confirmLetters')
            : psychologist?.approval
              ? t('intake.summary.request')
              : t('intake.summary.confirm')
          : t('intake.summary.send')
      }
      busy={busy}
      offline={intake.offline}
      {...(fault ? { faulty: 1 } : {})}
      onNext={() => void next()}
    >
      {trouble && !trouble.done && <Trouble trouble={trouble} onGo={onGo} />}
      {props.children}
      <Answers {...props} />
      {!kept && <p class="soft small">{t('intake.summary.timeFirst')}</p>}
      {asksCode && (
        <section class="code-part" aria-labelledby="code-title">
          <h2 id="code-title">{t('intake.code.title')}</h2>
          <p>{t('intake.code.sent', { mail: sentTo })}</p>
          <CodeField
            value={code}
            error={fault}
            onInput={(digits) => {
              setCode(digits);
              setFault(undefined);
            }}
          />
          <div class="row">
            <Button kind="quiet" onPress={() => void send()}>
              {t('intake.code.again')}
            </Button>
            <Button kind="quiet" onPress={() => onGo('contact')}>
              {t('intake.code.otherMail')}
            </Button>
          </div>
        </section>
      )}
    </StepShell>
  );
}

/** What keeps it from being booked, and the step where it is mended. */
function Trouble(props: {
  trouble: Extract<Outcome, { done: false }>;
  onGo: (step: Step) => void;
}): JSX.Element {
  const { code, fields } = props.trouble;
  const time = ['HOLD_EXPIRED', 'OPENING_TAKEN', 'OPENING_NOT_OFFERED', 'PARTICIPANT_BUSY'];
  const step: Step | null = time.includes(code)
    ? 'time'
    : code === 'CONSENT_MISSING'
      ? 'consents'
      : fields[0]
        ? stepOfField(fields[0])
        : null;
  return (
    <Banner icon={code === 'OFFLINE' ? 'network' : 'warning'} tone="warm">
      <p>{code === 'OFFLINE' ? t('intake.offline') : errorText(code)}</p>
      {step && (
        <Button onPress={() => props.onGo(step)}>
          {step === 'time' ? t('intake.held.other') : t('intake.summary.mend')}
        </Button>
      )}
    </Banner>
  );
}

function Answers(props: StepProps): JSX.Element {
  const { intake, psychologist, practice, given, onGo } = props;
  const { draft } = intake;
  const held = intake.view?.held ?? null;
  const zone = draft.zone ?? browserZone();
  const now = useNow(60_000);
  const steps = stepsOf(draft, given);
  const row = (step: Step, name: string, value: ComponentChildren): JSX.Element | null =>
    steps.includes(step) ? (
      <div key={name}>
        <dt>{name}</dt>
        <dd>
          <div>{value}</div>
          <button type="button" class="link" onClick={() => onGo(step)}>
            {t('intake.summary.change')}
            <span class="said">: {name}</span>
          </button>
        </dd>
      </div>
    ) : null;
  const people = [
    ...(draft.child ? [draft.child.displayName] : []),
    ...(draft.guardians ?? draft.others ?? []).map((one) => one.displayName),
  ];
  const other = held?.psychologistZone ?? psychologist?.zone ?? practice.zone;
  return (
    <dl class="answers">
      {row('psychologist', t('intake.summary.whom'), psychologist?.displayName ?? '…')}
      {row(
        'time',
        t('intake.summary.when'),
        held ? (
          <>
            <b class="nowrap">{dayIn(held.startsAt, zone, now)}</b>{' '}
            <b class="num nowrap">{timeRangeIn(held.startsAt, held.endsAt, zone)}</b>
            {clocksDiffer(held.startsAt, zone, other) && (
              <span class="line soft">
                {t('intake.time.there', { time: timeIn(held.startsAt, other) })}
              </span>
            )}
            {held.occurrences > 1 && (
              <span class="line soft">
                {held.everyWeeks === 2
                  ? plural('intake.summary.fortnightly', held.occurrences)
                  : plural('intake.summary.weekly', held.occurrences)}
              </span>
            )}
          </>
        ) : (
          t('intake.summary.noTime')
        ),
      )}
      {row(
        'form',
        t('intake.summary.form'),
        draft.modality && t(`modality.${draft.modality}.badge`),
      )}
      {row(
        'about',
        t('intake.summary.who'),
        [draft.displayName, draft.language && languageNames[draft.language]]
          .filter(Boolean)
          .join(', '),
      )}
      {row('people', t('intake.summary.people'), people.join(', '))}
      {row(
        'contact',
        t('intake.summary.contact'),
        <>
          {[draft.email, draft.phone].filter(Boolean).join(', ')}
          {draft.discreet && <span class="line soft">{t('intake.summary.discreet')}</span>}
        </>,
      )}
    </dl>
  );
}
