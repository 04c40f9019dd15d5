import { randomBytes } from 'node:crypto';
import { AppError } from '@gabinet/shared/contracts/errors';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/Database.ts';
import type { Tables } from '../database/tables.ts';

export type Purpose = Tables['webauthn_challenges']['purpose'];

/** What a challenge was given for; it comes back with it. */
export interface ChallengeSubject {
  readonly staffId?: string;
  readonly staffInvitationId?: string;
  readonly recoveryCodeId?: string;
}

export interface Challenge {
  readonly challenge: string;
  readonly staffId: string | null;
  readonly staffInvitationId: string | null;
  readonly recoveryCodeId: string | null;
}

const lifetimeMs = 5 * 60_000;
const challengeBytes = 32;

/** Challenges of WebAuthn (rule A3): for one browser and one purpose, once, five minutes. */
export class Challenges {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  /** A new challenge in base64url; an older one of the same purpose in this browser is void. */
  async give(
    browserSessionId: string,
    purpose: Purpose,
    subject: ChallengeSubject = {},
  ): Promise<string> {
    const challenge = randomBytes(challengeBytes).toString('base64url');
    await this.#database.transaction().execute(async (transaction) => {
      await transaction
        .deleteFrom('webauthn_challenges')
        .where('browser_session_id', '=', browserSessionId)
        .where('purpose', '=', purpose)
        .execute();
      await transaction
        .insertInto('webauthn_challenges')
        .values({
          browser_session_id: browserSessionId,
          purpose,
          challenge,
          staff_id: subject.staffId ?? null,
          staff_invitation_id: subject.staffInvitationId ?? null,
          recovery_code_id: subject.recoveryCodeId ?? null,
          expires_at: new Date(this.#clock.now() + lifetimeMs),
        })
        .execute();
    });
    return challenge;
  }

  /** Uses the challenge up, whatever comes of it. Throws PASSKEY_REFUSED when there is none. */
  async take(browserSessionId: string | undefined, purpose: Purpose): Promise<Challenge> {
    if (browserSessionId === undefined) throw new AppError('PASSKEY_REFUSED');
    const rows = await this.#database
      .deleteFrom('webauthn_challenges')
      .where('browser_session_id', '=', browserSessionId)
      .where('purpose', '=', purpose)
      .returningAll()
      .execute();
    const now = this.#clock.now();
    const row = rows.find(({ expires_at }) => expires_at.getTime() > now);
    if (row === undefined) throw new AppError('PASSKEY_REFUSED');
    return {
      challenge: row.challenge,
      staffId: row.staff_id,
      staffInvitationId: row.staff_invitation_id,
      recoveryCodeId: row.recovery_code_id,
    };
  }

  /** Deletes what nobody answered in time. */
  async sweep(): Promise<void> {
    await this.#database
      .deleteFrom('webauthn_challenges')
      .where('expires_at', '<', new Date(this.#clock.now()))
      .execute();
  }
}
