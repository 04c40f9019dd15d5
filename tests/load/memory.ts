import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { median } from './statistics.ts';

const SAMPLE_MS = 500;
const MOST_SAMPLES = 20;
/** So many samples in a row must agree. */
const AGREEING = 3;
const AGREEMENT = 0.01;

/** What a Node process needs in its environment for its memory to be settled. */
export const collectable = {
  NODE_OPTIONS: `--expose-gc --import=${pathToFileURL(join(import.meta.dirname, 'collectGarbage.ts')).href}`,
};

/** The processes of one side; in `nodes`, those that were started as `collectable`. */
export interface Processes {
  nodes: Readonly<Record<string, number>>;
  worker: number;
}

/** Resident memory of each process by its name, in kB. */
export type Memory = Readonly<Record<string, number>>;

/**
 * The resident memory of processes that do nothing now: garbage is collected before every sample, and the
 * median of the first three samples that agree within 1 % counts.
 */
export async function settledMemory({ nodes, worker }: Processes): Promise<Memory> {
  const all = { ...nodes, worker };
  const samples: Memory[] = [];
  while (samples.length < MOST_SAMPLES) {
    for (const pid of Object.values(nodes)) process.kill(pid, 'SIGUSR2');
    await new Promise((resolve) => setTimeout(resolve, SAMPLE_MS));
    samples.push(
      Object.fromEntries(Object.entries(all).map(([name, pid]) => [name, residentOf(pid)])),
    );
    const last = samples.slice(-AGREEING);
    const agree = Object.keys(all).every((name) => {
      const values = last.map((sample) => sample[name] ?? 0);
      return Math.max(...values) - Math.min(...values) <= AGREEMENT * Math.max(...values);
    });
    if (last.length === AGREEING && agree) break;
  }
  const last = samples.slice(-AGREEING);
  return Object.fromEntries(
    Object.keys(all).map((name) => [name, median(last.map((sample) => sample[name] ?? 0))]),
  );
}

/** What grew, for each of `count`; names as in both. */
export function growth(before: Memory, after: Memory, count: number): Memory {
  return Object.fromEntries(
    Object.entries(after).map(([name, kilobytes]) => [
      name,
      (kilobytes - (before[name] ?? 0)) / count,
    ]),
  );
}

function residentOf(pid: number): number {
  const found = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  if (!found) throw new Error('Memory is read from /proc, on Linux.');
  return Number(found[1]);
}
