import { homedir } from 'node:os';
import { join } from 'node:path';
import { version } from 'mediasoup';

/** The worker that the tests run: as told, or the one that the set-up has put in the user's cache. */
export function workerBin(): string {
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  const name = `mediasoup-worker-${version}-${process.platform}-${process.arch}`;
  return process.env.MEDIASOUP_WORKER_BIN || join(cache, 'gabinet', name);
}
