/** For `npm run dev`: a changed file restarts the servers that use it, and rebuilds the app. */
import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { join } from 'node:path';
import { viteCommand } from '../web.ts';
import type { Supervisor } from './Supervisor.ts';

/** An editor writes a file in several steps; they count as one change. */
const SETTLE_MS = 150;

/** Which servers a folder's files belong to. */
const SOURCES: Record<string, readonly string[]> = {
  'sfu/src': ['sfu'],
  'signaling/src': ['signaling'],
  'signaling/migrations': ['signaling'],
  'shared/src': ['sfu', 'signaling'],
};

/** Watches the sources of a checkout; gives the function that ends this. */
export function watchSources(
  root: string,
  supervisor: Supervisor,
  say: (line: string) => void,
): () => void {
  const { program, args } = viteCommand(root, '--watch');
  const vite = spawn(program, args, {
    cwd: join(root, 'web'),
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  let timer: NodeJS.Timeout | undefined;
  const changed = new Set<string>();
  const watchers = Object.entries(SOURCES).map(([folder, names]) =>
    watch(join(root, folder), { recursive: true }, () => {
      for (const name of names) changed.add(name);
      clearTimeout(timer);
      timer = setTimeout(() => {
        say(`Changed: ${[...changed].join(', ')}.`);
        for (const name of changed) supervisor.reload(name);
        changed.clear();
      }, SETTLE_MS);
    }),
  );
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
    vite.kill();
  };
}
