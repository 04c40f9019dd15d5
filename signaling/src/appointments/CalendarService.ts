import type { ClientAppointment } from '@gabinet/shared/contracts/appointments';
import { AppError } from '@gabinet/shared/contracts/errors';
import type { HttpInput, HttpOutput } from '@gabinet/shared/contracts/http';
import { openHoursOf } from '@gabinet/shared/scheduling/windows';
import { localDateOf } from '@gabinet/shared/scheduling/zones';
import { mayScheduleFor } from '../accounts/access.ts';
import type { StaffMember } from '../accounts/BrowserSessions.ts';
import type { PsychologistPlan } from '../availability/Availabilities.ts';
import type { AppointmentParts } from './AppointmentParts.ts';
import { readAppointments } from './AppointmentReader.ts';
import { visibleAppointment } from './Calendars.ts';
import { liveStatuses } from './records.ts';
import { calendarView, clientView } from './views.ts';

const longestMs = 62 * 24 * 60 * 60_000;

/** What staff see of calendars, and clients of their own appointments. */
export class CalendarService {
  readonly #parts: AppointmentParts;

  constructor(parts: AppointmentParts) {
    this.#parts = parts;
  }

  /** The calendars that a member of the staff may see (rule A5), their own first. */
  async calendars(staff: StaffMember): Promise<HttpOutput<'calendars'>> {
    let query = this.#parts.database
      .selectFrom('psychologists')
      .select(['id', 'display_name', 'zone'])
      .where('practice_id', '=', staff.practiceId)
      .where('deactivated_at', 'is', null)
      .orderBy('display_name')
      .orderBy('id');
    if (!staff.isOwner && !staff.isCoordinator) {
      query = query.where('id', '=', staff.psychologistId);
    }
    const rows = await query.execute();
    const calendars = rows.map((row) => ({
      psychologistId: row.id,
      displayName: row.display_name,
      zone: row.zone,
      own: row.id === staff.psychologistId,
    }));
    return { calendars: calendars.sort((a, b) => Number(b.own) - Number(a.own)) };
  }

  /** A calendar between two instants, 62 days at most: appointments, outside events, open hours, holidays. */
  async calendar(
    staff: StaffMember,
    input: HttpInput<'calendar'>,
  ): Promise<HttpOutput<'calendar'>> {
    const { database, availabilities, clock } = this.#parts;
    const { psychologistId, from, to } = input;
    const plan = await availabilities.planOf(database, psychologistId);
    mayScheduleFor(staff, plan);
    if (to <= from || to - from > longestMs) {
      throw new AppError('INVALID_INPUT', { fields: ['from', 'to'] });
    }
    const [records, blocked] = await Promise.all([
      readAppointments(database, {
        psychologistId,
        during: { from, to },
        statuses: [...liveStatuses, 'cancelled', 'late_cancelled'],
      }),
      availabilities.blockedOf(database, psychologistId, from, to),
    ]);
    const now = clock.now();
    const firstDate = localDateOf(from, plan.zone);
    const lastDate = localDateOf(to - 1, plan.zone);
    return {
      zone: plan.zone,
      now,
      durationMinutes: plan.policy.durationMinutes,
      appointments: records
        .filter((one) => one.holdExpiresAt === null || one.holdExpiresAt > now)
        .map(calendarView),
      external: blocked
        .filter((one) => one.source === 'external')
        .map(({ startsAt, endsAt }) => ({ startsAt, endsAt })),
      openHours: openHoursOf(plan, firstDate, lastDate),
      holidays: this.#holidays(plan, firstDate, lastDate),
    };
  }

  /** One appointment with its history, and how its people are reached. */
  async appointment(staff: StaffMember, appointmentId: string): Promise<HttpOutput<'appointment'>> {
    const { database, history, clients } = this.#parts;
    const record = await visibleAppointment(database, { kind: 'staff', staff }, appointmentId);
    const people = record.people.filter((one) => one.clientId !== null && !one.removed);
    const [lines, contacts] = await Promise.all([
      history.of(database, appointmentId),
      clients.contacts(people.flatMap((one) => one.clientId ?? [])),
    ]);
    return {
      appointment: calendarView(record),
      history: lines,
      contacts: people.flatMap((one) => {
        const contact = contacts.get(one.clientId ?? '');
        return contact === undefined ? [] : { participantId: one.participantId, ...contact };
      }),
    };
  }

  /** A client's appointments that lie ahead or go on now, by start. */
  async forClient(clientId: string): Promise<ClientAppointment[]> {
    const { database, clock } = this.#parts;
    const records = await readAppointments(database, {
      clientId,
      endsAfter: clock.now(),
      statuses: ['requested', 'confirmed'],
    });
    const plans = await this.#plansOf(records.map((one) => one.psychologistId));
    return records.flatMap((record) => {
      const plan = plans.get(record.psychologistId);
      return plan === undefined ? [] : clientView(record, plan);
    });
  }

  /** One appointment as a client who takes part sees it, cancelled ones too. Throws NOT_FOUND. */
  async clientView(clientId: string, appointmentId: string): Promise<ClientAppointment> {
    const { database, availabilities } = this.#parts;
    const record = await visibleAppointment(database, { kind: 'client', clientId }, appointmentId);
    return clientView(record, await availabilities.planOf(database, record.psychologistId));
  }

  async #plansOf(psychologistIds: readonly string[]): Promise<Map<string, PsychologistPlan>> {
    const { database, availabilities } = this.#parts;
    const plans = await Promise.all(
      [...new Set(psychologistIds)].map((one) => availabilities.planOf(database, one)),
    );
    return new Map(plans.map((plan) => [plan.psychologistId, plan]));
  }

  #holidays(plan: PsychologistPlan, firstDate: string, lastDate: string) {
    const { holidays } = this.#parts.availabilities;
    const found = [];
    for (
      let year = Number(firstDate.slice(0, 4));
      year <= Number(lastDate.slice(0, 4));
      year += 1
    ) {
      found.push(...holidays.ofYear(plan.country, year, plan.language));
    }
    return found
      .filter(({ date }) => date >= firstDate && date <= lastDate)
      .map(({ date, name }) => ({ date, name }));
  }
}
