/** What a suite of tests or checks came to. */
export type Result = { name: string; passed: number; failed: number; skipped: number };

/** The last line of a run over all its suites: `N passed, N failed`, with `, N skipped` where any were. */
export function summaryLine(results: readonly Result[]): string {
  const sum = (key: 'passed' | 'failed' | 'skipped'): number =>
    results.reduce((total, result) => total + result[key], 0);
  const skipped = sum('skipped');
  return `${sum('passed')} passed, ${sum('failed')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** Prints a line for each suite, then the summary; gives the exit code. A run without a single test has failed. */
export function report(results: readonly Result[]): number {
  process.stdout.write('\n');
  for (const { name, passed, failed, skipped } of results) {
    process.stdout.write(`${failed > 0 ? '✗' : '✓'} ${summaryOf(name, passed, failed, skipped)}\n`);
  }
  process.stdout.write(`\n${summaryLine(results)}\n`);
  const ranSomething = results.some(({ passed }) => passed > 0);
  return ranSomething && results.every(({ failed }) => failed === 0) ? 0 : 1;
}

function summaryOf(name: string, passed: number, failed: number, skipped: number): string {
  return `${name}: ${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
