import { performance } from 'node:perf_hooks';
import type { DtlsParametersMessage } from '@gabinet/shared/contracts/media';
import { Fixtures } from '../../support/fixtures.ts';
import type { Stack, StackOptions } from '../../support/Stack.ts';
import { cpuOf } from '../processes.ts';
import type { Waiting } from '../sides.ts';
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

  static async start(options: StackOptions = {}): Promise<Encounters> {
    return new Encounters(await startStack(options));
  }

  /** The process numbers. */
  get processes(): { signaling: number; sfu: number; worker: number } {
    const { signaling, sfu } = this.#stack;
    const [worker = 0] = this.#stack.workers();
    return { signaling: signaling[0]?.pid ?? 0, sfu: sfu[0]?.pid ?? 0, worker };
  }

  /** A client has joined and waits; `live()` brings the psychologist, who lets them in. */
  async openWaiting(dtls?: () => DtlsParametersMessage): Promise<Waiting> {
    const origin = this.#stack.origin();
    const psychologist = await this.#fixtures.psychologist();
    const { sessionId, clientParticipantId, token } = await this.#fixtures.appointment({
      psychologist,
    });
    const entry = await new PersonApi(origin).call('openInvitation', { token });
    const client = await RawPage.open(origin, entry);
    const media = [await client.join(dtls)];
    let theirs: RawPage | undefined;
    return {
      async live() {
        const api = new PersonApi(origin, psychologist.cookie);
        theirs = await RawPage.open(origin, await api.call('startSession', { sessionId }));
        media.push(await theirs.join(dtls));
        await theirs.admit(clientParticipantId);
        await Promise.all([theirs.flowing(), client.flowing()]);
        return media;
      },
      async end() {
        await theirs?.end();
        theirs?.close();
        client.close();
      },
    };
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
