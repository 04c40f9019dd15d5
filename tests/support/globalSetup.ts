import { ensureWebBuilt } from '../../infra/web.ts';
import { startDatabaseServer } from './databases.ts';
import { root } from './root.ts';

/** Once per run of Playwright or vitest: the browser app is built and a database server runs. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  await ensureWebBuilt(root, (line) => process.stdout.write(`${line}\n`));
  return await startDatabaseServer();
}
