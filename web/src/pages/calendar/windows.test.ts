import type { Availability } from '@gabinet/shared/contracts/availability';
import { describe, expect, it } from 'vitest';
import { instantOf, visibleRange, wallOf } from './wallClock.ts';
import { editableWindows, windowsOn, withAdded, withMoved, withRemoved } from './windows.ts';

const zone = 'Europe/Warsaw';
const monday = '2027-03-22';
const availability: Availability = {
  zones: [{ from: null, zone }],
  rules: [
    { weekday: 1, start: '09:00', end: '12:00', modalities: ['video'] },
    { weekday: 1, start: '14:00', end: '18:00' },
    { weekday: 2, start: '22:00', end: '02:00' },
  ],
  exceptions: [],
  holidaysClosed: true,
};
const at = (date: string, time: string): number => instantOf(date, time, zone);
const first = () => {
  const [one] = editableWindows(availability, [monday], zone);
  if (!one) throw new Error('There is no window.');
  return one;
};

describe('open hours on the canvas', () => {
  it('B1: a window past midnight ends on the next day', () => {
    const [one] = editableWindows(availability, ['2027-03-23'], zone);
    expect(one && wallOf(one.endsAt, zone)).toEqual({ date: '2027-03-24', time: '02:00' });
  });

  it('B2: a weekly change is in the rules, with the forms of contact kept', () => {
    const to = { startsAt: at(monday, '08:00'), endsAt: at(monday, '11:00') };
    const next = withMoved(availability, first(), to, zone, 'weekly');
    expect(next.exceptions).toEqual([]);
    expect(next.rules[0]).toEqual({
      weekday: 1,
      start: '08:00',
      end: '11:00',
      modalities: ['video'],
    });
  });

  it('B2: a change for one date is an exception and leaves the rules alone', () => {
    const next = withRemoved(availability, first(), 'date');
    expect(next.rules).toEqual(availability.rules);
    expect(windowsOn(next, monday)).toEqual({
      exception: true,
      windows: [{ start: '14:00', end: '18:00' }],
    });
  });

  it('B2: on a date that is an exception a weekly change stays there', () => {
    const closed = { ...availability, exceptions: [{ date: monday, windows: [] }] };
    const span = { startsAt: at(monday, '10:00'), endsAt: at(monday, '11:00') };
    const next = withAdded(closed, span, zone, 'weekly');
    expect(next.exceptions).toEqual([
      { date: monday, windows: [{ start: '10:00', end: '11:00' }] },
    ]);
    expect(next.rules).toEqual(availability.rules);
  });

  it('B1: a window up to midnight ends at 24:00', () => {
    const span = { startsAt: at(monday, '20:00'), endsAt: at('2027-03-23', '00:00') };
    expect(withAdded(availability, span, zone, 'weekly').rules).toContainEqual({
      weekday: 1,
      start: '20:00',
      end: '24:00',
    });
  });

  it('B1: the week of a change of clocks is an hour shorter', () => {
    const { from, to, firstDate, lastDate } = visibleRange('week', '2027-03-28', zone);
    expect([firstDate, lastDate]).toEqual(['2027-03-22', '2027-03-28']);
    expect(to - from).toBe((7 * 24 - 1) * 3_600_000);
  });
});
