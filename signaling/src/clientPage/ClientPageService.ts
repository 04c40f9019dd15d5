import type { ClientAppointment } from '@gabinet/shared/contracts/appointments';
import { AppError } from '@gabinet/shared/contracts/errors';
import type { HttpInput, HttpOutput } from '@gabinet/shared/contracts/http';
import { sql } from 'kysely';
import type { Actor } from '../accounts/access.ts';
import type { AppointmentService } from '../appointments/AppointmentService.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/Database.ts';
import { writeCalendar } from '../feeds/icalendar.ts';
import { hostOf } from '../notifications/AppointmentMail.ts';
import { wordings } from '../notifications/texts/languages.ts';

/** A client's own page: what lies ahead, and what they may change about it, within the policy. */
export class ClientPageService {
  readonly #database: Database;
  readonly #appointments: AppointmentService;
  readonly #baseUrl: () => string;
  readonly #clock: Clock;

  constructor(parts: {
    database: Database;
    appointments: AppointmentService;
    baseUrl: () => string;
    clock: Clock;
  }) {
    this.#database = parts.database;
    this.#appointments = parts.appointments;
    this.#baseUrl = parts.baseUrl;
    this.#clock = parts.clock;
  }

  async page(clientId: string): Promise<HttpOutput<'clientPage'>> {
    const [client, appointments, psychologists] = await Promise.all([
      this.#database
        .selectFrom('clients as c')
        .innerJoin('practices as p', 'p.id', 'c.practice_id')
        .select(['c.display_name', 'c.language', 'p.name'])
        .where('c.id', '=', clientId)
        .executeTakeFirst(),
      this.#appointments.forClient(clientId),
      this.#psychologistsOf(clientId),
    ]);
    if (client === undefined) throw new AppError('SIGN_IN_REQUIRED');
    return {
      displayName: client.display_name,
      language: client.language,
      practiceName: client.name,
      now: this.#clock.now(),
      appointments,
      psychologists: psychologists.map((one) => ({
        psychologistId: one.id,
        displayName: one.display_name,
      })),
    };
  }

  /** One more appointment with a psychologist of one's own; anybody else's answers NOT_FOUND. */
  async book(
    clientId: string,
    wish: HttpInput<'clientBook'>,
    idempotencyKey: string | undefined,
  ): Promise<HttpOutput<'clientBook'>> {
    const own = await this.#psychologistsOf(clientId);
    if (!own.some((one) => one.id === wish.psychologistId)) throw new AppError('NOT_FOUND');
    const { appointments, skipped } = await this.#appointments.book(
      actor(clientId),
      { ...wish, attendees: [], outsideHours: false },
      idempotencyKey,
    );
    const views = await Promise.all(
      appointments.map((one) => this.#appointments.clientView(clientId, one.appointmentId)),
    );
    return { appointments: views, skipped };
  }

  async move(
    clientId: string,
    { appointmentId, startsAt, sequence }: HttpInput<'clientMove'>,
  ): Promise<{ appointment: ClientAppointment }> {
    await this.#appointments.move(actor(clientId), {
      appointmentId,
      startsAt,
      scope: 'one',
      sequence,
      outsideHours: false,
    });
    return this.#view(clientId, appointmentId);
  }

  async cancel(
    clientId: string,
    appointmentId: string,
  ): Promise<{ appointment: ClientAppointment }> {
    await this.#appointments.cancel(actor(clientId), appointmentId, 'one');
    return this.#view(clientId, appointmentId);
  }

  async changeModality(
    clientId: string,
    { appointmentId, modality }: HttpInput<'clientModality'>,
  ): Promise<{ appointment: ClientAppointment }> {
    await this.#appointments.changeModality(actor(clientId), appointmentId, modality);
    return this.#view(clientId, appointmentId);
  }

  async decline(clientId: string, appointmentId: string): Promise<void> {
    await this.#appointments.declineParticipation(actor(clientId), appointmentId);
  }

  /**
   * One appointment as a file for the client's calendar. The same UID as in the mails, so that the two
   * become one entry; nobody's name, and no personal link. Throws NOT_FOUND.
   */
  async calendarFile(clientId: string, appointmentId: string): Promise<string> {
    const view = await this.#appointments.clientView(clientId, appointmentId);
    const row = await this.#database
      .selectFrom('appointments as a')
      .select([
        'a.changed_at',
        sql<keyof typeof wordings>`(SELECT language FROM clients WHERE id = ${clientId})`.as(
          'language',
        ),
      ])
      .where('a.id', '=', appointmentId)
      .executeTakeFirstOrThrow();
    const wording = wordings[row.language];
    const baseUrl = this.#baseUrl();
    const cancelled = view.status === 'cancelled' || view.status === 'late_cancelled';
    const certain = view.status === 'confirmed' ? 'CONFIRMED' : 'TENTATIVE';
    return writeCalendar({
      method: null,
      name: null,
      refreshSeconds: null,
      events: [
        {
          uid: `${appointmentId}@${hostOf(baseUrl)}`,
          sequence: view.sequence,
          changedAt: row.changed_at.getTime(),
          startsAt: view.startsAt,
          endsAt: view.endsAt,
          status: cancelled ? 'CANCELLED' : certain,
          summary: wording.eventTitle(wording.modality[view.modality]),
          modality: view.modality,
          conferenceUrl: `${baseUrl}/me`,
          location: view.address,
          description: null,
          organizer: null,
          attendee: null,
        },
      ],
    });
  }

  async #view(
    clientId: string,
    appointmentId: string,
  ): Promise<{ appointment: ClientAppointment }> {
    return { appointment: await this.#appointments.clientView(clientId, appointmentId) };
  }

  /** With whom a client has, or had, an appointment, as far as they still work here. */
  async #psychologistsOf(clientId: string): Promise<{ id: string; display_name: string }[]> {
    return this.#database
      .selectFrom('participants as p')
      .innerJoin('appointments as a', 'a.id', 'p.appointment_id')
      .innerJoin('psychologists as y', 'y.id', 'a.psychologist_id')
      .select(['y.id', 'y.display_name'])
      .distinct()
      .where('p.client_id', '=', clientId)
      .where('a.status', '!=', 'hold')
      .where('y.deactivated_at', 'is', null)
      .orderBy('y.display_name')
      .execute();
  }
}

function actor(clientId: string): Actor {
  return { kind: 'client', clientId };
}
