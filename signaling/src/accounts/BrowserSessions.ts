import type { Clock } from '../clock.ts';
import type { Database } from '../database/Database.ts';
import { hashToken, newToken } from '../transport/cookies.ts';

/** One browser, as the row behind its cookie knows it (rule I2). */
export interface BrowserSession {
  readonly browserSessionId: string;
  readonly psychologistId: string | null;
}

/** How long a browser stays known, in milliseconds; after that an invitation or sign-in is needed. */
export const browserSessionLifetimeMs = 24 * 60 * 60_000;
const tokenBytes = 32;

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
    const row = await this.#database
      .selectFrom('browser_sessions')
      .select(['id', 'psychologist_id'])
      .where('token_hash', '=', hashToken(token))
      .where('expires_at', '>', new Date(this.#clock.now()))
      .executeTakeFirst();
    return row && { browserSessionId: row.id, psychologistId: row.psychologist_id };
  }

  /** A new browser; gives the token for its cookie. */
  async create(): Promise<{ token: string; browserSession: BrowserSession }> {
    const { token, hash } = newToken(tokenBytes);
    const now = this.#clock.now();
    const row = await this.#database
      .insertInto('browser_sessions')
      .values({
        token_hash: hash,
        psychologist_id: null,
        created_at: new Date(now),
        expires_at: new Date(now + browserSessionLifetimeMs),
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    return { token, browserSession: { browserSessionId: row.id, psychologistId: null } };
  }

  /**
   * Signs a psychologist in on this browser. The token is rotated, so that a cookie planted before
   * the sign-in is worth nothing; seats the browser already holds stay.
   */
  async signIn(
    known: BrowserSession | undefined,
    psychologistId: string,
  ): Promise<{ token: string }> {
    const { token, hash } = newToken(tokenBytes);
    const now = this.#clock.now();
    const values = {
      token_hash: hash,
      psychologist_id: psychologistId,
      expires_at: new Date(now + browserSessionLifetimeMs),
    };
    if (known === undefined) {
      await this.#database
        .insertInto('browser_sessions')
        .values({ ...values, created_at: new Date(now) })
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
