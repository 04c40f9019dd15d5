/** Child processes of the bench: started, waited for, measured and ended, each with all it has started. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { z } from 'zod';

const STOP_LIMIT_MS = 5_000;
const STOP_POLL_MS = 20;
const START_LIMIT_MS = 60_000;
/** The kernel reports CPU time in ticks of 1/100 s (USER_HZ is fixed in its interface). */
const MILLISECONDS_PER_TICK = 10;

const report = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('ready'), url: z.string() }),
  z.looseObject({ type: z.literal('fatal'), sentence: z.string() }),
]);

export interface Child {
  readonly process: ChildProcess;
  readonly pid: number;
  readonly url: string;
  stop(): Promise<void>;
}

/** Runs one of our programs on this Node and waits until it says `ready` over IPC. */
export async function startChild(program: string, env: Record<string, string>): Promise<Child> {
  const child = spawn(process.execPath, [program], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let errors = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    errors = (errors + chunk).slice(-4_000);
  });
  const stop = () => stopTree(child);
  const ready = new Promise<string>((resolve, reject) => {
    const fail = (reason: string) => reject(new Error(`${program}: ${reason}\n${errors}`));
    const timer = setTimeout(() => fail('did not become ready'), START_LIMIT_MS);
    child.on('message', (message) => {
      const parsed = report.safeParse(message);
      if (!parsed.success) return;
      clearTimeout(timer);
      if (parsed.data.type === 'ready') resolve(parsed.data.url);
      else fail(parsed.data.sentence);
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      fail(`ended with code ${code}`);
    });
  });
  try {
    const url = await ready;
    return { process: child, pid: child.pid ?? 0, url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * Asks a process to end and waits until it and all its descendants are gone; kills what is left then.
 * `group`: the signal goes to the whole process group, as Ctrl-C on a terminal does; the process must
 * have been started with `detached`.
 */
export async function stopTree(
  child: ChildProcess,
  { signal = 'SIGTERM', group = false }: { signal?: NodeJS.Signals; group?: boolean } = {},
): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const tree = treeOf(child.pid);
  signalTo(group ? -child.pid : child.pid, signal);
  const deadline = Date.now() + STOP_LIMIT_MS;
  while (tree.some(isRunning) && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, STOP_POLL_MS));
  }
  for (const pid of tree.filter(isRunning)) signalTo(pid, 'SIGKILL');
}

function signalTo(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended by itself.
  }
}

/** A zombie has ended; only its parent has not yet asked how. */
function isRunning(pid: number): boolean {
  const status = statusOf(pid);
  return status !== null && status.state !== 'Z';
}

/** The state and the parent of a process, and the CPU time (user and system) it has used, from /proc; null when it is gone. */
function statusOf(pid: number): { state: string; parent: number; cpuMilliseconds: number } | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in brackets may hold spaces; the fields after it are counted from the third.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const ticks = Number(fields[11]) + Number(fields[12]);
    return {
      state: fields[0] ?? '',
      parent: Number(fields[1]),
      cpuMilliseconds: ticks * MILLISECONDS_PER_TICK,
    };
  } catch {
    return null;
  }
}

/** A process and all its descendants, the process first. */
function treeOf(root: number): number[] {
  // Without /proc (macOS) children end by their channel; only CPU can't be measured.
  if (!existsSync('/proc/self/stat')) return [root];
  const children = new Map<number, number[]>();
  for (const entry of readdirSync('/proc')) {
    const pid = Number(entry);
    const status = Number.isInteger(pid) ? statusOf(pid) : null;
    if (status) children.set(status.parent, [...(children.get(status.parent) ?? []), pid]);
  }
  const tree: number[] = [];
  const open = [root];
  for (let pid = open.pop(); pid !== undefined; pid = open.pop()) {
    tree.push(pid);
    open.push(...(children.get(pid) ?? []));
  }
  return tree;
}

/** The processes that this one has started and that still run. */
export function childrenOf(parent: number): number[] {
  return treeOf(parent).filter((pid) => statusOf(pid)?.parent === parent);
}

/** CPU time of these process trees so far, in milliseconds, in steps of 10. */
export function cpuOf(roots: readonly number[]): number {
  if (!existsSync('/proc/self/stat')) throw new Error('CPU time is read from /proc, on Linux.');
  return roots
    .flatMap(treeOf)
    .reduce((total, pid) => total + (statusOf(pid)?.cpuMilliseconds ?? 0), 0);
}

/** How long a process's main thread was ready to run and had no core, in milliseconds, so far. */
export function waitedOf(pid: number): number {
  const nanoseconds = Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[1]);
  return nanoseconds / 1_000_000;
}

/** A TCP port that was free a moment ago. */
export function freePort(host = '127.0.0.1'): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, host, () => {
      const address = server.address();
      server.close(() => {
        if (typeof address === 'object' && address) resolve(address.port);
        else reject(new Error('No port was given.'));
      });
    });
  });
}
