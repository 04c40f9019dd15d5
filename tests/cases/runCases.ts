import { CaseServer } from './CaseServer.ts';
import { readCases } from './form.ts';
import { answerPurely } from './purely.ts';

/** The ways in which a case is answered: by the rules, and by the server from real rows. */
const forms = ['pure', 'http'] as const;
type Form = (typeof forms)[number];

export interface Outcome {
  readonly id: string;
  /** Empty when both answers are the expected one. */
  readonly differences: readonly string[];
}

/**
 * Answers every case of a file in both forms and tells of each in one line. Needs a database server
 * (startDatabaseServer). Throws CaseFileError for a file it can't read.
 */
export async function runCases(file: string, say: (line: string) => void): Promise<Outcome[]> {
  const cases = readCases(file);
  const server = await CaseServer.start();
  try {
    const outcomes: Outcome[] = [];
    for (const one of cases) {
      const differences: string[] = [];
      const compare = async (form: Form, answer: () => Promise<number[]> | number[]) => {
        const difference = await differenceOf(one.expect, answer);
        if (difference !== undefined) differences.push(`${form}: ${difference}`);
      };
      await compare('pure', () => answerPurely(one));
      // A series is no question that the server answers: booking makes its occurrences.
      if (!('series' in one)) await compare('http', () => server.answer(one));
      say(
        differences.length === 0 ? `ok   ${one.id}` : `DIFF ${one.id} ${differences.join(' | ')}`,
      );
      outcomes.push({ id: one.id, differences });
    }
    return outcomes;
  } finally {
    await server.stop();
  }
}

async function differenceOf(
  expected: readonly number[],
  answer: () => Promise<number[]> | number[],
): Promise<string | undefined> {
  let got: string;
  try {
    got = tell(await answer());
  } catch (error) {
    got = `an error (${error instanceof Error ? error.message : 'unknown'})`;
  }
  return got === tell(expected) ? undefined : `expected ${tell(expected)} got ${got}`;
}

function tell(instants: readonly number[]): string {
  const told = instants.map((at) => new Date(at).toISOString().replace(/:00\.000Z$/, 'Z'));
  return `[${told.join(' ')}]`;
}
