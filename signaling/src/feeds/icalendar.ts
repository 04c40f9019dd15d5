import type { AppointmentModality } from '@gabinet/shared/contracts/words';
import ical, {
  ICalAttendeeRole,
  ICalAttendeeStatus,
  type ICalCalendarMethod,
  ICalEventStatus,
} from 'ical-generator';

/** An appointment as a calendar elsewhere shows it: nobody's name, nothing about care. */
export interface CalendarEvent {
  readonly uid: string;
  readonly sequence: number;
  /** Epoch milliseconds; of the last change, so that the same state gives the same bytes. */
  readonly changedAt: number;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly status: 'TENTATIVE' | 'CONFIRMED' | 'CANCELLED';
  readonly summary: string;
  readonly modality: AppointmentModality;
  /** Where a live form is joined. */
  readonly conferenceUrl: string | null;
  readonly location: string | null;
  readonly description: string | null;
  readonly organizer: { readonly name: string; readonly address: string } | null;
  readonly attendee: string | null;
}

export interface CalendarObject {
  readonly method: 'REQUEST' | 'CANCEL' | null;
  readonly name: string | null;
  readonly refreshSeconds: number | null;
  readonly events: readonly CalendarEvent[];
}

/** What a form of contact carries (RFC 7986, 6.3). */
const features: Readonly<Partial<Record<AppointmentModality, string>>> = {
  video: 'AUDIO,VIDEO',
  audio: 'AUDIO',
  chat: 'CHAT',
};

/** The library writes only names that begin with X-; the true one takes this one's place. */
const conferencePlace = 'X-CONFERENCE-';

/**
 * An iCalendar object (RFC 5545) as text: UTC times, CRLF, lines of at most 75 octets. The same input
 * gives the same bytes.
 */
export function writeCalendar(object: CalendarObject): string {
  const calendar = ical({
    prodId: { company: 'Gabinet', product: 'Gabinet', language: 'EN' },
    ...(object.name === null ? {} : { name: object.name }),
    ...(object.method === null ? {} : { method: object.method as ICalCalendarMethod }),
    ...(object.refreshSeconds === null ? {} : { ttl: object.refreshSeconds }),
  });
  for (const event of object.events) {
    const feature = features[event.modality];
    calendar.createEvent({
      id: event.uid,
      sequence: event.sequence,
      stamp: new Date(event.changedAt),
      lastModified: new Date(event.changedAt),
      start: new Date(event.startsAt),
      end: new Date(event.endsAt),
      status: ICalEventStatus[event.status],
      summary: event.summary,
      ...(event.location === null ? {} : { location: { title: event.location } }),
      ...(event.description === null ? {} : { description: event.description }),
      ...(event.organizer === null
        ? {}
        : { organizer: { name: event.organizer.name, email: event.organizer.address } }),
      attendees:
        event.attendee === null
          ? []
          : [
              {
                email: event.attendee,
                name: event.attendee,
                role: ICalAttendeeRole.REQ,
                status: ICalAttendeeStatus.NEEDSACTION,
                rsvp: false,
              },
            ],
      x:
        event.conferenceUrl === null || feature === undefined
          ? {}
          : { [`${conferencePlace}${feature.replace(',', '-')}`]: event.conferenceUrl },
    });
  }
  return fold(calendar.toString());
}

/** Names the conference as RFC 7986 does, and folds by octets: the library counts characters. */
function fold(text: string): string {
  return text
    .replaceAll(/\r?\n[ \t]/g, '')
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .map((line) =>
      line.replace(
        /^X-CONFERENCE-([A-Z-]+):/,
        (_, found: string) => `CONFERENCE;VALUE=URI;FEATURE=${found.replace('-', ',')}:`,
      ),
    )
    .flatMap(foldLine)
    .map((line) => `${line}\r\n`)
    .join('');
}

const maxOctets = 75;

/** RFC 5545, 3.1: a letter of several octets is never cut. */
function foldLine(line: string): string[] {
  const lines: string[] = [];
  let current = '';
  let octets = 0;
  for (const letter of line) {
    const size = Buffer.byteLength(letter);
    if (octets + size > maxOctets) {
      lines.push(current);
      current = ' ';
      octets = 1;
    }
    current += letter;
    octets += size;
  }
  return [...lines, current];
}
