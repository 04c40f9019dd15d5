/**
 * What `npm run cases -- FILE` runs: answers every case of a file by the rules and by the server, one
 * line a case, and ends with 1 when an answer differs or the file can't be read.
 */
import { resolve } from 'node:path';
import { startDatabaseServer } from '../support/databases.ts';
import { CaseFileError, readCases } from './form.ts';
import { runCases } from './runCases.ts';

async function main([file, ...rest]: string[]): Promise<number> {
  if (file === undefined || rest.length > 0) {
    throw new CaseFileError('Name one file of cases: npm run cases -- FILE.');
  }
  // The person's own folder: npm runs its scripts in the checkout's.
  const path = resolve(process.env.INIT_CWD ?? process.cwd(), file);
  // Before the database is started, which takes seconds.
  readCases(path);
  const stopServer = await startDatabaseServer();
  const abandon = () => void stopServer().finally(() => process.exit(1));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, abandon);
  try {
    const outcomes = await runCases(path, (line) => console.log(line));
    const different = outcomes.filter((one) => one.differences.length > 0).length;
    console.log(`${outcomes.length - different} as expected, ${different} different`);
    return different === 0 ? 0 : 1;
  } finally {
    await stopServer();
  }
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof CaseFileError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
