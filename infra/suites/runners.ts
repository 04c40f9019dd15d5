/** Runs the test suites with vitest and Playwright, and reads their counts from the reports they write. */
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT, runTool } from './program.ts';
import type { Result } from './Result.ts';

type Counts = Omit<Result, 'name'>;

/** Runs one project of vitest.config.ts. */
export function runVitest(project: string, args: readonly string[]): Promise<Result> {
  return runCounted(project, 'vitest', async (reportFile) => {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`];
    const given = ['run', '--project', project, ...reporters, ...args];
    return await runTool('node_modules/vitest/vitest.mjs', given, { NODE_ENV: 'test' });
  });
}

/** Runs the tests in real browsers. */
export function runPlaywright(args: readonly string[]): Promise<Result> {
  return runCounted('e2e', 'playwright', async (reportFile) => {
    const given = ['test', '-c', 'tests/playwright.config.ts', ...args];
    const env = { NODE_ENV: 'test', PLAYWRIGHT_JSON_OUTPUT_NAME: reportFile };
    return await runTool('node_modules/@playwright/test/cli.js', given, env);
  });
}

/** Whether a suite that not every state of the repository has is there. */
export function suiteExists(folder: string): boolean {
  return globSync(join(ROOT, 'tests', folder, '**', '*.test.ts')).length > 0;
}

async function runCounted(
  name: string,
  runner: 'vitest' | 'playwright',
  run: (reportFile: string) => Promise<number>,
): Promise<Result> {
  process.stdout.write(`\n— ${name} —\n`);
  const folder = mkdtempSync(join(tmpdir(), 'gabinet-report-'));
  try {
    const reportFile = join(folder, 'report.json');
    const exitCode = await run(reportFile);
    const counts = readReport(reportFile, runner);
    // A runner that broke, a file that didn't load, or a suite that found nothing must not look like success.
    const nothingRan = counts.passed + counts.failed === 0;
    if (counts.failed === 0 && (exitCode !== 0 || nothingRan)) counts.failed = 1;
    return { name, ...counts };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readReport(file: string, runner: 'vitest' | 'playwright'): Counts {
  try {
    const report: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return runner === 'vitest' ? countVitest(report) : countPlaywright(report);
  } catch {
    return { passed: 0, failed: 0, skipped: 0 };
  }
}

/** The counts in vitest's JSON report. */
export function countVitest(report: unknown): Counts {
  return {
    passed: numberAt(report, 'numPassedTests'),
    failed: numberAt(report, 'numFailedTests'),
    skipped: numberAt(report, 'numPendingTests') + numberAt(report, 'numTodoTests'),
  };
}

/** The counts in Playwright's JSON report. A test that passed only when it was repeated has failed. */
export function countPlaywright(report: unknown): Counts {
  const stats = fieldAt(report, 'stats');
  return {
    passed: numberAt(stats, 'expected'),
    failed: numberAt(stats, 'unexpected') + numberAt(stats, 'flaky'),
    skipped: numberAt(stats, 'skipped'),
  };
}

function fieldAt(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return new Map<string, unknown>(Object.entries(value)).get(name);
}

function numberAt(value: unknown, name: string): number {
  const found = fieldAt(value, name);
  return typeof found === 'number' ? found : 0;
}
