import { expect, test } from 'vitest';
import { summaryLine } from './Result.ts';
import { countPlaywright, countVitest } from './runners.ts';

test('the last line sums all runners, and names skipped tests only where there are any', () => {
  const unit = { name: 'unit', passed: 3, failed: 0, skipped: 0 };
  expect(summaryLine([unit, { ...unit, failed: 1 }])).toBe('6 passed, 1 failed');
  expect(summaryLine([unit, { ...unit, skipped: 2 }])).toBe('6 passed, 0 failed, 2 skipped');
});

test('counts come from the reports of the runners; a test that needed a second try has failed', () => {
  const vitest = { numPassedTests: 4, numFailedTests: 1, numPendingTests: 1, numTodoTests: 1 };
  expect(countVitest(vitest)).toEqual({ passed: 4, failed: 1, skipped: 2 });
  const playwright = { stats: { expected: 2, unexpected: 1, flaky: 1, skipped: 0 } };
  expect(countPlaywright(playwright)).toEqual({ passed: 2, failed: 2, skipped: 0 });
});
