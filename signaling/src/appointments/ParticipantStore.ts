import type { AppointmentModality, Modality } from '@gabinet/shared/contracts/words';
import { sql, type Transaction } from 'kysely';
import type { Clock } from '../clock.ts';
import type { Tables } from '../database/tables.ts';
import { ceilingOf, sessionModality } from './records.ts';

export interface NewPerson {
  readonly clientId: string | null;
  readonly psychologistId: string | null;
  readonly role: Tables['participants']['role'];
  readonly displayName: string;
  readonly ceiling: Modality;
}

/** The SQL of who takes part, and of the sessions they meet in. */
export class ParticipantStore {
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Adds people; range and status are copied from the appointment for the constraint (rule B5). */
  async add(
    transaction: Transaction<Tables>,
    appointmentId: string,
    people: readonly NewPerson[],
  ): Promise<void> {
    if (people.length === 0) return;
    const { during, status } = await transaction
      .selectFrom('appointments')
      .select(['during', 'status'])
      .where('id', '=', appointmentId)
      .executeTakeFirstOrThrow();
    await transaction
      .insertInto('participants')
      .values(
        people.map((one) => ({
          appointment_id: appointmentId,
          client_id: one.clientId,
          psychologist_id: one.psychologistId,
          role: one.role,
          display_name: one.displayName,
          ceiling: one.ceiling,
          appointment_status: status,
          during,
          connection_id: null,
          connection_seen_at: null,
          arrived_at: null,
          admitted_at: null,
          left_at: null,
          declined_at: null,
        })),
      )
      .execute();
  }

  async setCeiling(
    transaction: Transaction<Tables>,
    participantId: string,
    ceiling: Modality,
  ): Promise<void> {
    await transaction
      .updateTable('participants')
      .set({ ceiling })
      .where('id', '=', participantId)
      .execute();
  }

  /** A participant who will not come is free (rule B12); one who was taken out cannot enter either. */
  async setDeclined(
    transaction: Transaction<Tables>,
    participantId: string,
    removed: boolean,
  ): Promise<void> {
    await transaction
      .updateTable('participants')
      .set({
        declined_at: this.#now(),
        presence: removed ? 'removed' : 'invited',
        connected: false,
      })
      .where('id', '=', participantId)
      .execute();
  }

  /**
   * Makes the session row agree with a confirmed appointment's form: live forms have one, `office` and
   * `message` none. A changed one gets a new version, so that pages take the new view (rule S9).
   */
  async keepSession(
    transaction: Transaction<Tables>,
    appointmentId: string,
    modality: AppointmentModality,
  ): Promise<void> {
    const live = sessionModality(modality);
    if (live === null) {
      await transaction.deleteFrom('sessions').where('id', '=', appointmentId).execute();
      return;
    }
    await transaction
      .insertInto('sessions')
      .values({ id: appointmentId, modality: live, live_at: null, ended_at: null, sfu_node: null })
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet({ modality: live, version: sql`sessions.version + 1` }),
      )
      .execute();
  }

  /**
   * Takes the sessions of these appointments before their participants, as SessionService does: the
   * two never wait for each other.
   */
  async lockSessions(
    transaction: Transaction<Tables>,
    appointmentIds: readonly string[],
  ): Promise<void> {
    if (appointmentIds.length === 0) return;
    await transaction
      .selectFrom('sessions')
      .select('id')
      .where('id', 'in', [...appointmentIds])
      .orderBy('id')
      .forUpdate()
      .execute();
  }

  #now(): Date {
    return new Date(this.#clock.now());
  }
}

/** The people every appointment begins with: its psychologist. */
export function psychologistAsPerson(psychologistId: string, displayName: string): NewPerson {
  return { clientId: null, psychologistId, role: 'psychologist', displayName, ceiling: 'video' };
}

/** A client who chose a form takes part up to it. */
export function clientAsPerson(
  person: Pick<NewPerson, 'role' | 'displayName'> & { readonly clientId: string },
  modality: AppointmentModality,
): NewPerson {
  return {
    clientId: person.clientId,
    psychologistId: null,
    role: person.role,
    displayName: person.displayName,
    ceiling: ceilingOf(modality),
  };
}
