import { describe, expect, test } from 'vitest';
import { instant } from '../support/ClockedApp.ts';
import { useClockedPractice } from '../support/useClockedPractice.ts';

/** Series over HTTP and real rows, at dates that the rules are told with. */
const practice = await useClockedPractice('2027-08-30T08:00:00Z', instant('2027-09-06T16:00:00Z'));
const { clocked, api, request } = practice;

/** Warsaw, Mondays at 18:00, eight times from 2027-09-06. */
const eightMondays = () => request({ repeat: { everyWeeks: 1, count: 8 } });

/** 2027-10-04 from 18:30 to 19:20 in Warsaw. */
const inTheWay = () =>
  request({ startsAt: instant('2027-10-04T16:30:00Z'), attendees: [], outsideHours: true });

async function bookedStarts(): Promise<string[]> {
  const calendar = await Promise.all(
    ['2027-09-01T00:00:00Z', '2027-10-20T00:00:00Z'].map((from) =>
      api.call('calendar', {
        psychologistId: practice.anna.psychologistId,
        from: instant(from),
        to: instant(from) + 49 * 24 * 60 * 60_000,
      }),
    ),
  );
  return calendar
    .flatMap((one) => one.appointments)
    .filter((one) => one.status === 'confirmed' && one.series !== null)
    .map((one) => new Date(one.startsAt).toISOString().slice(0, 16));
}

describe('B9 a series keeps the wall time and is all or nothing', () => {
  test('B9 Warsaw 18:00 stays 18:00 when the clocks go back', async () => {
    const { appointments } = await api.call('bookAppointment', {
      ...eightMondays(),
      startsAt: instant('2027-10-25T16:00:00Z'),
      repeat: { everyWeeks: 1, count: 3 },
    });
    expect(appointments.map((one) => new Date(one.startsAt).toISOString())).toEqual([
      '2027-10-25T16:00:00.000Z',
      '2027-11-01T17:00:00.000Z',
      '2027-11-08T17:00:00.000Z',
    ]);
    expect(appointments.map((one) => one.series?.index)).toEqual([1, 2, 3]);
  });

  test('B9 B5 fail: one occurrence is busy, so nothing is written and the conflict is told', async () => {
    await api.call('bookAppointment', inTheWay());
    const refusal = await api.refusal('bookAppointment', eightMondays());
    expect(refusal).toMatchObject({ status: 409, code: 'OPENING_TAKEN' });
    expect(refusal.conflicts).toEqual([
      {
        index: 4,
        startsAt: instant('2027-10-04T16:00:00Z'),
        endsAt: instant('2027-10-04T16:50:00Z'),
        reason: 'busy',
        sentence: expect.stringContaining('4 October 2027 at 18:00'),
      },
    ]);
    expect(refusal.conflicts?.[0]?.sentence).toContain('from 18:30');
    expect(await bookedStarts()).toEqual([]);
  });

  test('B9 skip: the rest is written and what was skipped is told', async () => {
    await api.call('bookAppointment', inTheWay());
    const booked = await api.call('bookAppointment', { ...eightMondays(), onConflict: 'skip' });
    expect(booked.appointments).toHaveLength(7);
    expect(booked.skipped).toEqual([
      { index: 4, startsAt: instant('2027-10-04T16:00:00Z'), reason: 'busy' },
    ]);
    expect(booked.appointments.map((one) => one.series?.index)).toEqual([1, 2, 3, 4, 6, 7, 8]);
    expect(booked.appointments.every((one) => one.series?.of === 8)).toBe(true);
  });

  test('B9 skip: a public holiday is told as one', async () => {
    await clocked.fixtures.change('UPDATE psychologists SET holidays_closed = true WHERE id = $1', [
      practice.anna.psychologistId,
    ]);
    // 1 November 2027 is a Monday, and All Saints' Day in Poland.
    const booked = await api.call('bookAppointment', {
      ...eightMondays(),
      startsAt: instant('2027-10-25T16:00:00Z'),
      repeat: { everyWeeks: 1, count: 3 },
      onConflict: 'skip',
    });
    expect(booked.skipped).toEqual([
      { index: 1, startsAt: instant('2027-11-01T17:00:00Z'), reason: 'holiday' },
    ]);
  });

  test('B5 every conflict of a series is told, each with its own sentence', async () => {
    await api.call('bookAppointment', inTheWay());
    await api.call('bookAppointment', {
      ...inTheWay(),
      startsAt: instant('2027-10-11T15:30:00Z'),
      attendees: [{ role: 'client', client: { displayName: 'Zofia Tajna', language: 'pl' } }],
    });
    const refusal = await api.refusal('bookAppointment', eightMondays());
    expect(refusal.conflicts?.map((one) => one.index)).toEqual([4, 5]);
    expect(JSON.stringify(refusal)).not.toContain('Zofia');
  });

  test('B9 until a date, inclusive, every other week', async () => {
    const { appointments } = await api.call('bookAppointment', {
      ...eightMondays(),
      repeat: { everyWeeks: 2, until: '2027-10-04' },
    });
    expect(appointments.map((one) => new Date(one.startsAt).toISOString().slice(0, 10))).toEqual([
      '2027-09-06',
      '2027-09-20',
      '2027-10-04',
    ]);
  });
});

describe('B10 one occurrence, or this and the following', () => {
  test('B10 moved ones stay where they were put; the rest follows by the wall time', async () => {
    const { appointments } = await api.call('bookAppointment', eightMondays());
    const on = (date: string) => {
      const found = appointments.find((one) =>
        new Date(one.startsAt).toISOString().startsWith(date),
      );
      if (!found) throw new Error(`No occurrence on ${date}.`);
      return found.appointmentId;
    };
    await api.call('moveAppointment', {
      appointmentId: on('2027-10-04'),
      startsAt: instant('2027-10-05T17:00:00Z'),
    });
    await api.call('moveAppointment', {
      appointmentId: on('2027-10-18'),
      startsAt: instant('2027-10-18T15:00:00Z'),
      scope: 'following',
    });
    expect(await bookedStarts()).toEqual([
      '2027-09-06T16:00',
      '2027-09-13T16:00',
      '2027-09-20T16:00',
      '2027-09-27T16:00',
      '2027-10-05T17:00',
      '2027-10-11T16:00',
      '2027-10-18T15:00',
      '2027-10-25T15:00',
    ]);
    // Earlier than the moved one: the following go along, it stays.
    await api.call('moveAppointment', {
      appointmentId: on('2027-09-27'),
      startsAt: instant('2027-09-28T14:00:00Z'),
      scope: 'following',
    });
    expect((await bookedStarts()).slice(3)).toEqual([
      '2027-09-28T14:00',
      '2027-10-05T17:00',
      '2027-10-12T14:00',
      '2027-10-19T14:00',
      '2027-10-26T14:00',
    ]);
  });

  test('B10 a move ignores its own place, and a following move all the places it leaves', async () => {
    const { appointments } = await api.call('bookAppointment', {
      ...eightMondays(),
      // Daily hours, weekly rhythm: half an hour later overlaps every own place.
      repeat: { everyWeeks: 1, count: 4 },
    });
    const [first] = appointments;
    if (!first) throw new Error('Nothing was booked.');
    const moved = await api.call('moveAppointment', {
      appointmentId: first.appointmentId,
      startsAt: instant('2027-09-13T16:00:00Z'),
      scope: 'following',
    });
    expect(
      moved.appointments.map((one) => new Date(one.startsAt).toISOString().slice(0, 10)),
    ).toEqual(['2027-09-13', '2027-09-20', '2027-09-27', '2027-10-04']);
    expect(moved.appointments.every((one) => one.series?.moved === false)).toBe(true);
  });

  test('B10 a following move that meets something writes nothing', async () => {
    const { appointments } = await api.call('bookAppointment', eightMondays());
    await api.call('bookAppointment', {
      ...inTheWay(),
      startsAt: instant('2027-10-05T14:00:00Z'),
    });
    const before = await bookedStarts();
    const refusal = await api.refusal('moveAppointment', {
      appointmentId: appointments[0]?.appointmentId ?? '',
      startsAt: instant('2027-09-07T14:00:00Z'),
      scope: 'following',
    });
    expect(refusal.conflicts?.map((one) => one.index)).toEqual([4]);
    expect(await bookedStarts()).toEqual(before);
  });

  test('B11 cancelling this and the following leaves what was before', async () => {
    const { appointments } = await api.call('bookAppointment', eightMondays());
    const cancelled = await api.call('cancelAppointment', {
      appointmentId: appointments[5]?.appointmentId ?? '',
      scope: 'following',
    });
    expect(cancelled.appointments.map((one) => one.status)).toEqual([
      'cancelled',
      'cancelled',
      'cancelled',
    ]);
    expect(await bookedStarts()).toHaveLength(5);
    // Free at once.
    await api.call('bookAppointment', {
      ...eightMondays(),
      startsAt: instant('2027-10-11T16:00:00Z'),
      repeat: { everyWeeks: 1, count: 3 },
    });
  });
});

test('B9 what would be longer than sixty is refused, for staff and clients, and not cut', async () => {
  // Mondays from 2027-09-06: the sixtieth is on 2028-10-23.
  const until = (date: string) => ({
    ...eightMondays(),
    outsideHours: true,
    repeat: { everyWeeks: 1 as const, until: date },
  });
  const refusal = await api.refusal('bookAppointment', until('2028-10-30'));
  expect(refusal).toMatchObject({ status: 400, code: 'INVALID_INPUT', fields: ['repeat'] });
  await expect(
    clocked.app.appointments.book(
      { kind: 'client', clientId: practice.clientId },
      {
        ...eightMondays(),
        outsideHours: false,
        onConflict: 'fail',
        repeat: { everyWeeks: 2, until: '2030-01-01' },
        attendees: [],
      },
    ),
  ).rejects.toMatchObject({ code: 'INVALID_INPUT', fields: ['repeat'] });
  const { appointments } = await api.call('bookAppointment', until('2028-10-29'));
  expect(appointments).toHaveLength(60);
});
