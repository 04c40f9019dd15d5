import type { Expression, ExpressionBuilder, SqlBool, Transaction } from 'kysely';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/Database.ts';
import type { Tables } from '../database/tables.ts';
import { hashToken, newToken } from '../transport/cookies.ts';
import { type SignedInBrowser, signInAge } from './signInAge.ts';

/** A member of the practice's staff, as signed in (rule A1). */
export interface StaffMember {
  readonly staffId: string;
  readonly practiceId: string;
  readonly psychologistId: string | null;
  readonly isOwner: boolean;
  readonly isCoordinator: boolean;
}

/** One browser, as the row behind its cookie knows it (rule I2). */
export interface BrowserSession {
  readonly browserSessionId: string;
  readonly staff: StaffMember | null;
  /** The psychologist that the signed-in staff member is, if any. */
  readonly psychologistId: string | null;
  /** A client after a mailed code, while that counts (rule A6). */
  readonly clientId: string | null;
  /** When the staff member signed in, epoch ms; for what needs a fresh sign-in. */
  readonly signedInAt: number | null;
}

/** A browser that was signed out: what is open in it must be cut off. */
export interface EndedBrowser {
  readonly browserSessionId: string;
  readonly seatIds: readonly string[];
}

/** What is remembered of a sign-in, for the list of one's browsers. */
export interface SignIn {
  readonly staffId: string;
  readonly passkeyId: string | null;
  readonly userAgent: string | null;
}

/** How long a browser stays known, in milliseconds; after that an invitation or sign-in is needed. */
export const browserSessionLifetimeMs = 24 * 60 * 60_000;
/** `last_seen_at` is written no more often than this. */
const seenEveryMs = 60_000;
const tokenBytes = 32;

const nobody = {
  staff_id: null,
  passkey_id: null,
  signed_in_at: null,
  last_seen_at: null,
  user_agent: null,
  client_id: null,
  client_until: null,
} as const;

/** The rows behind session cookies. The cookie's token is stored hashed. */
export class BrowserSessions {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #listeners: ((ended: EndedBrowser) => void)[] = [];

  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  /** Hears of every browser that is signed out before its time. */
  onEnded(listener: (ended: EndedBrowser) => void): void {
    this.#listeners.push(listener);
  }

  /**
   * The browser of this cookie token; undefined when unknown or expired. A sign-in that is too old or
   * was idle too long counts no more, but seats in the browser stay.
   */
  async find(token: string): Promise<BrowserSession | undefined> {
    const now = this.#clock.now();
    const row = await this.#database
      .selectFrom('browser_sessions as b')
      .leftJoin('staff as s', (join) =>
        join.onRef('s.id', '=', 'b.staff_id').on('s.deactivated_at', 'is', null),
      )
      .select([
        'b.id',
        'b.client_id',
        'b.client_until',
        'b.created_at',
        'b.signed_in_at',
        'b.last_seen_at',
        's.id as staff_id',
        's.practice_id',
        's.psychologist_id',
        's.is_owner',
        's.is_coordinator',
      ])
      .where('b.token_hash', '=', hashToken(token))
      .where('b.expires_at', '>', new Date(now))
      .executeTakeFirst();
    if (row === undefined) return undefined;
    const { signedInAt, lastSeenAt, counts } = signInAge(row, now);
    const staff =
      row.staff_id === null || row.practice_id === null || !counts
        ? null
        : {
            staffId: row.staff_id,
            practiceId: row.practice_id,
            psychologistId: row.psychologist_id,
            isOwner: row.is_owner ?? false,
            isCoordinator: row.is_coordinator ?? false,
          };
    if (staff !== null && now - lastSeenAt > seenEveryMs) await this.#seen(row.id, now);
    const clientCounts = row.client_until !== null && row.client_until.getTime() > now;
    return {
      browserSessionId: row.id,
      staff,
      psychologistId: staff?.psychologistId ?? null,
      clientId: clientCounts ? row.client_id : null,
      signedInAt: staff === null ? null : signedInAt,
    };
  }

  /** A new browser; gives the token for its cookie. */
  async create(): Promise<{ token: string; browserSession: BrowserSession }> {
    const { token, hash } = newToken(tokenBytes);
    const now = this.#clock.now();
    const row = await this.#database
      .insertInto('browser_sessions')
      .values({
        token_hash: hash,
        ...nobody,
        created_at: new Date(now),
        expires_at: new Date(now + browserSessionLifetimeMs),
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    return {
      token,
      browserSession: {
        browserSessionId: row.id,
        staff: null,
        psychologistId: null,
        clientId: null,
        signedInAt: null,
      },
    };
  }

  /**
   * Signs a member of the staff in on this browser. The token is rotated, so that a cookie planted before
   * the sign-in is worth nothing. Seats the browser holds stay, unless a colleague sat there before.
   */
  async signIn(known: BrowserSession | undefined, signIn: SignIn): Promise<{ token: string }> {
    const { token, hash } = newToken(tokenBytes);
    const now = this.#clock.now();
    const values = {
      token_hash: hash,
      staff_id: signIn.staffId,
      passkey_id: signIn.passkeyId,
      user_agent: signIn.userAgent,
      signed_in_at: new Date(now),
      last_seen_at: new Date(now),
      expires_at: new Date(now + browserSessionLifetimeMs),
    };
    if (known !== undefined) {
      const kept = await this.#database
        .updateTable('browser_sessions')
        .set(values)
        .where('id', '=', known.browserSessionId)
        .where((row) => row.or([row('staff_id', 'is', null), row('staff_id', '=', signIn.staffId)]))
        .executeTakeFirst();
      if (kept.numUpdatedRows === 1n) return { token };
      await this.end(known);
    }
    await this.#database
      .insertInto('browser_sessions')
      .values({ ...nobody, ...values, created_at: new Date(now) })
      .execute();
    return { token };
  }

  /**
   * A client has shown by a mailed code who they are (rule A6): this browser opens their page for
   * `lifetimeMs`. The token is rotated as with any sign-in; gives the new one for the cookie.
   */
  async verifyClient(
    known: BrowserSession,
    clientId: string,
    lifetimeMs: number,
  ): Promise<{ token: string }> {
    const { token, hash } = newToken(tokenBytes);
    const now = this.#clock.now();
    await this.#database
      .updateTable('browser_sessions')
      .set({
        token_hash: hash,
        client_id: clientId,
        client_until: new Date(now + lifetimeMs),
        expires_at: new Date(now + Math.max(lifetimeMs, browserSessionLifetimeMs)),
      })
      .where('id', '=', known.browserSessionId)
      .execute();
    return { token };
  }

  /** Forgets the browser and the seats it held. */
  async end(browserSession: BrowserSession): Promise<void> {
    this.#tell(
      await this.#end(this.#database, (row) => row('id', '=', browserSession.browserSessionId)),
    );
  }

  /** The browsers in which somebody is signed in now, the latest first. */
  async of(staffId: string): Promise<SignedInBrowser[]> {
    const now = this.#clock.now();
    const rows = await this.#database
      .selectFrom('browser_sessions')
      .select(['id', 'user_agent', 'created_at', 'signed_in_at', 'last_seen_at'])
      .where('staff_id', '=', staffId)
      .where('expires_at', '>', new Date(now))
      .execute();
    return rows
      .flatMap((row) => {
        const { counts, ...times } = signInAge(row, now);
        return counts ? [{ browserId: row.id, userAgent: row.user_agent, ...times }] : [];
      })
      .sort((one, other) => other.lastSeenAt - one.lastSeenAt);
  }

  /** Signs one of somebody's browsers out; false when it is not one of theirs. */
  async endOne(staffId: string, browserId: string): Promise<boolean> {
    const ended = await this.#end(this.#database, (row) =>
      row.and([row('id', '=', browserId), row('staff_id', '=', staffId)]),
    );
    this.#tell(ended);
    return ended.length > 0;
  }

  /** Signs everybody out who came in by this passkey; call what it gives after the commit. */
  async endByPasskey(transaction: Transaction<Tables>, passkeyId: string): Promise<() => void> {
    const ended = await this.#end(transaction, (row) => row('passkey_id', '=', passkeyId));
    return () => this.#tell(ended);
  }

  /** Signs somebody out in all browsers, or in all but one. */
  async endAll(staffId: string, exceptBrowserId?: string): Promise<void> {
    const ended = await this.#end(this.#database, (row) =>
      row.and([
        row('staff_id', '=', staffId),
        ...(exceptBrowserId === undefined ? [] : [row('id', '!=', exceptBrowserId)]),
      ]),
    );
    this.#tell(ended);
  }

  /** Deletes browsers with what hangs on them; gives which seats they held. */
  async #end(
    handle: Database | Transaction<Tables>,
    which: (row: ExpressionBuilder<Tables, 'browser_sessions'>) => Expression<SqlBool>,
  ): Promise<EndedBrowser[]> {
    const rows = await handle
      .with('gone', (deletion) =>
        deletion.deleteFrom('browser_sessions').where(which).returning('id'),
      )
      .selectFrom('gone')
      // The seats as they were before the deletion took them along.
      .leftJoin('seats as s', (join) =>
        join.onRef('s.browser_session_id', '=', 'gone.id').on('s.released_at', 'is', null),
      )
      .select(['gone.id', 's.id as seat_id'])
      .execute();
    return [...Map.groupBy(rows, (row) => row.id)].map(([browserSessionId, held]) => ({
      browserSessionId,
      seatIds: held.flatMap(({ seat_id }) => (seat_id === null ? [] : [seat_id])),
    }));
  }

  #tell(ended: readonly EndedBrowser[]): void {
    for (const one of ended) for (const listener of this.#listeners) listener(one);
  }

  async #seen(browserSessionId: string, now: number): Promise<void> {
    await this.#database
      .updateTable('browser_sessions')
      .set({ last_seen_at: new Date(now) })
      .where('id', '=', browserSessionId)
      .execute();
  }

  /** Deletes what has expired. */
  async sweep(): Promise<void> {
    await this.#database
      .deleteFrom('browser_sessions')
      .where('expires_at', '<', new Date(this.#clock.now()))
      .execute();
  }
}
