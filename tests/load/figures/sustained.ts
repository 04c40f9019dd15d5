import { cpus } from 'node:os';
import type { Figure } from '../Figure.ts';
import { Certificate } from '../generator/Certificate.ts';
import { Load } from '../generator/Load.ts';
import { SHAPES } from '../generator/Track.ts';
import { cpuOf, waitedOf } from '../processes.ts';
import { Encounters } from '../product/Encounters.ts';
import { BareServer } from '../reference/BareServer.ts';
import type { Waiting } from '../sides.ts';
import { percentile } from '../statistics.ts';
import {
  holds,
  isGeneratorBound,
  MOST_ADDED_DELAY_MS,
  middleOf,
  type Step,
  tell,
  tellEnd,
} from '../sustained.ts';

const ROUNDS = 3;
/** Handshakes that run side by side. */
const AT_ONCE = 4;
/** A new room's pictures flow from their first key frame on, one a second; where it is lost, once more. */
const WARM_MS = 1_200;
const MOST_WARMINGS = 3;

/** A system under load. */
interface Loaded {
  worker: number;
  load: Load;
  openWaiting(dtls: () => Certificate['dtlsParameters']): Promise<Waiting>;
  stop(): Promise<void>;
}
const NAMES = ['reference', 'ours'] as const;
type Both<T> = Record<(typeof NAMES)[number], T>;

/** Packets of one room in a second: two people, each with sound and picture. */
const PACKETS_A_SECOND =
  2 *
  Object.values(SHAPES).reduce((sum, { everyMs, packets }) => sum + packets * (1_000 / everyMs), 0);

/**
 * Rooms of two with real SRTP through the whole service, more and more, beside the bare server: until
 * either loses packets or is late, each by itself, or until the generator has no more to give, which is
 * then said.
 */
export const sustained: Figure = async ({ quick, say }) => {
  const [stepRooms, mostRooms, stretchMs] = quick ? [5, 10, 1_000] : [15, 105, 1_500];
  const certificate = Certificate.make();
  const sides: Both<Loaded> = {
    ours: await ourLoad(certificate),
    reference: await bareLoad(certificate),
  };
  const reached: Both<number> = { ours: 0, reference: 0 };
  const ends: Partial<Both<string>> = {};
  let generatorBound = '';
  let last: Both<Step[]> = { ours: [], reference: [] };
  try {
    for (let rooms = stepRooms; rooms <= mostRooms; rooms += stepRooms) {
      for (const name of NAMES) await addRooms(sides[name], certificate, stepRooms);
      const steps: Both<Step[]> = { ours: [], reference: [] };
      for (let round = 0; round < ROUNDS; round += 1) {
        for (const name of NAMES) steps[name].push(await measure(sides[name], stretchMs));
      }
      const middle = { ours: middleOf(steps.ours), reference: middleOf(steps.reference) };
      for (const name of NAMES) say(`  sustained ${rooms} rooms, ${name}: ${tell(middle[name])}`);
      last = steps;
      if (NAMES.some((name) => isGeneratorBound(middle[name]))) {
        generatorBound = `generator-bound at ${rooms}, not a server's end`;
        break;
      }
      for (const name of NAMES) {
        if (ends[name]) continue;
        if (holds(middle[name])) reached[name] = rooms;
        else ends[name] = `at ${rooms} ${tellEnd(middle[name])}`;
      }
      if (ends.ours && ends.reference) break;
    }
  } finally {
    for (const side of Object.values(sides)) await side.stop();
    certificate.remove();
  }
  const of = (figure: (step: Step) => number) => ({
    ours: last.ours.map(figure),
    reference: last.reference.map(figure),
  });
  const held = `all of ${mostRooms} held`;
  const end = (name: keyof typeof ends) => ends[name] ?? (generatorBound || held);
  return [
    {
      figure: 'sustained: rooms of two, 1.5 Mbit/s and sound each',
      unit: 'rooms',
      ours: [reached.ours],
      reference: [reached.reference],
      aim: '-',
      note: `ours ${end('ours')}; bare ${end('reference')}; all on ${cpus().length} cores`,
    },
    {
      figure: 'sustained: CPU of the worker for a packet',
      unit: 'µs',
      ...of(({ microsecondsAPacket }) => microsecondsAPacket),
      aim: '-',
    },
    {
      figure: 'sustained: delay added, p99',
      unit: 'ms',
      ...of(({ added }) => added),
      aim: `≤ ${MOST_ADDED_DELAY_MS} ms`,
      note: 'at the last number of rooms',
    },
    {
      figure: 'sustained: rooms a core',
      unit: 'rooms',
      ...of(({ microsecondsAPacket }) => 1_000_000 / microsecondsAPacket / PACKETS_A_SECOND),
      aim: '-',
      note: 'extrapolated from the CPU for a packet, not measured',
    },
  ];
};

async function addRooms(side: Loaded, certificate: Certificate, rooms: number): Promise<void> {
  const people: (() => Promise<void>)[] = [];
  for (let room = 0; room < rooms; room += 1) {
    const waiting = await side.openWaiting(() => certificate.dtlsParameters);
    for (const media of await waiting.live()) people.push(() => side.load.add(media));
  }
  while (people.length > 0) {
    await Promise.all(people.splice(0, AT_ONCE).map((connect) => connect()));
  }
  for (let warming = 0; warming < MOST_WARMINGS; warming += 1) {
    const { sent, received } = await side.load.run(WARM_MS);
    if (received === sent) return;
  }
}

async function measure({ worker, load }: Loaded, milliseconds: number): Promise<Step> {
  const before = { cpu: cpuOf([worker]), waited: waitedOf(worker) };
  const stretch = await load.run(milliseconds);
  const workerMs = cpuOf([worker]) - before.cpu;
  const { sent, received, dropped, wallMilliseconds } = stretch;
  const own = percentile(stretch.ownDelays, 0.99);
  return {
    loss: 1 - received / sent,
    droppedAtServer: dropped.atServer / sent,
    droppedAtGenerator: dropped.atGenerator / sent,
    added: percentile(stretch.delays, 0.99) - own,
    own,
    microsecondsAPacket: (workerMs * 1_000) / received,
    worker: workerMs / wallMilliseconds,
    workerWaited: Math.min(1, (waitedOf(worker) - before.waited) / wallMilliseconds),
    generator: stretch.cpuMilliseconds / wallMilliseconds,
    stretched: wallMilliseconds / milliseconds,
  };
}

async function ourLoad(certificate: Certificate): Promise<Loaded> {
  const encounters = await Encounters.start();
  const load = await Load.start(certificate);
  return {
    worker: encounters.processes.worker,
    load,
    openWaiting: (dtls) => encounters.openWaiting(dtls),
    async stop() {
      load.stop();
      await encounters.stop();
    },
  };
}

async function bareLoad(certificate: Certificate): Promise<Loaded> {
  const server = await BareServer.start();
  const load = await Load.start(certificate);
  return {
    worker: server.worker,
    load,
    openWaiting: (dtls) => server.openWaiting(dtls),
    async stop() {
      load.stop();
      await server.stop();
    },
  };
}
