import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';

const answers = z.object({
  hostZone: z.string(),
  cases: z.array(z.array(z.int())),
  random: z.array(z.looseObject({ openings: z.array(z.int()) })),
});

function answersIn(zone: string): z.infer<typeof answers> {
  const program = join(import.meta.dirname, 'hostZoneAnswers.ts');
  const output = execFileSync(process.execPath, [program], {
    env: { ...process.env, TZ: zone },
    encoding: 'utf8',
    maxBuffer: 2 ** 25,
  });
  return answers.parse(JSON.parse(output));
}

test('B1 no answer depends on the zone of the host', () => {
  const { hostZone, ...inUtc } = answersIn('UTC');
  expect(hostZone).toBe('UTC');
  expect(inUtc.cases.flat().length).toBeGreaterThan(100);
  expect(inUtc.random.flatMap((one) => one.openings).length).toBeGreaterThan(1000);
  for (const zone of ['Pacific/Auckland', 'America/St_Johns']) {
    const { hostZone: elsewhere, ...there } = answersIn(zone);
    expect(elsewhere).toBe(zone);
    expect(there).toEqual(inUtc);
  }
}, 60_000);
