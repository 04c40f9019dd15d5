import { language } from '@gabinet/shared/contracts/words';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Database } from '../database/Database.ts';
import type { Vault } from '../vault/Vault.ts';
import type { Reader, ReadersAppointment } from './Reader.ts';

const contact = z.object({ email: z.string().nullish() });

/** Reads what a mail needs to know at the moment of sending. */
export class ReaderStore {
  readonly #database: Database;
  readonly #vault: Vault;

  constructor(database: Database, vault: Vault) {
    this.#database = database;
    this.#vault = vault;
  }

  /** The appointments of these participants, in the order of time; what is gone is left out. */
  async appointments(participantIds: readonly string[]): Promise<ReadersAppointment[]> {
    const rows = await this.#database
      .selectFrom('participants as p')
      .innerJoin('appointments as a', 'a.id', 'p.appointment_id')
      .innerJoin('practices as x', 'x.id', 'a.practice_id')
      .innerJoin('psychologists as y', 'y.id', 'a.psychologist_id')
      .select((row) => [
        'p.id as participant_id',
        'p.declined_at',
        'a.id',
        'a.status',
        'a.modality',
        'a.sequence',
        'a.changed_at',
        'a.address',
        sql<Date>`lower(a.during)`.as('starts_at'),
        sql<Date>`upper(a.during)`.as('ends_at'),
        'x.name as practice_name',
        'x.phone',
        'x.address as practice_address',
        'x.policy',
        'y.policy as own_policy',
        'y.display_name',
        'y.zone',
        row
          .selectFrom('appointment_events as e')
          .select('e.from_start')
          .whereRef('e.appointment_id', '=', 'a.id')
          .where('e.kind', '=', 'moved')
          .orderBy('e.position', 'desc')
          .limit(1)
          .as('moved_from'),
      ])
      .where('p.id', 'in', participantIds)
      .orderBy('starts_at')
      .execute();
    return rows.map((row) => {
      const policy = { ...row.policy, ...row.own_policy };
      return {
        appointmentId: row.id,
        participantId: row.participant_id,
        practiceName: row.practice_name,
        practicePhone: row.phone,
        psychologistName: row.display_name,
        psychologistZone: row.zone,
        status: row.status,
        modality: row.modality,
        startsAt: row.starts_at.getTime(),
        endsAt: row.ends_at.getTime(),
        sequence: row.sequence,
        changedAt: row.changed_at.getTime(),
        address: row.modality === 'office' ? (row.address ?? row.practice_address) : null,
        declined: row.declined_at !== null,
        cancellationMinutes: policy.cancellationMinutes,
        reminderMinutes: policy.reminderMinutes,
        movedFrom: row.moved_from?.getTime() ?? null,
      };
    });
  }

  /** Who reads a participant's mails; undefined without an address, which is no error. */
  async reader(participantId: string): Promise<Reader | undefined> {
    return (await this.#client(participantId)) ?? (await this.#psychologist(participantId));
  }

  async #client(participantId: string): Promise<Reader | undefined> {
    const row = await this.#database
      .selectFrom('participants as p')
      .innerJoin('clients as c', 'c.id', 'p.client_id')
      .selectAll('c')
      .where('p.id', '=', participantId)
      .executeTakeFirst();
    if (!row?.contact_sealed || row.vault_key_id === null) return undefined;
    const opened = await this.#vault.open(
      this.#database,
      row.vault_key_id,
      row.id,
      row.contact_sealed,
    );
    const address = contact.parse(JSON.parse(opened)).email;
    if (!address) return undefined;
    return {
      side: 'client',
      address,
      language: language.parse(row.language),
      zone: row.zone,
      discreet: row.discreet,
      wantsCalendar: row.calendar_invitations && !row.discreet,
      wantsReminders: row.reminders && !row.discreet,
    };
  }

  async #psychologist(participantId: string): Promise<Reader | undefined> {
    const row = await this.#database
      .selectFrom('participants as p')
      .innerJoin('psychologists as y', 'y.id', 'p.psychologist_id')
      .innerJoin('staff as s', 's.psychologist_id', 'y.id')
      .innerJoin('practices as x', 'x.id', 'y.practice_id')
      .leftJoin('calendar_feeds as f', 'f.psychologist_id', 'y.id')
      .select([
        's.id',
        's.email_sealed',
        's.language',
        'y.zone',
        'x.vault_key_id',
        'f.created_at as feed_since',
      ])
      .where('p.id', '=', participantId)
      .where('s.deactivated_at', 'is', null)
      .executeTakeFirst();
    if (!row?.email_sealed || row.vault_key_id === null) return undefined;
    const address = await this.#vault.open(
      this.#database,
      row.vault_key_id,
      row.id,
      row.email_sealed,
    );
    return {
      side: 'psychologist',
      address,
      language: row.language,
      zone: row.zone,
      discreet: false,
      // Who subscribes to the feed has every appointment there already.
      wantsCalendar: row.feed_since === null,
      wantsReminders: false,
    };
  }
}
