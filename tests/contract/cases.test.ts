import { join } from 'node:path';
import { expect, test } from 'vitest';
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
