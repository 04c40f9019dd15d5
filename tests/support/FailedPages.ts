import { readFileSync } from 'node:fs';
import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter';

const mostLines = 120;

/** Prints what the page of a failed test showed: where tests run by themselves, nobody sees its files. */
export default class FailedPages implements Reporter {
  onTestEnd(test: TestCase, result: TestResult): void {
    if (result.status === 'skipped' || result.status === test.expectedStatus) return;
    const files = result.attachments.flatMap(({ name, path }) =>
      name === 'error-context' && path ? [path] : [],
    );
    for (const file of new Set(files)) {
      // What comes before is for machines, and the source is in the repository.
      const [shown = ''] = readFileSync(file, 'utf8').split('# Test source');
      const lines = shown.slice(Math.max(0, shown.indexOf('# Error details'))).split('\n');
      process.stdout.write(`\n${test.title}\n${lines.slice(0, mostLines).join('\n')}\n`);
    }
  }

  printsToStdio(): boolean {
    return true;
  }
}
