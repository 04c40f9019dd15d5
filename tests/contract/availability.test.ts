import type { Availability } from '@gabinet/shared/contracts/availability';
import { describe, expect, test } from 'vitest';
import { Api } from '../support/Api.ts';
import type { Psychologist } from '../support/fixtures.ts';
import { PageSocket } from '../support/PageSocket.ts';
import { colleague, staff } from '../support/practice.ts';
import { useStack } from '../support/useStack.ts';

const used = useStack();
const zone = 'Europe/Warsaw';
const missingId = '00000000-0000-4000-8000-000000000000';
const today = Temporal.Now.plainDateISO(zone);
/** A Monday well beyond the notice, with the week after it inside the horizon. */
const monday = today.add({ days: 8 - today.dayOfWeek + 7 });
const week = { from: monday.toString(), to: monday.add({ days: 6 }).toString() };

const open: Availability = {
  zones: [{ from: null, zone }],
  rules: [
    { weekday: 1, start: '09:00', end: '12:00' },
    { weekday: 2, start: '18:00', end: '20:00', modalities: ['chat'] },
  ],
  exceptions: [],
  holidaysClosed: false,
};

function at(days: number, time: string, inZone = zone): number {
  return monday.add({ days }).toZonedDateTime({ timeZone: inZone, plainTime: time })
    .epochMilliseconds;
}

function as(psychologist: Psychologist): { api: Api; psychologistId: string } {
  return {
    api: new Api(used.stack.origin(), psychologist.cookie),
    psychologistId: psychologist.psychologistId,
  };
}

/** A psychologist with the windows above, and their API. */
async function settled(changes: Partial<Availability> = {}) {
  const psychologist = await used.fixtures.psychologist();
  const one = as(psychologist);
  const availability = { ...open, ...changes };
  const saved = await one.api.call('saveAvailability', {
    psychologistId: one.psychologistId,
    availability,
    ownPolicy: {},
    version: 1,
  });
  return { ...one, psychologist, availability, version: saved.version };
}

describe('openings', () => {
  test('B2 the windows of a week are offered to anybody, in steps of the policy', async () => {
    const { psychologistId } = await settled();
    const answer = await new Api(used.stack.origin()).call('openings', { psychologistId, ...week });
    expect(answer).toEqual({
      zone,
      durationMinutes: 50,
      openings: [at(0, '09:00'), at(0, '10:00'), at(0, '11:00'), at(1, '18:00'), at(1, '19:00')],
    });
  });

  test('B3 a form that is limited to some windows is offered only there', async () => {
    const { api, psychologistId } = await settled();
    const openings = async (modality: 'video' | 'chat' | 'office') =>
      (await api.call('openings', { psychologistId, ...week, modality })).openings;
    expect(await openings('video')).toEqual([at(0, '09:00'), at(0, '10:00'), at(0, '11:00')]);
    expect(await openings('chat')).toHaveLength(5);
    // The practice has no address.
    expect(await openings('office')).toEqual([]);
  });

  test('B2 what is booked or held or busy elsewhere is not offered; what is over is', async () => {
    const { api, psychologist, psychologistId } = await settled();
    const { fixtures } = used;
    const booked = await fixtures.appointment({ psychologist });
    const place = async (status: string, start: number, holdExpiresAt: Date | null) =>
      fixtures.change(
        `UPDATE appointments SET status = $2, hold_expires_at = $3, during = $4, blocked = $4 WHERE id = $1`,
        [booked.sessionId, status, holdExpiresAt, range(start, 50)],
      );
    const offered = async () =>
      (await api.call('openings', { psychologistId, ...week })).openings.slice(0, 3);
    const all = [at(0, '09:00'), at(0, '10:00'), at(0, '11:00')];
    await place('confirmed', at(0, '10:00'), null);
    expect(await offered()).toEqual([all[0], all[2], at(1, '18:00')]);
    await place('hold', at(0, '11:00'), new Date(Date.now() + 60_000));
    expect(await offered()).toEqual([all[0], all[1], at(1, '18:00')]);
    await place('hold', at(0, '11:00'), new Date(Date.now() - 1));
    expect(await offered()).toEqual(all);
    await place('cancelled', at(0, '10:00'), null);
    expect(await offered()).toEqual(all);
  });

  test('B1 dates are those of the zone that is asked in', async () => {
    const { api, psychologistId } = await settled({
      rules: [{ weekday: 1, start: '00:00', end: '02:00' }],
    });
    const sunday = monday.subtract({ days: 1 }).toString();
    const query = { psychologistId, from: sunday, to: sunday };
    expect((await api.call('openings', query)).openings).toEqual([]);
    expect((await api.call('openings', { ...query, datesIn: 'Europe/London' })).openings).toEqual([
      at(0, '00:00'),
    ]);
  });

  test('X1 too many dates, dates backwards and unknown zones are refused', async () => {
    const { api, psychologistId } = await settled();
    const far = monday.add({ days: 62 }).toString();
    for (const wrong of [
      { from: week.from, to: far },
      { from: week.to, to: week.from },
      { ...week, datesIn: 'Europe/Nowhere' },
      { ...week, datesIn: '+02:00' },
    ]) {
      const refused = await api.refusal('openings', { psychologistId, ...wrong });
      expect(refused.code).toBe('INVALID_INPUT');
    }
    expect((await api.refusal('openings', { psychologistId: missingId, ...week })).status).toBe(
      404,
    );
  });
});

describe('windows', () => {
  test('a save is read back as it was written, with the next version', async () => {
    const availability: Availability = {
      zones: [
        { from: null, zone },
        { from: monday.add({ days: 30 }).toString(), zone: 'Europe/London' },
      ],
      rules: open.rules,
      exceptions: [
        { date: monday.toString(), windows: [] },
        { date: monday.add({ days: 2 }).toString(), windows: [{ start: '22:00', end: '24:00' }] },
      ],
      holidaysClosed: true,
    };
    const { api, psychologistId, version } = await settled(availability);
    const read = await api.call('availability', { psychologistId });
    expect(read.availability).toEqual(availability);
    expect(read.version).toBe(version);
    expect(read.ownPolicy).toEqual({});
    expect(read.practicePolicy.durationMinutes).toBe(50);
    expect(read.externalCalendars).toEqual([]);
    expect(read.holidays.map(({ date }) => date)).toContain(`${today.year + 1}-05-03`);
  });

  test('of 20 who save at once one wins, the others are told VERSION_STALE', async () => {
    const { api, psychologistId, version } = await settled();
    const saves = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        api.send('saveAvailability', {
          psychologistId,
          availability: {
            ...open,
            rules: [{ weekday: 3, start: '08:00', end: `${10 + (index % 10)}:00` }],
          },
          ownPolicy: {},
          version,
        }),
      ),
    );
    const statuses = saves.map(({ status }) => status).sort();
    expect(statuses).toEqual([200, ...Array(19).fill(409)]);
    const read = await api.call('availability', { psychologistId });
    expect(read.version).toBe(version + 1);
    expect(read.availability.rules).toHaveLength(1);
    const late = await api.refusal('saveAvailability', {
      psychologistId,
      availability: open,
      ownPolicy: {},
      version,
    });
    expect(late.code).toBe('VERSION_STALE');
  });

  test('the preview of a draft is what openings give once it is saved, and changes nothing', async () => {
    const { api, psychologistId, version } = await settled();
    const draft = {
      psychologistId,
      availability: {
        ...open,
        rules: [{ weekday: 4, start: '20:00', end: '01:30' }],
        exceptions: [{ date: week.from, windows: [{ start: '07:00', end: '08:40' }] }],
      },
      ownPolicy: { durationMinutes: 30, stepMinutes: 35, bufferAfterMinutes: 0 },
    };
    const before = await api.call('openings', { psychologistId, ...week });
    const preview = await api.call('previewOpenings', { ...draft, ...week });
    expect(await api.call('openings', { psychologistId, ...week })).toEqual(before);
    await api.call('saveAvailability', { ...draft, version });
    const after = await api.call('openings', { psychologistId, ...week });
    expect(preview.openings).toEqual(after.openings);
    expect(after.openings.slice(0, 2)).toEqual([at(0, '07:00'), at(0, '07:35')]);
    expect(after.openings.at(-1)).toBe(at(4, '00:40'));
    expect(after.durationMinutes).toBe(30);
  });

  test('B3 a public holiday of the practice’s country is closed where that is switched on', async () => {
    const everyDay = Array.from({ length: 7 }, (_, index) => ({
      weekday: index + 1,
      start: '09:00',
      end: '10:00',
    }));
    const { api, psychologistId, availability, version } = await settled({ rules: everyDay });
    const read = await api.call('availability', { psychologistId });
    const holiday = read.holidays.find(({ date }) => date > today.add({ days: 2 }).toString());
    if (!holiday) throw new Error('There is always a holiday within a year.');
    // Whatever the day of the year, the horizon must reach the holiday.
    const ownPolicy = { horizonDays: 400 };
    const query = { psychologistId, from: holiday.date, to: holiday.date };
    await api.call('saveAvailability', { psychologistId, availability, ownPolicy, version });
    expect((await api.call('openings', query)).openings).toHaveLength(1);
    await api.call('saveAvailability', {
      psychologistId,
      availability: { ...availability, holidaysClosed: true },
      ownPolicy,
      version: version + 1,
    });
    expect((await api.call('openings', query)).openings).toEqual([]);
  });

  test('X1 zones out of order or unknown, and a date named twice, are refused', async () => {
    const { api, psychologistId, version } = await settled();
    const date = week.from;
    for (const wrong of [
      { zones: [{ from: date, zone }] },
      { zones: [{ from: null, zone: 'Mars/Olympus' }] },
      {
        zones: [
          { from: null, zone },
          { from: null, zone: 'Europe/London' },
        ],
      },
      {
        exceptions: [
          { date, windows: [] },
          { date, windows: [] },
        ],
      },
    ] satisfies Partial<Availability>[]) {
      const refused = await api.refusal('saveAvailability', {
        psychologistId,
        availability: { ...open, ...wrong },
        ownPolicy: {},
        version,
      });
      expect(refused.code).toBe('INVALID_INPUT');
    }
  });
});

test('a save is told to the psychologist’s open pages', async () => {
  const { api, psychologistId, version } = await settled();
  const { ticket } = await api.call('dayTicket', {});
  const page = await PageSocket.open(used.stack.origin(), ticket);
  await api.call('saveAvailability', {
    psychologistId,
    availability: open,
    ownPolicy: {},
    version,
  });
  expect(await page.notice('calendar:changed')).toEqual({ psychologistId });
  page.close();
});

describe('who may', () => {
  test('A5 windows and profile: oneself and the coordinator; for others they don’t exist', async () => {
    const { psychologist, psychologistId, version } = await settled();
    const { practiceId } = psychologist;
    const stranger = await used.fixtures.psychologist('Foreign Practice');
    const cookies = {
      coordinator: (await staff(used.fixtures, practiceId, { isCoordinator: true })).cookie,
      colleague: (await colleague(used.fixtures, practiceId)).cookie,
      stranger: stranger.cookie,
    };
    const draft = { psychologistId, availability: open, ownPolicy: {} };
    for (const [who, cookie] of Object.entries(cookies)) {
      const api = new Api(used.stack.origin(), cookie);
      const expected = who === 'coordinator' ? 200 : 404;
      expect([who, (await api.send('availability', { psychologistId })).status]).toEqual([
        who,
        expected,
      ]);
      expect([who, (await api.send('profile', { psychologistId })).status]).toEqual([
        who,
        expected,
      ]);
      const preview = await api.send('previewOpenings', { ...draft, ...week });
      expect([who, preview.status]).toEqual([who, expected]);
      if (who === 'coordinator') continue;
      const save = await api.send('saveAvailability', { ...draft, version });
      expect([who, save.status]).toEqual([who, 404]);
    }
    const coordinator = new Api(used.stack.origin(), cookies.coordinator);
    expect(await coordinator.call('saveAvailability', { ...draft, version })).toEqual({
      version: version + 1,
    });
    const nobody = new Api(used.stack.origin());
    expect((await nobody.send('availability', { psychologistId })).status).toBe(401);
  });
});

function range(start: number, minutes: number): string {
  return `[${new Date(start).toISOString()},${new Date(start + minutes * 60_000).toISOString()})`;
}
