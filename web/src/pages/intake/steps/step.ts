import type { Faults, Given, Practice, Psychologist, Step } from '../flow.ts';
import type { Intake } from '../useIntake.ts';

/** What every step is given. */
export interface StepProps {
  intake: Intake;
  practice: Practice;
  given: Given;
  /** Whom the person chose or was invited by, once their profile is here. */
  psychologist: Psychologist | null;
  /** What is wrong, shown after the first try to go on. */
  faults: Faults;
  /** Goes to another step; what was answered stays. */
  onGo: (step: Step) => void;
}
