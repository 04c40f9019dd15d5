import { expect, test } from 'vitest';
import { busyRangesOf, UnreadableCalendar } from './calendarBusy.ts';

const warsaw = {
  zone: 'Europe/Warsaw',
  from: Date.parse('2027-03-01T00:00Z'),
  to: Date.parse('2027-05-01T00:00Z'),
};

/** A calendar of events; each is the lines of one, and definitions of zones come before them. */
function calendar(events: readonly string[], zones = ''): string {
  const body = events.map((lines, index) => {
    const uid = /^UID:/m.test(lines) ? '' : `UID:event-${index}@example.org\n`;
    return `BEGIN:VEVENT\n${uid}${lines.trim()}\nEND:VEVENT\n`;
  });
  return `BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//test//\n${zones}${body.join('')}END:VCALENDAR\n`
    .replace(/\n */g, '\n')
    .replace(/\n/g, '\r\n');
}

/** `start/end` in UTC, to the minute. */
function busy(events: readonly string[], zones?: string, query = warsaw): string[] {
  const text = (at: number) => `${new Date(at).toISOString().slice(0, 16)}Z`;
  return busyRangesOf(calendar(events, zones), query).map(
    ({ startsAt, endsAt }) => `${text(startsAt)}/${text(endsAt)}`,
  );
}

test('F2 a UTC event blocks as it is; what touches is one range', () => {
  expect(
    busy([
      'DTSTART:20270310T100000Z\nDTEND:20270310T110000Z',
      'DTSTART:20270310T110000Z\nDURATION:PT30M',
    ]),
  ).toEqual(['2027-03-10T10:00Z/2027-03-10T11:30Z']);
});

test('F2 an all-day event blocks the psychologist’s local days, of 23 hours when clocks change', () => {
  expect(
    busy(['DTSTART;VALUE=DATE:20270328\nDTEND;VALUE=DATE:20270329', 'DTSTART;VALUE=DATE:20270401']),
  ).toEqual(['2027-03-27T23:00Z/2027-03-28T22:00Z', '2027-03-31T22:00Z/2027-04-01T22:00Z']);
});

test('F2 floating times are the psychologist’s', () => {
  const events = ['DTSTART:20270310T100000\nDTEND:20270310T110000'];
  expect(busy(events)).toEqual(['2027-03-10T09:00Z/2027-03-10T10:00Z']);
  expect(busy(events, '', { ...warsaw, zone: 'America/New_York' })).toEqual([
    '2027-03-10T15:00Z/2027-03-10T16:00Z',
  ]);
});

test.each([
  ['Europe/Kyiv', '2027-03-10T08:00Z/2027-03-10T09:00Z'],
  ['FLE Standard Time', '2027-03-10T08:00Z/2027-03-10T09:00Z'],
  ['/freeassociation.sourceforge.net/Europe/Kyiv', '2027-03-10T08:00Z/2027-03-10T09:00Z'],
  ['Nobody knows this', '2027-03-10T09:00Z/2027-03-10T10:00Z'],
])('F2 the zone %s without its definition is looked up, not dropped', (tzid, expected) => {
  expect(
    busy([`DTSTART;TZID=${tzid}:20270310T100000\nDTEND;TZID=${tzid}:20270310T110000`]),
  ).toEqual([expected]);
});

test('F2 a zone that only the calendar defines counts by its definition', () => {
  const zones = `BEGIN:VTIMEZONE
    TZID:Customized
    BEGIN:STANDARD
    DTSTART:19700101T000000
    TZOFFSETFROM:+0500
    TZOFFSETTO:+0500
    END:STANDARD
    END:VTIMEZONE
    `;
  expect(
    busy(['DTSTART;TZID=Customized:20270310T100000\nDTEND;TZID=Customized:20270310T110000'], zones),
  ).toEqual(['2027-03-10T05:00Z/2027-03-10T06:00Z']);
});

test('F2 transparent and cancelled events don’t block', () => {
  expect(
    busy([
      'DTSTART:20270310T100000Z\nDTEND:20270310T110000Z\nTRANSP:TRANSPARENT',
      'DTSTART:20270311T100000Z\nDTEND:20270311T110000Z\nSTATUS:CANCELLED',
      'DTSTART:20270312T100000Z\nDTEND:20270312T100000Z',
    ]),
  ).toEqual([]);
});

test('F2 a weekly event keeps its wall time over a change of clocks, until the last one in UTC', () => {
  expect(
    busy([
      `DTSTART;TZID=Europe/Warsaw:20270315T180000
      DTEND;TZID=Europe/Warsaw:20270315T190000
      RRULE:FREQ=WEEKLY;UNTIL=20270405T160000Z`,
    ]),
  ).toEqual([
    '2027-03-15T17:00Z/2027-03-15T18:00Z',
    '2027-03-22T17:00Z/2027-03-22T18:00Z',
    '2027-03-29T16:00Z/2027-03-29T17:00Z',
    '2027-04-05T16:00Z/2027-04-05T17:00Z',
  ]);
});

test('F2 exclusions, additions and replaced occurrences are heeded', () => {
  const series = `UID:series@example.org
    DTSTART;TZID=Europe/Warsaw:20270301T090000
    DTEND;TZID=Europe/Warsaw:20270301T100000
    RRULE:FREQ=WEEKLY;COUNT=5
    EXDATE;TZID=Europe/Warsaw:20270308T090000
    EXDATE;VALUE=DATE:20270315
    RDATE;TZID=Europe/Warsaw:20270303T090000`;
  const moved = `UID:series@example.org
    RECURRENCE-ID;TZID=Europe/Warsaw:20270322T090000
    DTSTART;TZID=Europe/Warsaw:20270323T120000
    DTEND;TZID=Europe/Warsaw:20270323T130000`;
  const dropped = `UID:series@example.org
    RECURRENCE-ID:20270329T070000Z
    DTSTART:20270329T070000Z
    DTEND:20270329T080000Z
    STATUS:CANCELLED`;
  expect(busy([series, moved, dropped])).toEqual([
    '2027-03-01T08:00Z/2027-03-01T09:00Z',
    '2027-03-03T08:00Z/2027-03-03T09:00Z',
    '2027-03-23T11:00Z/2027-03-23T12:00Z',
  ]);
});

test.each([
  ['DAILY;INTERVAL=3', '20100101'],
  ['WEEKLY;INTERVAL=2;BYDAY=MO,TH', '20100104'],
  ['WEEKLY;INTERVAL=3;WKST=SU;BYDAY=SU,SA', '20100106'],
  ['MONTHLY;BYDAY=-1FR', '20100129'],
])('F2 a rule of long ago (%s) is in step today', (rule, start) => {
  const event = (count: string) =>
    `DTSTART:${start}T100000Z\nDTEND:${start}T110000Z\nRRULE:FREQ=${rule}${count}`;
  // With a count every repetition is followed from the start.
  const followed = busy([event(';COUNT=9999')]);
  expect(followed.length).toBeGreaterThan(1);
  expect(busy([event('')])).toEqual(followed);
});

test('F2 a hostile calendar is refused instead of followed', () => {
  expect(() => busy(['DTSTART:20000101T100000Z\nDURATION:PT1S\nRRULE:FREQ=SECONDLY'])).toThrow(
    UnreadableCalendar,
  );
  expect(() => busyRangesOf('<html>Sign in</html>', warsaw)).toThrow(UnreadableCalendar);
  expect(() => busyRangesOf('', warsaw)).toThrow(UnreadableCalendar);
});

test('F2 an event that nobody can read leaves the others', () => {
  expect(busy(['SUMMARY:no start', 'DTSTART:20270310T100000Z\nDTEND:20270310T110000Z'])).toEqual([
    '2027-03-10T10:00Z/2027-03-10T11:00Z',
  ]);
});
