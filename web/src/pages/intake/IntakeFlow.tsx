import type { Conflict } from '@gabinet/shared/contracts/errors';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { errorText, t } from '../../i18n/text.ts';
import { announce, Banner } from '../../ui/words.tsx';
import {
  faultsOf,
  firstOpenStep,
  type Given,
  type Practice,
  type Psychologist,
  type Step,
  stepOfField,
  stepsOf,
} from './flow.ts';
import { HeldLine } from './HeldLine.tsx';
import { QuietPage, StepShell } from './StepShell.tsx';
import { StopAndComeBack } from './StopAndComeBack.tsx';
import { AboutStep } from './steps/AboutStep.tsx';
import { ConsentsStep } from './steps/ConsentsStep.tsx';
import { ContactStep } from './steps/ContactStep.tsx';
import { DonePage } from './steps/DonePage.tsx';
import { FormStep } from './steps/FormStep.tsx';
import { ForWhomStep } from './steps/ForWhomStep.tsx';
import { PeopleStep } from './steps/PeopleStep.tsx';
import { describe, PsychologistStep } from './steps/PsychologistStep.tsx';
import { SafetyStep } from './steps/SafetyStep.tsx';
import { SummaryStep } from './steps/SummaryStep.tsx';
import type { StepProps } from './steps/step.ts';
import { TimeStep } from './steps/TimeStep.tsx';
import { browserZone } from './times.ts';
import type { Intake, Outcome } from './useIntake.ts';

export interface FlowProps {
  intake: Intake;
  practice: Practice;
  /** Chosen or given, once their profile is here. */
  psychologist: Psychologist | null;
  fixedPsychologist: boolean;
  /** From the address; a step that cannot be yet gives way to the first open one. */
  step: Step | null;
  /** For the gallery: what a try to keep a series has met. */
  met?: readonly Conflict[];
  onGo: (step: Step) => void;
  onForgotten: () => void;
}

const titles = {
  'for-whom': 'intake.forWhom.title',
  safety: 'intake.safety.title',
  form: 'intake.form.title',
  psychologist: 'intake.search.title',
  about: 'intake.about.title',
  people: 'intake.people.title',
  contact: 'intake.contact.title',
  consents: 'intake.consents.title',
} as const;

/** The questions one after the other, each of which can be gone back to. */
export function IntakeFlow(props: FlowProps): JSX.Element {
  const { intake, practice, psychologist, fixedPsychologist, onGo } = props;
  const { draft, view } = intake;
  const given: Given = {
    fixedPsychologist,
    held: view?.held ?? null,
    minorConsentAge: view?.minorConsentAge ?? 16,
    consentTexts: view?.consentTexts ?? [],
  };
  const steps = stepsOf(draft, given);
  const open = steps.indexOf(firstOpenStep(draft, given));
  // Where one came in, without a step in the address: an answer alone does not turn the page.
  const [entry] = useState(steps[open]);
  const wanted = steps.indexOf(props.step ?? entry ?? 'for-whom');
  // Nobody jumps over a question by the address; back is always possible.
  const at = wanted < 0 ? open : Math.min(wanted, Math.max(open, 0));
  const step = steps[at] ?? 'for-whom';
  const [tried, setTried] = useState(0);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Extract<Outcome, { done: false }> | null>(null);
  useEffect(() => {
    setTried(0);
    setTrouble(null);
    window.scrollTo(0, 0);
  }, [step]);

  if (view?.confirmed) {
    return (
      <QuietPage country={draft.country}>
        <DonePage intake={intake} practice={practice} psychologist={psychologist} />
      </QuietPage>
    );
  }

  const faults = faultsOf(step, draft, given);
  const forward = (): void => {
    const next = steps[at + 1];
    if (next) onGo(next);
  };
  const next = async (): Promise<void> => {
    if (Object.keys(faults).length > 0) {
      setTried(tried + 1);
      announce(t('intake.fault.some'));
      return;
    }
    setBusy(true);
    const outcome = await intake.save();
    setBusy(false);
    // Without a network the answers are kept here and one goes on; only what needs the service waits.
    if (outcome.done || outcome.code === 'OFFLINE' || outcome.code === 'UNAVAILABLE') forward();
    else setTrouble(outcome);
  };
  const back = steps[at - 1];
  const shared: StepProps = {
    intake,
    practice,
    given,
    psychologist,
    faults: tried > 0 ? faults : {},
    onGo,
  };
  const place = { at: at + 1, of: steps.length };
  const held = view?.held ?? null;
  const afterTime = at > steps.indexOf('time') && steps.includes('time');
  const heldLine = held && afterTime && (
    <HeldLine
      intake={intake}
      held={held}
      zone={draft.zone ?? browserZone()}
      onChooseAgain={() => onGo('time')}
    />
  );
  const stop = <StopAndComeBack intake={intake} onForgotten={props.onForgotten} />;
  return (
    <QuietPage country={draft.country} onBack={back ? () => onGo(back) : undefined}>
      {step === 'time' ? (
        <TimeStep
          key={psychologist?.psychologistId}
          {...shared}
          {...place}
          onDone={forward}
          {...(props.met ? { met: props.met } : {})}
        />
      ) : step === 'summary' ? (
        <SummaryStep {...shared} {...place}>
          {heldLine}
        </SummaryStep>
      ) : (
        <StepShell
          key={step}
          {...place}
          title={t(titles[step])}
          lead={<Lead step={step} />}
          next={
            step === 'form' && steps[at + 1] === 'time' ? t('intake.form.next') : t('intake.next')
          }
          busy={busy}
          offline={intake.offline}
          faulty={tried > 0 && Object.keys(faults).length > 0 ? tried : 0}
          onNext={() => void next()}
          aside={fixedPsychologist && psychologist ? <Person of={psychologist} /> : undefined}
          below={stop}
        >
          {trouble && (
            <Banner icon="warning" tone="warm">
              <p>{errorText(trouble.code === 'OFFLINE' ? 'UNAVAILABLE' : trouble.code)}</p>
              {trouble.fields[0] && stepOfField(trouble.fields[0]) !== step && (
                <button
                  type="button"
                  class="link"
                  onClick={() => onGo(stepOfField(trouble.fields[0] ?? ''))}
                >
                  {t('intake.summary.mend')}
                </button>
              )}
            </Banner>
          )}
          {heldLine}
          <Question step={step} {...shared} />
        </StepShell>
      )}
    </QuietPage>
  );
}

function Lead({ step }: { step: keyof typeof titles }): JSX.Element | null {
  switch (step) {
    case 'for-whom':
      return <p>{t('intake.forWhom.lead')}</p>;
    case 'safety':
      return <p>{t('intake.safety.lead')}</p>;
    case 'form':
      return <p>{t('intake.form.lead')}</p>;
    case 'contact':
      return <p>{t('intake.contact.lead')}</p>;
    case 'consents':
      return <p>{t('intake.consents.lead')}</p>;
    case 'about':
      return <p>{t('intake.about.lead')}</p>;
    default:
      return null;
  }
}

function Question(props: StepProps & { step: keyof typeof titles }): JSX.Element {
  const { step, ...shared } = props;
  switch (step) {
    case 'for-whom':
      return <ForWhomStep {...shared} />;
    case 'safety':
      return <SafetyStep {...shared} />;
    case 'form':
      return <FormStep {...shared} />;
    case 'psychologist':
      return <PsychologistStep {...shared} />;
    case 'about':
      return <AboutStep {...shared} />;
    case 'people':
      return <PeopleStep {...shared} />;
    case 'contact':
      return <ContactStep {...shared} />;
    case 'consents':
      return <ConsentsStep {...shared} />;
  }
}

/** Whom the link was for, beside the questions on wide screens. */
function Person({ of }: { of: Psychologist }): JSX.Element {
  return (
    <>
      <h2>{of.displayName}</h2>
      {of.title && <p class="soft">{of.title}</p>}
      <p class="soft">{describe(of)}</p>
    </>
  );
}
