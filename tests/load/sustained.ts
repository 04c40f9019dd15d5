import { median } from './statistics.ts';

const MOST_LOSS = 0.001;
export const MOST_ADDED_DELAY_MS = 20;
/** Of one core. The generator is one thread: above it, the generator is what is measured. */
const MOST_GENERATOR_CPU = 0.85;
/** The same, by how late it hears itself, and by how much longer than planned it has taken. */
const MOST_OWN_DELAY_MS = 20;
const LONGEST_STRETCH = 1.1;
/** Of one core: a worker that uses so much has no more to give. */
const FULL_WORKER = 0.85;
/** Of the time: a worker that waits so much for a core tells of the machine. */
const BUSY_MACHINE = 0.1;

/** What a server did under a number of rooms. Shares are of one core, delays are p99 in milliseconds. */
export interface Step {
  /** Shares of what was sent: lost, and of that what the kernel dropped at a full buffer of either side. */
  loss: number;
  droppedAtServer: number;
  droppedAtGenerator: number;
  /** Beyond the generator's own. */
  added: number;
  own: number;
  microsecondsAPacket: number;
  worker: number;
  /** The worker was ready to run, and other processes had the cores. */
  workerWaited: number;
  generator: number;
  /** How long it took, to how long it should have taken. */
  stretched: number;
}

export function middleOf(steps: readonly Step[]): Step {
  const of = (figure: (step: Step) => number) => median(steps.map(figure));
  return {
    loss: of(({ loss }) => loss),
    droppedAtServer: of(({ droppedAtServer }) => droppedAtServer),
    droppedAtGenerator: of(({ droppedAtGenerator }) => droppedAtGenerator),
    added: of(({ added }) => added),
    own: of(({ own }) => own),
    microsecondsAPacket: of(({ microsecondsAPacket }) => microsecondsAPacket),
    worker: of(({ worker }) => worker),
    workerWaited: of(({ workerWaited }) => workerWaited),
    generator: of(({ generator }) => generator),
    stretched: of(({ stretched }) => stretched),
  };
}

/** Neither limit is passed. */
export function holds({ loss, added }: Step): boolean {
  return loss <= MOST_LOSS && added <= MOST_ADDED_DELAY_MS;
}

/** The load itself was not as it should be, so the step says nothing of the server. */
export function isGeneratorBound({ generator, own, stretched, droppedAtGenerator }: Step): boolean {
  return (
    generator > MOST_GENERATOR_CPU ||
    own > MOST_OWN_DELAY_MS ||
    stretched > LONGEST_STRETCH ||
    droppedAtGenerator > MOST_LOSS
  );
}

/** Which limit a step has passed and who had no more to give, in the words of the table. */
export function tellEnd(step: Step): string {
  const limit = step.loss > MOST_LOSS ? `${percent(step.loss, 2)} lost` : 'late';
  const cause =
    step.worker >= FULL_WORKER
      ? `worker full at ${percent(step.worker)} of a core`
      : step.workerWaited >= BUSY_MACHINE
        ? `machine busy: worker had ${percent(step.worker)} of a core and waited ${percent(step.workerWaited)} for one`
        : `worker at only ${percent(step.worker)} of a core`;
  return `${limit}, ${cause}`;
}

/** One line on how a step went. */
export function tell(step: Step): string {
  const elsewhere = step.loss - step.droppedAtServer - step.droppedAtGenerator;
  const lost = `${percent(step.loss, 2)} lost (${percent(step.droppedAtServer, 2)} at its buffer, ${percent(step.droppedAtGenerator, 2)} at ours, ${percent(elsewhere, 2)} elsewhere)`;
  const worker = `worker ${percent(step.worker)} + ${percent(step.workerWaited)} waiting, ${step.microsecondsAPacket.toFixed(1)} µs a packet`;
  const generator = `generator ${percent(step.generator)}, ${step.own.toFixed(1)} ms, ${step.stretched.toFixed(2)} ×`;
  return `${lost}, ${step.added.toFixed(1)} ms added; ${worker}; ${generator}`;
}

function percent(share: number, digits = 0): string {
  return `${(share * 100).toFixed(digits)} %`;
}
