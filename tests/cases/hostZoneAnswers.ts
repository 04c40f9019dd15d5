/**
 * Run by hostZone.test.ts in processes whose own zones differ: prints the answers of all cases and the
 * openings of random situations (always the same ones), to be compared.
 */
import { join } from 'node:path';
import { situation } from '@gabinet/shared/scheduling/examplePlans';
import { openingsOf } from '@gabinet/shared/scheduling/openings';
import { openHoursOf } from '@gabinet/shared/scheduling/windows';
import { localDateOf } from '@gabinet/shared/scheduling/zones';
import fc from 'fast-check';
import { readCases } from './form.ts';
import { answerPurely } from './purely.ts';

const cases = ['scheduling-cases.json', 'further-cases.json'].flatMap((file) =>
  readCases(join(import.meta.dirname, file)),
);
const random = fc.sample(situation, { seed: 20_270_328, numRuns: 300 });
process.stdout.write(
  JSON.stringify({
    // Proof that the process really believes to be elsewhere.
    hostZone: Temporal.Now.timeZoneId(),
    cases: cases.map(answerPurely),
    random: random.map(({ plan, blocked, query }) => ({
      openings: openingsOf(plan, blocked, query),
      hours: openHoursOf(plan, query.from, query.to),
      today: localDateOf(query.now, query.datesIn ?? 'Europe/Warsaw'),
    })),
  }),
);
