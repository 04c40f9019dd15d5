/** What `npm test` runs: every suite in order, then `N passed, N failed` over all. `test.ts <all|unit|contract|e2e> [runner's arguments]` */
import { type Result, report } from './suites/Result.ts';
import { runPlaywright, runVitest, suiteExists } from './suites/runners.ts';
import { runStaticChecks } from './suites/static.ts';

const [suite = 'all', ...rest] = process.argv.slice(2);

async function runAll(): Promise<Result[]> {
  const results = [
    await runStaticChecks(),
    await runVitest('unit', []),
    await runVitest('contract', []),
  ];
  if (suiteExists('security')) results.push(await runVitest('security', []));
  results.push(await runPlaywright([]));
  return results;
}

async function runSuite(): Promise<Result[]> {
  if (suite === 'unit' || suite === 'contract') return [await runVitest(suite, rest)];
  if (suite === 'e2e') return [await runPlaywright(rest)];
  return await runAll();
}

for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => process.exit(1));
process.exitCode = report(await runSuite());
