import { once } from 'node:events';
import { join } from 'node:path';
import { z } from 'zod';
import { type Child, cpuOf, freePort, startChild } from '../processes.ts';

const done = z.object({ type: z.literal('done'), wallMilliseconds: z.array(z.number()) });

/** Whole rooms by bare mediasoup calls, in a process and a worker of their own. */
export class BareRooms {
  readonly #child: Child;

  private constructor(child: Child) {
    this.#child = child;
  }

  static async start(): Promise<BareRooms> {
    const program = join(import.meta.dirname, 'rooms.ts');
    return new BareRooms(await startChild(program, { MEDIA_PORT: String(await freePort()) }));
  }

  /** Sets rooms up one after another; gives their wall times and the CPU time of all, then closes them. */
  async setUp(rooms: number): Promise<{ wallMilliseconds: number[]; cpuMilliseconds: number }> {
    const before = cpuOf([this.#child.pid]);
    const { wallMilliseconds } = done.parse(await this.#ask({ rooms }));
    const cpuMilliseconds = cpuOf([this.#child.pid]) - before;
    await this.#ask({ clear: true });
    return { wallMilliseconds, cpuMilliseconds };
  }

  async #ask(message: object): Promise<unknown> {
    const answer = once(this.#child.process, 'message');
    this.#child.process.send(message);
    return (await answer)[0];
  }

  stop(): Promise<void> {
    return this.#child.stop();
  }
}
