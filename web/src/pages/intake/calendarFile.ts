import { saveFile } from '../../saveFile.ts';
/**
 * Appointments as a file for a calendar program (RFC 5545), made in the page: nothing is asked of
 * the service, and nothing says what the appointment is about.
 */

export interface CalendarEntry {
  appointmentId: string;
  startsAt: number;
  endsAt: number;
  /** SEQUENCE: grows with each change. */
  sequence: number;
  /** What the calendar shows; neutral words. */
  summary: string;
  location?: string | undefined;
}

function stamp(at: number): string {
  return `${new Date(at).toISOString().replace(/[-:]/g, '').slice(0, 15)}Z`;
}

function escaped(text: string): string {
  return text.replace(/[\\;,]/g, '\\$&').replace(/\r?\n/g, '\\n');
}

/** Lines end in CRLF and have at most 75 octets; what is longer goes on after a space. */
function folded(line: string): string {
  const parts: string[] = [];
  let part = '';
  let octets = 0;
  for (const letter of line) {
    const size = new TextEncoder().encode(letter).length;
    if (octets + size > 74) {
      parts.push(part);
      part = '';
      octets = 0;
    }
    part += letter;
    octets += size;
  }
  return [...parts, part].join('\r\n ');
}

/** The whole file; `uid` is the same as in our mails, so that an entry is not there twice. */
export function calendarFile(entries: readonly CalendarEntry[], now: number, host: string): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Gabinet//EN',
    ...entries.flatMap((one) => [
      'BEGIN:VEVENT',
      `UID:${one.appointmentId}@${host}`,
      `SEQUENCE:${one.sequence}`,
      `DTSTAMP:${stamp(now)}`,
      `DTSTART:${stamp(one.startsAt)}`,
      `DTEND:${stamp(one.endsAt)}`,
      `SUMMARY:${escaped(one.summary)}`,
      ...(one.location ? [`LOCATION:${escaped(one.location)}`] : []),
      'END:VEVENT',
    ]),
    'END:VCALENDAR',
  ];
  return `${lines.map(folded).join('\r\n')}\r\n`;
}

/** Gives the file to the browser, which offers it to a calendar program. */
export function downloadCalendar(entries: readonly CalendarEntry[], now: number): void {
  saveFile('termin.ics', calendarFile(entries, now, location.hostname), 'text/calendar');
}
