import type { Figure } from '../Figure.ts';
import { Certificate } from '../generator/Certificate.ts';
import { Load, type Stretch } from '../generator/Load.ts';
import { SHAPES } from '../generator/Track.ts';
import { cpuOf } from '../processes.ts';
import { Encounters } from '../product/Encounters.ts';
import { BareServer } from '../reference/BareServer.ts';
import type { Waiting } from '../sides.ts';
import { median, percentile } from '../statistics.ts';

const MOST_LOSS = 0.001;
const MOST_ADDED_DELAY_MS = 20;
/** Of one core. Above it the generator, which is one thread, is what is measured. */
const MOST_GENERATOR_CPU = 0.85;
/** The same, by how late it hears itself. */
const MOST_OWN_DELAY_MS = 20;
const ROUNDS = 3;
/** Handshakes that run side by side. */
const AT_ONCE = 4;

/** A system under load, and what one step has measured of it. */
interface Loaded {
  worker: number;
  load: Load;
  openWaiting(dtls: () => Certificate['dtlsParameters']): Promise<Waiting>;
  stop(): Promise<void>;
}
interface Step {
  loss: number;
  /** p99, beyond the generator's own, milliseconds. */
  added: number;
  /** The generator's own p99, milliseconds. */
  own: number;
  microsecondsAPacket: number;
  generatorShare: number;
}
type Steps = Record<'ours' | 'reference', Step[]>;

/** Packets of one room in a second: two people, each with sound and picture. */
const PACKETS_A_SECOND =
  2 *
  Object.values(SHAPES).reduce((sum, { everyMs, packets }) => sum + packets * (1_000 / everyMs), 0);

/**
 * Rooms of two with real SRTP through the whole service, more and more, beside the bare server: until
 * packets are lost or late, or until the generator itself has no more to give, which is then said.
 */
export const sustained: Figure = async ({ quick, say }) => {
  const [stepRooms, mostRooms, stretchMs] = quick ? [5, 10, 1_000] : [10, 90, 2_000];
  const certificate = Certificate.make();
  const sides = { ours: await ourLoad(certificate), reference: await bareLoad(certificate) };
  const reached = { ours: 0, reference: 0 };
  let bound = `all of the ${mostRooms} that were tried`;
  let last: Steps = { ours: [], reference: [] };
  try {
    for (let rooms = stepRooms; rooms <= mostRooms; rooms += stepRooms) {
      for (const side of [sides.reference, sides.ours])
        await addRooms(side, certificate, stepRooms);
      const steps: Steps = { ours: [], reference: [] };
      for (let round = 0; round < ROUNDS; round += 1) {
        for (const name of ['reference', 'ours'] as const) {
          steps[name].push(await measure(sides[name], stretchMs));
        }
      }
      const middle = { ours: middleOf(steps.ours), reference: middleOf(steps.reference) };
      say(`  sustained ${rooms} rooms: ${tell(middle.ours)}; bare ${tell(middle.reference)}`);
      last = steps;
      const generator = Math.max(middle.ours.generatorShare, middle.reference.generatorShare);
      const late = Math.max(middle.ours.own, middle.reference.own);
      const passed = { ours: passes(middle.ours), reference: passes(middle.reference) };
      for (const name of ['ours', 'reference'] as const) if (passed[name]) reached[name] = rooms;
      if (generator > MOST_GENERATOR_CPU || late > MOST_OWN_DELAY_MS) {
        bound = `generator-bound at ${rooms}, not the service's end`;
        break;
      }
      if (!passed.ours && !passed.reference) {
        bound = `both lost or late at ${rooms}`;
        break;
      }
    }
  } finally {
    for (const side of Object.values(sides)) await side.stop();
    certificate.remove();
  }
  const of = (figure: (step: Step) => number) => ({
    ours: last.ours.map(figure),
    reference: last.reference.map(figure),
  });
  const roomsACore = ({ microsecondsAPacket }: Step) =>
    1_000_000 / microsecondsAPacket / PACKETS_A_SECOND;
  return [
    {
      figure: 'sustained: rooms of two, 1.5 Mbit/s and sound each',
      unit: 'rooms',
      ours: [reached.ours],
      reference: [reached.reference],
      aim: '-',
      note: bound,
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
    },
    {
      figure: 'sustained: rooms a core',
      unit: 'rooms',
      ...of(roomsACore),
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
}

async function measure({ worker, load }: Loaded, milliseconds: number): Promise<Step> {
  const before = cpuOf([worker]);
  const stretch: Stretch = await load.run(milliseconds);
  const workerMs = cpuOf([worker]) - before;
  const own = percentile(stretch.ownDelays, 0.99);
  return {
    loss: 1 - stretch.received / stretch.sent,
    added: percentile(stretch.delays, 0.99) - own,
    own,
    microsecondsAPacket: (workerMs * 1_000) / stretch.received,
    generatorShare: stretch.cpuMilliseconds / stretch.wallMilliseconds,
  };
}

function middleOf(steps: readonly Step[]): Step {
  const of = (figure: (step: Step) => number) => median(steps.map(figure));
  return {
    loss: of(({ loss }) => loss),
    added: of(({ added }) => added),
    own: of(({ own }) => own),
    microsecondsAPacket: of(({ microsecondsAPacket }) => microsecondsAPacket),
    generatorShare: of(({ generatorShare }) => generatorShare),
  };
}

function passes({ loss, added }: Step): boolean {
  return loss <= MOST_LOSS && added <= MOST_ADDED_DELAY_MS;
}

function tell({ loss, added, own, microsecondsAPacket, generatorShare }: Step): string {
  return `${(loss * 100).toFixed(2)} % lost, ${added.toFixed(1)} ms added, ${microsecondsAPacket.toFixed(1)} µs a packet (generator ${(generatorShare * 100).toFixed(0)} %, ${own.toFixed(1)} ms)`;
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
