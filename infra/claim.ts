/** Keeps two Gabinets from running on one data folder, where the one that ends would end the other's database. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandLine, isAlive } from './processes.ts';
import { explainWriteError, SetupError, systemErrorCode } from './SetupError.ts';

/** Claims the folder for this process; gives the function that releases it. Throws a SetupError when another lives there. */
export function claimFolder(folder: string): () => void {
  const file = join(folder, 'gabinet.pid');
  const release = (): void => rmSync(file, { force: true });
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      return release;
    } catch (error) {
      if (systemErrorCode(error) !== 'EEXIST') throw explainWriteError(error, folder);
    }
    const pid = Number(readFileSync(file, 'utf8'));
    if (pid > 0 && pid !== process.pid && isAlive(pid) && commandLine(pid).includes('run.ts')) {
      throw new SetupError(
        `Gabinet already runs from ${folder} (process ${pid}): end it first, or set DATA_FOLDER to another folder.`,
      );
    }
    release();
  }
}
