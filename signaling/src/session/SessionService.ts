import { AppError } from '@gabinet/shared/contracts/errors';
import {
  decide,
  endAfterMinutes,
  openBeforeMinutes,
  outOfReachSeconds,
} from '@gabinet/shared/session/rules';
import type { Decision, SessionCommand } from '@gabinet/shared/session/state';
import type { Clock } from '../clock.ts';
import type { Log } from '../observability/log.ts';
import { type Outsiders, outsidersOf } from './outsiders.ts';
import type { SessionRecord, SessionStore } from './SessionStore.ts';

/** A page's lease on its place is renewed this often, and lost after thrice the time. */
export const leaseSeconds = 10;

type Accepted = Extract<Decision, { ok: true }>;

/** What a command did: the record after it and the events it caused (none: nothing changed). */
export interface Outcome {
  readonly record: SessionRecord;
  readonly events: Accepted['events'];
}

/** Told after every committed change, and waited for before the caller has its answer. */
export type OutcomeListener = (outcome: Outcome) => void | Promise<void>;

/** Told of people who are out of a session by a cancellation or by their own no. */
export type OutsidersListener = (outsiders: Outsiders) => void;

/**
 * Sessions change here and nowhere else: one row lock, one decision by the pure rules, one commit,
 * then the telling. The caller's right is part of each command and checked by the rules (S3).
 */
export class SessionService {
  readonly #store: SessionStore;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #listeners: OutcomeListener[] = [];
  readonly #outsidersListeners: OutsidersListener[] = [];

  constructor(store: SessionStore, clock: Clock, log: Log) {
    this.#store = store;
    this.#clock = clock;
    this.#log = log;
  }

  onChange(listener: OutcomeListener): void {
    this.#listeners.push(listener);
  }

  onOutsiders(listener: OutsidersListener): void {
    this.#outsidersListeners.push(listener);
  }

  read(sessionId: string): Promise<SessionRecord> {
    return this.#store.read(this.#store.database, sessionId);
  }

  /**
   * Applies a command. `connectionId` names the page: an arrival takes the place with it, and a
   * disconnect counts only from the page that holds the place. Throws the rules' refusal as AppError.
   */
  async apply(sessionId: string, command: SessionCommand, connectionId?: string): Promise<Outcome> {
    const now = this.#clock.now();
    const outcome = await this.#store.database.transaction().execute(async (transaction) => {
      const record = await this.#store.read(transaction, sessionId, { lock: true });
      if (
        command.kind === 'disconnect' &&
        record.connections.get(command.participantId) !== (connectionId ?? null)
      ) {
        return { record, events: [], changed: false };
      }
      const decision = decide(record.state, command, now);
      if (!decision.ok) throw new AppError(decision.refusal);
      const at = new Date(now);
      const arrival =
        command.kind === 'arrive' && connectionId !== undefined
          ? { participantId: command.participantId, connectionId }
          : undefined;
      if (decision.state === record.state) {
        if (arrival) await this.#store.setConnection(transaction, arrival, at);
        return { record, events: [], changed: false };
      }
      const { state, events } = decision;
      await this.#store.write(transaction, record.state, state, events, at, arrival);
      const after = { ...record, state: decision.state };
      return { record: after, events: decision.events, changed: true };
    });
    if (outcome.changed) await Promise.all(this.#listeners.map((listener) => listener(outcome)));
    return outcome;
  }

  /** Tells pages of sessions that booking has changed from outside: a new time, another form, an end. */
  async announce(sessionIds: readonly string[]): Promise<void> {
    for (const sessionId of sessionIds) {
      const record = await this.read(sessionId).catch((error: unknown) => {
        // Cancelled, or without a session: there is no view to give.
        if (error instanceof AppError && error.code === 'NOT_FOUND') return undefined;
        throw error;
      });
      if (record !== undefined) {
        const outcome = { record, events: [] };
        await Promise.all(this.#listeners.map((listener) => listener(outcome)));
      }
      const outsiders = await outsidersOf(this.#store.database, sessionId);
      if (outsiders === undefined) continue;
      for (const listener of this.#outsidersListeners) listener(outsiders);
    }
  }

  /** Renews the leases of the pages that this process holds. */
  async renewLeases(connectionIds: readonly string[]): Promise<void> {
    await this.#store.touchConnections(connectionIds, new Date(this.#clock.now()));
  }

  /**
   * What time alone brings about (rules S1, S10): leases of dead processes, people out of reach,
   * doors to open, sessions to end. Safe to run in every process at once.
   */
  async sweep(): Promise<void> {
    const now = this.#clock.now();
    const before = (seconds: number) => new Date(now - seconds * 1000);
    for (const one of await this.#store.silent(true, before(3 * leaseSeconds))) {
      await this.#try(one.sessionId, async () => {
        const record = await this.read(one.sessionId);
        const connection = record.connections.get(one.participantId) ?? undefined;
        const command = { kind: 'disconnect', participantId: one.participantId } as const;
        await this.apply(one.sessionId, command, connection);
      });
    }
    for (const one of await this.#store.silent(false, before(outOfReachSeconds))) {
      const command = { kind: 'expire-presence', participantId: one.participantId } as const;
      await this.#try(one.sessionId, () => this.apply(one.sessionId, command));
    }
    const opens = new Date(now + openBeforeMinutes * 60_000);
    for (const sessionId of await this.#store.due(opens, before(endAfterMinutes * 60))) {
      await this.#try(sessionId, () => this.apply(sessionId, { kind: 'tick' }));
    }
  }

  async #try(sessionId: string, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#log.warn(
        'A session could not be swept; the next sweep tries again.',
        { sessionId },
        error,
      );
    }
  }
}
