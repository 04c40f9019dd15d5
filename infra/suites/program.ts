/** Runs a tool of the repository on the pinned Node. */
import { type SpawnOptions, spawn } from 'node:child_process';
import { join } from 'node:path';

/** The checkout's folder. */
export const ROOT = join(import.meta.dirname, '..', '..');

/** Runs a script of Node with its output on our console; gives its exit code. Ctrl-C ends it with us. */
export function runTool(
  script: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<number> {
  const options: SpawnOptions = { cwd: ROOT, env: { ...process.env, ...env }, stdio: 'inherit' };
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(ROOT, script), ...args], options);
    const end = (): boolean => child.kill();
    process.once('exit', end);
    child.once('error', () => resolve(1));
    child.once('exit', (code) => {
      process.off('exit', end);
      resolve(code ?? 1);
    });
  });
}
