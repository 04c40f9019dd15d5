import { expect, test } from 'vitest';
import { describeLine } from './lines.ts';

test.each([
  ['{"level":30,"msg":"fine"}', 'stdout', undefined],
  ['{"level":40,"msg":"careful"}', 'stdout', 'warning: careful'],
  ['{"level":50,"msg":"broken","code":"E_X"}', 'stderr', 'error: broken (E_X)'],
  ['plain words', 'stdout', undefined],
  ['plain words', 'stderr', 'plain words'],
  ['{not json', 'stderr', '{not json'],
] as const)('of %s on %s the console shows %s', (line, stream, shown) => {
  expect(describeLine(line, stream)).toBe(shown);
});
