import type { Attendee } from '@gabinet/shared/contracts/appointments';
import { AppError } from '@gabinet/shared/contracts/errors';
import type { HttpOutput } from '@gabinet/shared/contracts/http';
import { type RawBuilder, sql, type Transaction } from 'kysely';
import { z } from 'zod';
import type { StaffMember } from '../accounts/BrowserSessions.ts';
import type { Handle } from '../availability/Availabilities.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/Database.ts';
import type { Tables } from '../database/tables.ts';
import type { Vault } from '../vault/Vault.ts';

/** What `contact_sealed` opens to, for every writer and reader of it. */
const sealedContact = z.object({
  email: z.string().nullable(),
  phone: z.string().nullable(),
  /** False: nobody calls, the number is for an outage of a session alone. */
  phoneIsSafe: z.boolean(),
});
export type SealedContact = z.infer<typeof sealedContact>;

/** A client as somebody who takes part. */
export interface KnownClient {
  readonly clientId: string;
  readonly displayName: string;
}

const mostFound = 50;

/** The practice's clients as scheduling needs them: names, and how they are reached, sealed. */
export class ClientDirectory {
  readonly #database: Database;
  readonly #vault: Vault;
  readonly #clock: Clock;

  constructor(parts: { database: Database; vault: Vault; clock: Clock }) {
    this.#database = parts.database;
    this.#vault = parts.vault;
    this.#clock = parts.clock;
  }

  /**
   * Clients by a part of their name: for owner and coordinator the practice's, for a psychologist those who
   * ever had an appointment with them.
   */
  async search(staff: StaffMember, text: string): Promise<HttpOutput<'clients'>> {
    let query = this.#database
      .selectFrom('clients as c')
      .select(['c.id', 'c.display_name', 'c.language'])
      .where('c.practice_id', '=', staff.practiceId)
      .orderBy('c.display_name')
      .orderBy('c.id')
      .limit(mostFound);
    const wanted = text.trim();
    if (wanted !== '') {
      query = query.where('c.display_name', 'ilike', `%${wanted.replaceAll(/[\\%_]/g, '\\$&')}%`);
    }
    if (!staff.isOwner && !staff.isCoordinator) {
      query = query.where(isOwnClientOf(staff.psychologistId));
    }
    const rows = await query.execute();
    return {
      clients: rows.map((row) => ({
        clientId: row.id,
        displayName: row.display_name,
        language: row.language,
      })),
    };
  }

  /**
   * A client whom this member of the staff may name. Throws NOT_FOUND for others', and for those of
   * another psychologist unless the caller schedules for the whole practice.
   */
  async known(handle: Handle, staff: StaffMember, clientId: string): Promise<KnownClient> {
    let query = handle
      .selectFrom('clients as c')
      .select(['c.id', 'c.display_name'])
      .where('c.id', '=', clientId)
      .where('c.practice_id', '=', staff.practiceId);
    if (!staff.isOwner && !staff.isCoordinator) {
      query = query.where(isOwnClientOf(staff.psychologistId));
    }
    const row = await query.executeTakeFirst();
    if (row === undefined) throw new AppError('NOT_FOUND');
    return { clientId: row.id, displayName: row.display_name };
  }

  /** A client who acts for themself. Throws NOT_FOUND. */
  async self(handle: Handle, clientId: string): Promise<KnownClient & { practiceId: string }> {
    const row = await handle
      .selectFrom('clients')
      .select(['id', 'display_name', 'practice_id'])
      .where('id', '=', clientId)
      .executeTakeFirst();
    if (row === undefined) throw new AppError('NOT_FOUND');
    return { clientId: row.id, displayName: row.display_name, practiceId: row.practice_id };
  }

  /** Whether a client ever had an appointment with a psychologist. */
  async isOwnClient(handle: Handle, clientId: string, psychologistId: string): Promise<boolean> {
    const row = await handle
      .selectFrom('participants as p')
      .innerJoin('appointments as a', 'a.id', 'p.appointment_id')
      .select('p.id')
      .where('p.client_id', '=', clientId)
      .where('a.psychologist_id', '=', psychologistId)
      .limit(1)
      .executeTakeFirst();
    return row !== undefined;
  }

  /** Makes a client with a key of their own; how they are reached is sealed (rules V1, V2). */
  async create(
    transaction: Transaction<Tables>,
    practiceId: string,
    client: Extract<Attendee['client'], { displayName: string }>,
    zone: string,
  ): Promise<KnownClient> {
    const clientId = crypto.randomUUID();
    const keyId = await this.#vault.createKey(transaction, practiceId);
    const contact: SealedContact = {
      email: client.email ?? null,
      phone: client.phone ?? null,
      phoneIsSafe: client.phone !== undefined,
    };
    await transaction
      .insertInto('clients')
      .values({
        id: clientId,
        practice_id: practiceId,
        display_name: client.displayName,
        language: client.language,
        zone: client.zone ?? zone,
        created_at: new Date(this.#clock.now()),
        vault_key_id: keyId,
        contact_sealed: await this.#vault.seal(
          transaction,
          keyId,
          clientId,
          JSON.stringify(contact),
        ),
        email_hash:
          client.email === undefined ? null : this.#vault.emailHash(practiceId, client.email),
      })
      .execute();
    return { clientId, displayName: client.displayName };
  }

  /** How clients are reached, by client id; a telephone only where it is safe to call. */
  async contacts(
    clientIds: readonly string[],
  ): Promise<
    ReadonlyMap<string, { email: string | null; phone: string | null; discreet: boolean }>
  > {
    if (clientIds.length === 0) return new Map();
    const rows = await this.#database
      .selectFrom('clients')
      .select(['id', 'vault_key_id', 'contact_sealed', 'discreet'])
      .where('id', 'in', [...clientIds])
      .execute();
    const contacts = new Map<
      string,
      { email: string | null; phone: string | null; discreet: boolean }
    >();
    for (const row of rows) {
      const contact = await this.#open(row.vault_key_id, row.id, row.contact_sealed);
      contacts.set(row.id, {
        email: contact?.email ?? null,
        phone: contact?.phoneIsSafe ? contact.phone : null,
        discreet: row.discreet,
      });
    }
    return contacts;
  }

  async #open(
    keyId: string | null,
    clientId: string,
    sealed: Buffer | null,
  ): Promise<SealedContact | null> {
    if (keyId === null || sealed === null) return null;
    const text = await this.#vault.open(this.#database, keyId, clientId, sealed);
    return sealedContact.parse(JSON.parse(text));
  }
}

/** Of `clients as c`: who ever had an appointment with a psychologist; nobody's for null. */
function isOwnClientOf(psychologistId: string | null): RawBuilder<boolean> {
  return sql<boolean>`EXISTS (SELECT 1 FROM participants p
    JOIN appointments a ON a.id = p.appointment_id
    WHERE p.client_id = c.id AND a.psychologist_id = ${psychologistId})`;
}
