/** What `npm run check` runs: format, lint, types, unused code, unit and contract tests; no warnings, under two minutes. */
import { report } from './suites/Result.ts';
import { runVitest } from './suites/runners.ts';
import { runStaticChecks } from './suites/static.ts';

for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => process.exit(1));
process.exitCode = report([
  await runStaticChecks(),
  await runVitest('unit', []),
  await runVitest('contract', []),
]);
