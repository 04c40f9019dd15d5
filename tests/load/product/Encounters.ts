import { performance } from 'node:perf_hooks';
import { Fixtures } from '../../support/fixtures.ts';
import type { Stack } from '../../support/Stack.ts';
import { cpuOf } from '../processes.ts';
import { PersonApi, RawPage } from './RawPage.ts';
import { startStack } from './stack.ts';

interface Lobby {
  psychologist: RawPage;
  client: RawPage;
  clientParticipantId: string;
}

/** Whole 1:1 sessions over the real processes, driven by pages without browsers. */
export class Encounters {
  readonly #stack: Stack;
  readonly #fixtures: Fixtures;

  private constructor(stack: Stack) {
    this.#stack = stack;
    this.#fixtures = new Fixtures(stack.database.url);
  }

  static async start(): Promise<Encounters> {
    return new Encounters(await startStack());
  }

  /**
   * Sets rooms up one after another: both join, one is admitted, all four tracks flow. Gives each
   * one's wall time and the CPU of all our processes (not the database's), the opening of the lobby
   * apart; then ends the sessions.
   */
  async setUp(rooms: number) {
    const beforeLobby = this.#cpu().all;
    const lobbies: Lobby[] = [];
    for (let room = 0; room < rooms; room += 1) lobbies.push(await this.#openLobby());
    const before = this.#cpu();
    const wallMilliseconds: number[] = [];
    for (const lobby of lobbies) {
      const startedAt = performance.now();
      await meet(lobby);
      wallMilliseconds.push(performance.now() - startedAt);
    }
    const after = this.#cpu();
    for (const { psychologist, client } of lobbies) {
      await psychologist.end();
      psychologist.close();
      client.close();
    }
    return {
      wallMilliseconds,
      cpuMilliseconds: after.all - before.all,
      signalingCpuMilliseconds: after.signaling - before.signaling,
      lobbyCpuMilliseconds: before.all - beforeLobby,
    };
  }

  async stop(): Promise<void> {
    await this.#fixtures.close();
    await this.#stack.stop();
  }

  async #openLobby(): Promise<Lobby> {
    const origin = this.#stack.origin();
    const psychologist = await this.#fixtures.psychologist();
    const { sessionId, clientParticipantId, token } = await this.#fixtures.appointment({
      psychologist,
    });
    const theirs = await new PersonApi(origin, psychologist.cookie).call('startSession', {
      sessionId,
    });
    const own = await new PersonApi(origin).call('openInvitation', { token });
    return {
      psychologist: await RawPage.open(origin, theirs),
      client: await RawPage.open(origin, own),
      clientParticipantId,
    };
  }

  #cpu() {
    const signaling = cpuOf(this.#stack.signaling.map(({ pid }) => pid));
    return { signaling, all: signaling + cpuOf(this.#stack.sfu.map(({ pid }) => pid)) };
  }
}

async function meet({ psychologist, client, clientParticipantId }: Lobby): Promise<void> {
  await Promise.all([psychologist.join(), client.join()]);
  await psychologist.admit(clientParticipantId);
  await Promise.all([psychologist.flowing(), client.flowing()]);
}
