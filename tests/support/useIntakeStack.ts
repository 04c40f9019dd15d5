import { afterAll, beforeAll } from 'vitest';
import { Applicant } from './Applicant.ts';
import type { Psychologist } from './fixtures.ts';
import { MailCatcher } from './MailCatcher.ts';
import { colleague, firstPractice, openCalendar } from './practice.ts';
import type { StackInUse } from './StackInUse.ts';
import { useStack } from './useStack.ts';

/** A stack with one practice, a mail server that keeps what it is given, and people who look for help. */
export interface IntakeStack {
  readonly used: StackInUse;
  readonly catcher: MailCatcher;
  /** The practice that the public sees; known once the first test runs. */
  readonly practiceId: string;
  /** Somebody at a browser of their own; another address than anybody's unless one is given. */
  applicant(email?: string): Applicant;
  /** A psychologist of the practice with an empty calendar. */
  psychologist(options?: Parameters<typeof openCalendar>[2]): Promise<Psychologist>;
}

/** Starts it for all tests of a file. */
export async function useIntakeStack(): Promise<IntakeStack> {
  const catcher = await MailCatcher.start();
  const used = useStack({
    demo: false,
    environment: { ...catcher.environment, TRUSTED_PROXIES: '1' },
  });
  let practiceId: string | undefined;
  beforeAll(async () => {
    practiceId = await firstPractice(used.fixtures);
  });
  afterAll(() => catcher.close());
  const practice = (): string => {
    if (practiceId === undefined) throw new Error('The practice is there only within tests.');
    return practiceId;
  };
  return {
    used,
    catcher,
    get practiceId() {
      return practice();
    },
    applicant: (email) => new Applicant(used.stack.origin(), catcher, email),
    async psychologist(options = {}) {
      const made = await colleague(used.fixtures, practice());
      await openCalendar(used.fixtures, made, {
        modalities: ['video', 'audio', 'chat', 'office', 'message'],
        ...options,
      });
      return made;
    },
  };
}
