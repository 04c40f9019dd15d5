import type { Figure, Row } from '../Figure.ts';
import { collectable, growth, type Memory, type Processes, settledMemory } from '../memory.ts';
import { Encounters } from '../product/Encounters.ts';
import { BareServer } from '../reference/BareServer.ts';
import type { Waiting } from '../sides.ts';

/** They load what is loaded late, and end before the first look. */
const WARM_ROOMS = 5;

interface Round {
  idle: Memory;
  waiting: Memory;
  live: Memory;
}

/** What can hold rooms, freshly started. */
interface Holder {
  processes(): Processes;
  openWaiting(): Promise<Waiting>;
  stop(): Promise<void>;
}

/**
 * Resident memory of each process: idle, for a person in a waiting room, for a live 1:1 room; beside
 * the bare server and its worker with the same transports, producers and consumers. No media flows.
 */
export const memory: Figure = async ({ quick, say }) => {
  const rounds: { ours: Round; reference: Round }[] = [];
  const [count, rooms] = quick ? [1, 20] : [3, 50];
  for (let round = 1; round <= count; round += 1) {
    const reference = await measure(await bareHolder(), rooms);
    const ours = await measure(await ourHolder(), rooms);
    rounds.push({ ours, reference });
    say(`  memory ${round}/${count}: ${tell(ours)}; bare ${tell(reference)}`);
  }
  const row = (figure: string, unit: string, of: (round: Round, ours: boolean) => number): Row => ({
    figure: `memory, ${figure}`,
    unit,
    ours: rounds.map(({ ours }) => of(ours, true)),
    reference: rounds.map(({ reference }) => of(reference, false)),
    aim: '≤ 1.1 ×',
  });
  const inNode = ({ signaling = 0, node = 0 }: Memory) => signaling + node;
  return [
    row('idle: worker', 'MB', ({ idle }) => megabytes(idle.worker)),
    row('idle: media node', 'MB', ({ idle }) => megabytes(idle.node)),
    {
      ...row('idle: signaling', 'MB', ({ idle }) => megabytes(idle.signaling)),
      reference: [],
      aim: '-',
    },
    row('a waiting participant: worker', 'kB', ({ waiting }) => waiting.worker ?? 0),
    row('a waiting participant: Node processes', 'kB', ({ waiting }) => inNode(waiting)),
    row(`a live 1:1 room: worker`, 'kB', ({ live }) => live.worker ?? 0),
    row(`a live 1:1 room: Node processes`, 'kB', ({ live }) => inNode(live)),
  ];
};

async function measure(holder: Holder, rooms: number): Promise<Round> {
  try {
    for (let room = 0; room < WARM_ROOMS; room += 1) {
      const opened = await holder.openWaiting();
      await opened.live();
      await opened.end();
    }
    const processes = holder.processes();
    const idle = await settledMemory(processes);
    const opened: Waiting[] = [];
    for (let room = 0; room < rooms; room += 1) opened.push(await holder.openWaiting());
    const waiting = await settledMemory(processes);
    for (const room of opened) await room.live();
    const live = await settledMemory(processes);
    for (const room of opened) await room.end();
    return { idle, waiting: growth(idle, waiting, rooms), live: growth(idle, live, rooms) };
  } finally {
    await holder.stop();
  }
}

async function ourHolder(): Promise<Holder> {
  const encounters = await Encounters.start({
    environment: collectable,
    sfuEnvironment: collectable,
  });
  const { signaling, sfu, worker } = encounters.processes;
  return {
    processes: () => ({ nodes: { signaling, node: sfu }, worker }),
    openWaiting: () => encounters.openWaiting(),
    stop: () => encounters.stop(),
  };
}

async function bareHolder(): Promise<Holder> {
  const server = await BareServer.start(collectable);
  return {
    processes: () => ({ nodes: { node: server.pid }, worker: server.worker }),
    openWaiting: () => server.openWaiting(),
    stop: () => server.stop(),
  };
}

function megabytes(kilobytes: number | undefined): number {
  return (kilobytes ?? 0) / 1024;
}

function tell({ idle, waiting, live }: Round): string {
  const list = (of: Memory) =>
    Object.entries(of)
      .map(([name, kilobytes]) => `${name} ${kilobytes.toFixed(0)}`)
      .join(', ');
  return `idle ${list(idle)} | waiting ${list(waiting)} | live ${list(live)} kB`;
}
