import type {
  CalendarAppointment,
  ClientAppointment,
} from '@gabinet/shared/contracts/appointments';
import { AppError } from '@gabinet/shared/contracts/errors';
import { cancelUntil } from '@gabinet/shared/scheduling/deadlines';
import { openBeforeMinutes } from '@gabinet/shared/session/rules';
import type { PsychologistPlan } from '../availability/Availabilities.ts';
import { type AppointmentRecord, attending, sessionModality } from './records.ts';

const minuteMs = 60_000;

/** An appointment as staff of its calendar see it. */
export function calendarView(record: AppointmentRecord): CalendarAppointment {
  return {
    appointmentId: record.appointmentId,
    psychologistId: record.psychologistId,
    status: record.status,
    modality: record.modality,
    startsAt: record.startsAt,
    endsAt: record.endsAt,
    sequence: record.sequence,
    series:
      record.series === null
        ? null
        : {
            seriesId: record.series.seriesId,
            everyWeeks: record.series.everyWeeks,
            index: record.series.index + 1,
            of: record.series.of,
            originalStart: record.series.originalStart,
            moved: record.moved,
          },
    seats: record.seats,
    address: record.address,
    holdExpiresAt: record.holdExpiresAt,
    people: record.people
      .filter((one) => one.role !== 'psychologist' && !one.removed)
      .map((one) => ({
        participantId: one.participantId,
        clientId: one.clientId,
        role: one.role,
        displayName: one.displayName,
        declined: one.declined,
      })),
  };
}

/** An appointment as one of its clients sees it: of the others, nothing. */
export function clientView(record: AppointmentRecord, plan: PsychologistPlan): ClientAppointment {
  // What comes back is for clients; a hold is nobody's appointment yet.
  if (record.status === 'hold') throw new AppError('NOT_FOUND');
  const joinable = record.status === 'confirmed' && sessionModality(record.modality) !== null;
  return {
    appointmentId: record.appointmentId,
    status: record.status,
    modality: record.modality,
    modalities: plan.modalities.filter((one) => one !== 'message' || record.modality === 'message'),
    psychologistName: plan.displayName,
    psychologistId: record.psychologistId,
    startsAt: record.startsAt,
    endsAt: record.endsAt,
    zone: record.zone,
    address: record.address,
    sequence: record.sequence,
    series:
      record.series === null
        ? null
        : {
            seriesId: record.series.seriesId,
            index: record.series.index + 1,
            of: record.series.of,
          },
    withOthers: attending(record).length > 1,
    cancelUntil: deadlineOf(record, plan),
    opensAt: joinable ? record.startsAt - openBeforeMinutes * minuteMs : null,
  };
}

/** The last moment at which a cancellation is in time; a late move has kept the earlier one (rule B11). */
export function deadlineOf(record: AppointmentRecord, plan: PsychologistPlan): number {
  return record.cancelUntil ?? cancelUntil(record.startsAt, plan.policy.cancellationMinutes);
}
