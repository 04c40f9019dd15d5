import { randomUUID } from 'node:crypto';
import { AppError } from '@gabinet/shared/contracts/errors';
import { type TicketClaims, ticketClaims } from '@gabinet/shared/contracts/session';
import jwt from 'jsonwebtoken';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/Database.ts';

const lifetimeSeconds = 120;
const audience = 'gabinet-socket';
const standardClaims = z.object({ jti: z.uuid(), exp: z.int(), typ: z.literal('socket') });

/** Socket tickets (rule I4): HS256 pinned, one audience, 2 minutes, once. */
export class Tickets {
  readonly #secret: string;
  readonly #database: Database;
  readonly #clock: Clock;

  constructor(secret: string, database: Database, clock: Clock) {
    this.#secret = secret;
    this.#database = database;
    this.#clock = clock;
  }

  issue(claims: TicketClaims): string {
    const iat = Math.floor(this.#clock.now() / 1000);
    return jwt.sign(
      { ...claims, typ: 'socket', jti: randomUUID(), iat, exp: iat + lifetimeSeconds },
      this.#secret,
      { algorithm: 'HS256', audience },
    );
  }

  /** Checks a ticket and uses it up. Throws TICKET_REFUSED for every fault alike. */
  async redeem(ticket: string): Promise<TicketClaims> {
    const { claims, jti, expiresAt } = this.#verify(ticket);
    const used = await this.#database
      .insertInto('used_tickets')
      .values({ jti, expires_at: expiresAt })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (used.numInsertedOrUpdatedRows !== 1n) throw new AppError('TICKET_REFUSED');
    return claims;
  }

  /** Deletes the memory of tickets that have expired. */
  async sweep(): Promise<void> {
    await this.#database
      .deleteFrom('used_tickets')
      .where('expires_at', '<', new Date(this.#clock.now()))
      .execute();
  }

  #verify(ticket: string): { claims: TicketClaims; jti: string; expiresAt: Date } {
    try {
      const payload = jwt.verify(ticket, this.#secret, {
        algorithms: ['HS256'],
        audience,
        clockTimestamp: Math.floor(this.#clock.now() / 1000),
      });
      const { jti, exp } = standardClaims.parse(payload);
      return { claims: ticketClaims.parse(payload), jti, expiresAt: new Date(exp * 1000) };
    } catch (cause) {
      throw new AppError('TICKET_REFUSED', { cause });
    }
  }
}
