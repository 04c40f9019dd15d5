import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { runCases } from '../cases/runCases.ts';
import { root } from '../support/root.ts';

test.each(['scheduling-cases.json', 'further-cases.json'])(
  'B1 B2 B3 B4 every case of %s is answered by the rules and by the server as it says',
  async (file) => {
    const lines: string[] = [];
    const outcomes = await runCases(join(root, 'tests', 'cases', file), (line) => lines.push(line));
    expect(outcomes.flatMap((one) => one.differences)).toEqual([]);
    expect(lines.filter((line) => line.startsWith('ok '))).toHaveLength(outcomes.length);
    expect(outcomes.length).toBeGreaterThan(10);
  },
);

test('B1 an answer that differs is told for both forms, with what was expected and what came', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gabinet-wrong-case-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const text = readFileSync(join(root, 'tests', 'cases', 'scheduling-cases.json'), 'utf8');
  const [first] = z.array(z.looseObject({ id: z.string() })).parse(JSON.parse(text));
  const file = join(folder, 'wrong.json');
  writeFileSync(file, JSON.stringify([{ ...first, expect: ['2027-03-27T23:00Z'] }]));
  const lines: string[] = [];
  await runCases(file, (line) => lines.push(line));
  const got =
    '[2027-03-27T23:00Z 2027-03-28T00:00Z 2027-03-28T01:00Z 2027-03-28T02:00Z 2027-03-28T03:00Z]';
  const difference = `expected [2027-03-27T23:00Z] got ${got}`;
  expect(lines).toEqual([`DIFF ${first?.id} pure: ${difference} | http: ${difference}`]);
});
