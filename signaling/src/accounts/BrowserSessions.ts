import type { Clock } from '../clock.ts';
import type { Database } from '../database/Database.ts';
import { hashToken, newToken } from '../transport/cookies.ts';

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
}

/** What is remembered of a sign-in, for the list of one's browsers. */
export interface SignIn {
  readonly staffId: string;
  readonly passkeyId: string | null;
  readonly userAgent: string | null;
}

/** How long a browser stays known, in milliseconds; after that an invitation or sign-in is needed. */
export const browserSessionLifetimeMs = 24 * 60 * 60_000;
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

  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  /** The browser of this cookie token; undefined when unknown or expired. */
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
    const staff =
      row.staff_id === null || row.practice_id === null
        ? null
        : {
            staffId: row.staff_id,
            practiceId: row.practice_id,
            psychologistId: row.psychologist_id,
            isOwner: row.is_owner ?? false,
            isCoordinator: row.is_coordinator ?? false,
          };
    const clientCounts = row.client_until !== null && row.client_until.getTime() > now;
    return {
      browserSessionId: row.id,
      staff,
      psychologistId: staff?.psychologistId ?? null,
      clientId: clientCounts ? row.client_id : null,
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
      },
    };
  }

  /**
   * Signs a member of the staff in on this browser. The token is rotated, so that a cookie planted before
   * the sign-in is worth nothing; seats the browser already holds stay.
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
    if (known === undefined) {
      await this.#database
        .insertInto('browser_sessions')
        .values({ ...nobody, ...values, created_at: new Date(now) })
        .execute();
    } else {
      await this.#database
        .updateTable('browser_sessions')
        .set(values)
        .where('id', '=', known.browserSessionId)
        .execute();
    }
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
    await this.#database
      .deleteFrom('browser_sessions')
      .where('id', '=', browserSession.browserSessionId)
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
