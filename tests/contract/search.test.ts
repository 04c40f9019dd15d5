import type { Availability } from '@gabinet/shared/contracts/availability';
import type { HttpRequestInput } from '@gabinet/shared/contracts/http';
import type { Profile } from '@gabinet/shared/contracts/http/availability';
import { describe, expect, test } from 'vitest';
import { Api } from '../support/Api.ts';
import type { Psychologist } from '../support/fixtures.ts';
import { client } from '../support/practice.ts';
import { useStack } from '../support/useStack.ts';

const used = useStack();
const zone = 'Europe/Warsaw';
const today = Temporal.Now.plainDateISO(zone);
const monday = today.add({ days: 8 - today.dayOfWeek + 7 });

function at(time: string, days = 0): number {
  return monday.add({ days }).toZonedDateTime({ timeZone: zone, plainTime: time })
    .epochMilliseconds;
}

const profile: Profile = {
  displayName: 'Anna Testowa',
  title: null,
  about: { pl: 'O mnie' },
  approaches: ['cbt'],
  problems: ['anxiety', 'grief'],
  languages: ['pl', 'uk'],
  modalities: ['video', 'chat', 'office', 'message'],
  listed: true,
};

/** A psychologist with windows on that one Monday, from an hour on, and a profile; gives their practice. */
async function working(
  windows: Availability['exceptions'][number]['windows'],
  changes: Partial<Profile> = {},
  ownPolicy: HttpRequestInput<'saveAvailability'>['ownPolicy'] = {},
): Promise<Psychologist & { api: Api }> {
  const psychologist = await used.fixtures.psychologist();
  const api = new Api(used.stack.origin(), psychologist.cookie);
  const { psychologistId } = psychologist;
  await api.call('saveAvailability', {
    psychologistId,
    availability: {
      zones: [{ from: null, zone }],
      rules: [],
      exceptions: [{ date: monday.toString(), windows }],
      holidaysClosed: false,
    },
    ownPolicy,
    version: 1,
  });
  await api.call('saveProfile', { psychologistId, profile: { ...profile, ...changes } });
  return { ...psychologist, api };
}

async function search(practiceId: string, query: HttpRequestInput<'psychologists'> = {}) {
  const answer = await new Api(used.stack.origin()).call('psychologists', { practiceId, ...query });
  return answer.found;
}

/** The first openings that a search shows; empty when nobody is found. */
async function starts(practiceId: string, query: HttpRequestInput<'psychologists'> = {}) {
  return (await search(practiceId, query)).flatMap((one) => one.firstOpenings);
}

describe('search', () => {
  test('B15 finds by approach, problem, language and form, and by nothing else', async () => {
    const { practiceId, psychologistId } = await working([{ start: '09:00', end: '11:00' }]);
    const expected = [at('09:00'), at('10:00')];
    const [found] = await search(practiceId);
    expect(found).toMatchObject({
      psychologistId,
      languages: ['pl', 'uk'],
      firstOpenings: expected,
    });
    // The practice has no address and answers no letters, so those forms are not offered.
    expect(found?.modalities).toEqual(['video', 'chat']);
    for (const query of [
      { approach: 'cbt', problem: 'grief', language: 'uk', modality: 'chat', timeOfDay: 'morning' },
      { problem: 'anxiety' },
    ] as const) {
      expect(await starts(practiceId, query)).toEqual(expected);
    }
    for (const query of [
      { approach: 'gestalt' },
      { approach: 'grief' },
      { problem: 'cbt' },
      { language: 'en' },
      { modality: 'audio' },
      { modality: 'office' },
      { modality: 'message' },
      { timeOfDay: 'evening' },
    ] as const) {
      expect([query, await starts(practiceId, query)]).toEqual([query, []]);
    }
  });

  test('B15 shows the first openings of a time of day, in the psychologist’s zone', async () => {
    const { practiceId } = await working([{ start: '09:00', end: '22:00' }]);
    const of = async (timeOfDay: 'morning' | 'afternoon' | 'evening') =>
      (await starts(practiceId, { timeOfDay }))[0];
    expect(await of('morning')).toBe(at('09:00'));
    expect(await of('afternoon')).toBe(at('12:00'));
    expect(await of('evening')).toBe(at('17:00'));
    expect(await starts(practiceId)).toHaveLength(4);
  });

  test('B15 orders by the first opening, and a window for one form counts for that form', async () => {
    const early = await working([{ start: '08:00', end: '09:00', modalities: ['chat'] }]);
    const late = await working([{ start: '12:00', end: '14:00' }]);
    // Into one practice, as an owner would hire them.
    await used.fixtures.change('UPDATE psychologists SET practice_id = $1 WHERE id = $2', [
      early.practiceId,
      late.psychologistId,
    ]);
    await used.fixtures.change(
      'UPDATE opening_index SET practice_id = $1 WHERE psychologist_id = $2',
      [early.practiceId, late.psychologistId],
    );
    const order = async (query: HttpRequestInput<'psychologists'>) =>
      (await search(early.practiceId, query)).map((one) => one.psychologistId);
    expect(await order({})).toEqual([early.psychologistId, late.psychologistId]);
    expect(await order({ modality: 'chat' })).toEqual([early.psychologistId, late.psychologistId]);
    expect(await order({ modality: 'video' })).toEqual([late.psychologistId]);
    expect(await order({ limit: 1 })).toEqual([early.psychologistId]);
  });

  test('B15 who is not listed, or takes no bookings from just anyone, is not suggested', async () => {
    const { practiceId, psychologistId, api } = await working([{ start: '09:00', end: '11:00' }]);
    await api.call('saveProfile', { psychologistId, profile: { ...profile, listed: false } });
    expect(await search(practiceId)).toEqual([]);
    const anybody = new Api(used.stack.origin());
    expect((await anybody.call('psychologist', { psychologistId })).displayName).toBe(
      'Anna Testowa',
    );
    await api.call('saveProfile', { psychologistId, profile });
    expect(await search(practiceId)).toHaveLength(1);

    const own = await working(
      [{ start: '09:00', end: '11:00' }],
      {},
      { whoMayBook: 'own-clients' },
    );
    expect(await search(own.practiceId)).toEqual([]);
  });

  test('B15 the index follows a save of the windows in the same transaction', async () => {
    const { practiceId, psychologistId, api } = await working([{ start: '09:00', end: '11:00' }]);
    const { availability } = await api.call('availability', { psychologistId });
    await api.call('saveAvailability', {
      psychologistId,
      availability: {
        ...availability,
        exceptions: [{ date: monday.toString(), windows: [{ start: '15:00', end: '16:00' }] }],
      },
      ownPolicy: {},
      version: 2,
    });
    expect(await starts(practiceId)).toEqual([at('15:00')]);
  });

  test('B15 a booking takes its time out of the index, a cancellation gives it back', async () => {
    const { practiceId, psychologistId, api } = await working([{ start: '09:00', end: '11:00' }]);
    const clientId = await client(used.fixtures, practiceId);
    const { appointments } = await api.call('bookAppointment', {
      psychologistId,
      startsAt: at('09:00'),
      modality: 'video',
      attendees: [{ role: 'client', client: { clientId } }],
    });
    expect(await starts(practiceId)).toEqual([at('10:00')]);
    const [booked] = appointments;
    if (!booked) throw new Error('Nothing was booked.');
    await api.call('cancelAppointment', { appointmentId: booked.appointmentId, scope: 'one' });
    expect(await starts(practiceId)).toEqual([at('09:00'), at('10:00')]);
  });

  test('B15 a start that cannot be booked any more is not shown, nor who has none left', async () => {
    const { practiceId, psychologistId } = await working([{ start: '09:00', end: '11:00' }]);
    const pass = (start: number) =>
      used.fixtures.change(
        `UPDATE opening_index SET notice_minutes = $2::int,
           valid_until = first_start - $2::int * interval '1 minute' WHERE psychologist_id = $1`,
        [psychologistId, Math.ceil((start - Date.now()) / 60_000) + 1],
      );
    await pass(at('09:00'));
    expect(await starts(practiceId)).toEqual([at('10:00')]);
    await pass(at('10:00'));
    expect(await search(practiceId)).toEqual([]);
  });

  test('B15 letters need no time: everybody who offers them is found', async () => {
    const { practiceId } = await working([]);
    expect(await search(practiceId, { modality: 'message' })).toEqual([]);
    await used.fixtures.change('UPDATE practices SET letter_reply_days = 3 WHERE id = $1', [
      practiceId,
    ]);
    const [found] = await search(practiceId, { modality: 'message', problem: 'grief' });
    expect(found?.firstOpenings).toEqual([]);
    expect(found?.modalities).toContain('message');
    expect(await search(practiceId, { modality: 'message', problem: 'sleep' })).toEqual([]);
  });
});

describe('profile', () => {
  test('is read back as it was saved, by whoever may edit it', async () => {
    const { psychologistId, api } = await working([]);
    expect(await api.call('profile', { psychologistId })).toEqual({ profile });
  });

  test('is nobody’s before it is somebody’s: an unknown psychologist answers 404', async () => {
    const psychologistId = '00000000-0000-4000-8000-000000000000';
    const { status } = await new Api(used.stack.origin()).send('psychologist', { psychologistId });
    expect(status).toBe(404);
  });
});
