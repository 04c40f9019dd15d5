import { writeCalendar } from '../feeds/icalendar.ts';
import type { Mail } from './Mailer.ts';
import { type Block, htmlPage, plainText } from './page.ts';
import type { Reader, ReadersAppointment } from './Reader.ts';
import { wordings } from './texts/languages.ts';
import type { TextKind, Wording } from './texts/wording.ts';
import { fullWhen, moment, shortWhen } from './when.ts';

const minuteMs = 60_000;

export interface Senders {
  readonly from: string;
  readonly discreetFrom: string;
}

export interface AppointmentMailParts {
  readonly kind: TextKind;
  readonly reader: Reader;
  /** In the order of time; at least one. */
  readonly appointments: readonly ReadersAppointment[];
  /** Fresh invitations by participant id, for those that can be joined. */
  readonly links: ReadonlyMap<string, string>;
  readonly senders: Senders;
  /** Where the pages are, without a slash at the end. */
  readonly baseUrl: string;
  readonly messageId: string;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** Kinds after which the appointment doesn't take place for a client who reads of it. */
const endings: ReadonlySet<TextKind> = new Set(['declined', 'cancelled', 'late-cancelled', 'left']);
/** Kinds about a group's seat, which its holder gives back but doesn't move. */
const withoutDeadline: ReadonlySet<TextKind> = new Set(['requested', 'joined']);

/** Writes one reader's mail about one change, or a reminder (rules R2 and K4). */
export function appointmentMail(parts: AppointmentMailParts): Mail {
  const { reader, senders } = parts;
  const wording = wordings[reader.language];
  const subject = reader.discreet ? wording.neutralSubject : subjectOf(parts, wording);
  const blocks =
    reader.side === 'client' ? forClient(parts, wording) : forPsychologist(parts, wording);
  return {
    from: reader.discreet ? senders.discreetFrom : senders.from,
    to: reader.address,
    subject,
    text: plainText(blocks),
    html: htmlPage(reader.language, subject, blocks),
    calendar: calendarOf(parts, wording),
    messageId: parts.messageId,
  };
}

function subjectOf({ kind, reader, appointments }: AppointmentMailParts, wording: Wording): string {
  const [first] = appointments;
  const when = first === undefined ? '' : shortWhen(wording, first.startsAt, reader.zone);
  return appointments.length > 1
    ? wording.subjectOfMany[kind](appointments.length, when)
    : wording.subject[kind](when);
}

function forClient(parts: AppointmentMailParts, wording: Wording): Block[] {
  const { kind, reader, appointments, links, baseUrl, now } = parts;
  const [first] = appointments;
  const opening = wording.toClient[kind];
  const count = appointments.length;
  const blocks: Block[] = [
    { type: 'text', text: wording.greeting },
    { type: 'text', text: count > 1 ? opening.many(count) : opening.one },
    ...timesAndFacts(parts, wording),
  ];
  if (first === undefined) return blocks;
  const link = links.get(first.participantId);
  if (count === 1 && link !== undefined)
    blocks.push({ type: 'link', text: wording.join, url: link });
  if (!endings.has(kind) && !withoutDeadline.has(kind)) {
    blocks.push({ type: 'text', text: aboutCancelling(first, count, reader, wording, now) });
  }
  blocks.push({ type: 'link', text: wording.ownPage, url: `${baseUrl}/me` });
  if (!reader.discreet) {
    if (first.practicePhone) {
      blocks.push({ type: 'text', text: wording.askPractice(first.practicePhone) });
    }
    blocks.push({ type: 'text', text: first.practiceName });
  }
  return blocks;
}

function forPsychologist(parts: AppointmentMailParts, wording: Wording): Block[] {
  const { kind, appointments, baseUrl } = parts;
  const count = appointments.length;
  // Reminders are for clients; a psychologist's day is in their calendar.
  const opening = wording.toPsychologist[kind === 'reminder' ? 'confirmed' : kind];
  return [
    { type: 'text', text: wording.greeting },
    { type: 'text', text: count > 1 ? opening.many(count) : opening.one },
    ...timesAndFacts(parts, wording),
    { type: 'link', text: wording.calendarPage, url: `${baseUrl}/calendar` },
  ];
}

function timesAndFacts(parts: AppointmentMailParts, wording: Wording): Block[] {
  const { kind, reader, appointments, links } = parts;
  const [first] = appointments;
  if (first === undefined) return [];
  const several = appointments.length > 1;
  const facts: [string, string][] = [];
  if (!several) {
    facts.push([wording.labels.when, fullWhen(wording, first, reader.zone)]);
    if (kind === 'moved' && first.movedFrom !== null) {
      facts.push([wording.labels.before, moment(wording, first.movedFrom, reader.zone)]);
    }
  }
  facts.push([wording.labels.form, wording.modality[first.modality]]);
  if (reader.side === 'client' && !reader.discreet) {
    facts.push([wording.labels.psychologist, first.psychologistName]);
    if (first.address !== null) facts.push([wording.labels.address, first.address]);
  }
  if (!several) return [{ type: 'facts', facts }];
  const times = appointments.map((one) => ({
    text: fullWhen(wording, one, reader.zone),
    url: links.get(one.participantId) ?? null,
  }));
  return [
    { type: 'facts', facts },
    ...(links.size > 0 ? [{ type: 'text', text: wording.joinMany } as const] : []),
    { type: 'times', times },
  ];
}

function aboutCancelling(
  first: ReadersAppointment,
  count: number,
  reader: Reader,
  wording: Wording,
  now: number,
): string {
  if (count > 1) return wording.cancelMany;
  const until = first.startsAt - first.cancellationMinutes * minuteMs;
  return until >= now
    ? wording.cancelUntil(moment(wording, until, reader.zone))
    : wording.cancelPassed;
}

/**
 * One iCalendar object for each appointment: a REQUEST or CANCEL holds one UID (RFC 5546, 3.2.2 and 3.2.5),
 * and later changes of a single occurrence then find theirs.
 */
function calendarOf(parts: AppointmentMailParts, wording: Wording): Mail['calendar'] {
  const { kind, reader, appointments, senders, baseUrl } = parts;
  const method = endings.has(kind) ? 'CANCEL' : 'REQUEST';
  // What was only asked for is in nobody's calendar yet, and a reminder changes nothing.
  const none = kind === 'requested' || kind === 'declined' || kind === 'reminder';
  // Who comes and goes changes nothing in the psychologist's own event.
  const others = reader.side === 'psychologist' && (kind === 'left' || kind === 'joined');
  if (!reader.wantsCalendar || none || others) return { method, objects: [] };
  const organizer = { name: hostOf(baseUrl), address: addressOf(senders.from) };
  const objects = appointments.map((one) =>
    writeCalendar({
      method,
      name: null,
      refreshSeconds: null,
      events: [
        {
          uid: `${one.appointmentId}@${hostOf(baseUrl)}`,
          sequence: one.sequence,
          changedAt: one.changedAt,
          startsAt: one.startsAt,
          endsAt: one.endsAt,
          status: method === 'CANCEL' ? 'CANCELLED' : 'CONFIRMED',
          summary: wording.eventTitle(wording.modality[one.modality]),
          modality: one.modality,
          // Calendars are shared and synchronised: the personal link stays in the mail.
          conferenceUrl:
            reader.side === 'client' ? `${baseUrl}/me` : `${baseUrl}/s/${one.appointmentId}`,
          location: one.address,
          description: null,
          organizer,
          attendee: reader.address,
        },
      ],
    }),
  );
  return { method, objects };
}

/** Of the pages: what UIDs end with, so that they are nobody else's (RFC 7986, 5.3). */
export function hostOf(baseUrl: string): string {
  return new URL(baseUrl).hostname;
}

/** What stands between `<` and `>`, or the whole. */
export function addressOf(sender: string): string {
  return /<([^<>]+)>\s*$/.exec(sender)?.[1] ?? sender.trim();
}
