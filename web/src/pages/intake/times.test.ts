import { describe, expect, it } from 'vitest';
import { calendarFile } from './calendarFile.ts';
import { byDay, clocksDiffer, dateAfter, dateIn } from './times.ts';

describe('times in a zone that a person chooses', () => {
  const late = Date.UTC(2027, 0, 14, 23, 30);

  it('B1 one instant lies on different dates in different zones', () => {
    expect(dateIn(late, 'Europe/Warsaw')).toBe('2027-01-15');
    expect(dateIn(late, 'America/New_York')).toBe('2027-01-14');
    expect(byDay([late, late + 3_600_000], 'Europe/London')).toEqual([
      ['2027-01-14', [late]],
      ['2027-01-15', [late + 3_600_000]],
    ]);
  });

  it('B1 the date after a change of the clocks is the next one', () => {
    expect(dateAfter('2027-03-27', 1)).toBe('2027-03-28');
    expect(dateAfter('2027-03-28', 1)).toBe('2027-03-29');
    expect(dateAfter('2027-12-31', 1)).toBe('2028-01-01');
  });

  it('B1 zones of the same clock need no explaining', () => {
    expect(clocksDiffer(late, 'Europe/Warsaw', 'Europe/Paris')).toBe(false);
    expect(clocksDiffer(late, 'Europe/Warsaw', 'Europe/London')).toBe(true);
  });
});

describe('a file for a calendar', () => {
  it('R2 has CRLF, lines of 75 octets at most, and a UID as in the mails', () => {
    const file = calendarFile(
      [
        {
          appointmentId: 'one',
          startsAt: Date.UTC(2027, 0, 21, 15),
          endsAt: Date.UTC(2027, 0, 21, 15, 50),
          sequence: 2,
          summary: 'Spotkanie',
          location: `ul. Żółta 1, ${'ąę'.repeat(40)}`,
        },
      ],
      Date.UTC(2027, 0, 14),
      'gabinet.example',
    );
    expect(file).toContain('UID:one@gabinet.example\r\n');
    expect(file).toContain('DTSTART:20270121T150000Z\r\n');
    expect(file.split('\r\n').every((line) => new TextEncoder().encode(line).length <= 75)).toBe(
      true,
    );
    expect(file.replaceAll('\r\n ', '')).toContain(`LOCATION:ul. Żółta 1\\, ${'ąę'.repeat(40)}`);
  });
});
