import { test } from '@playwright/test';

/** Notes a figure in the report of the test that runs, and prints it. */
export function measured(what: string, figure: number | string): void {
  const description = `${what}: ${figure}`;
  test.info().annotations.push({ type: 'measured', description });
  console.log(`    ${description}`);
}
