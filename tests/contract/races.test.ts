import type { HttpRequestInput } from '@gabinet/shared/contracts/http';
import { beforeAll, describe, expect, test } from 'vitest';
import { Api } from '../support/Api.ts';
import type { Psychologist } from '../support/fixtures.ts';
import { PageSocket } from '../support/PageSocket.ts';
import { client, colleague, openCalendar, staff } from '../support/practice.ts';
import { useStack } from '../support/useStack.ts';

/** Rivals at two processes of the real service and one real database. */
const used = useStack({
  signaling: 2,
  redis: true,
  sfu: 0,
  environment: { TRUSTED_PROXIES: '1' },
});

const weekMs = 7 * 24 * 60 * 60_000;
const hourMs = 60 * 60_000;
let anna: Psychologist;
let barbara: Psychologist;
/** 10:00 in Warsaw, some days ahead: inside open hours whatever the season. */
let start: number;

beforeAll(async () => {
  anna = await used.fixtures.psychologist('Anna');
  barbara = await colleague(used.fixtures, anna.practiceId);
  for (const one of [anna, barbara]) await openCalendar(used.fixtures, one);
  start = Temporal.Now.zonedDateTimeISO('Europe/Warsaw')
    .add({ days: 3 })
    .withPlainTime('10:00').epochMilliseconds;
});

/** The owner's page at one of the two processes; each address has limits of its own. */
const apiAt = (index: number) =>
  new Api(used.stack.origin(index % 2), anna.cookie, `198.51.100.${index % 200}`);

interface Timed {
  status: number;
  code: string | undefined;
  milliseconds: number;
}

async function book(
  index: number,
  request: Partial<HttpRequestInput<'bookAppointment'>>,
): Promise<Timed> {
  const startedAt = performance.now();
  const { status, body } = await apiAt(index).send('bookAppointment', {
    psychologistId: anna.psychologistId,
    startsAt: start,
    modality: 'video',
    attendees: [],
    ...request,
  });
  const code = (body as { error?: { code?: string } }).error?.code;
  return { status, code, milliseconds: performance.now() - startedAt };
}

const many = <T>(count: number, work: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)));

const tally = (answers: readonly Timed[]): Record<string, number> =>
  Object.fromEntries(
    [...Map.groupBy(answers, (one) => String(one.status))].map(([status, of]) => [
      status,
      of.length,
    ]),
  );

const clients = (count: number) =>
  many(count, (index) => client(used.fixtures, anna.practiceId, `Rival ${index}`));

describe('B6 rivals', () => {
  test('B6 fifty at once for one opening: one has it, the others are told, each within 2 s', async () => {
    const rivals = await clients(50);
    const answers = await many(50, (index) =>
      book(index, { attendees: [{ role: 'client', client: { clientId: rivals[index] ?? '' } }] }),
    );
    expect(tally(answers)).toEqual({ 200: 1, 409: 49 });
    expect(new Set(answers.map((one) => one.code))).toEqual(new Set([undefined, 'OPENING_TAKEN']));
    expect(Math.max(...answers.map((one) => one.milliseconds))).toBeLessThan(2_000);
  });

  test('B6 B9 series against series: whole ones or none, and no deadlock is left over', async () => {
    // Half of them are shifted by a week: each overlaps its rivals in all but one occurrence.
    const answers = await many(30, (index) =>
      book(index, {
        startsAt: start + 2 * hourMs + (index % 2) * weekMs,
        repeat: { everyWeeks: 1, count: 6 },
      }),
    );
    expect(tally(answers)).toEqual({ 200: 1, 409: 29 });
    const calendar = await apiAt(0).call('calendar', {
      psychologistId: anna.psychologistId,
      from: start,
      to: start + 8 * weekMs,
    });
    expect(calendar.appointments.filter((one) => one.series !== null)).toHaveLength(6);
  });

  test('B6 B12 the same two people in both orders, with two psychologists, at one time', async () => {
    const [first = '', second = ''] = await clients(2);
    const attendees = (ids: string[]) =>
      ids.map((clientId) => ({ role: 'partner' as const, client: { clientId } }));
    const answers = await many(40, (index) =>
      book(index, {
        psychologistId: (index % 2 === 0 ? anna : barbara).psychologistId,
        startsAt: start + 4 * hourMs,
        attendees: attendees(index % 4 < 2 ? [first, second] : [second, first]),
      }),
    );
    expect(tally(answers)).toEqual({ 200: 1, 409: 39 });
    expect(new Set(answers.map((one) => one.code))).toEqual(
      new Set([undefined, 'OPENING_TAKEN', 'PARTICIPANT_BUSY']),
    );
  });

  test('B6 moves, cancellations and bookings all at once leave nothing that overlaps', async () => {
    const from = start + weekMs;
    const made = await many(6, async (index) => {
      const { appointments } = await apiAt(index).call('bookAppointment', {
        psychologistId: barbara.psychologistId,
        startsAt: from + index * hourMs,
        modality: 'chat',
        attendees: [],
      });
      return appointments[0]?.appointmentId ?? '';
    });
    const statuses = await many(60, async (index) => {
      const api = apiAt(index);
      const startsAt = from + ((index * 7) % 9) * hourMs;
      const appointmentId = made[index % made.length] ?? '';
      if (index % 10 === 9) return (await api.send('cancelAppointment', { appointmentId })).status;
      if (index % 2 === 0) {
        return (await api.send('moveAppointment', { appointmentId, startsAt })).status;
      }
      return (await book(index, { psychologistId: barbara.psychologistId, startsAt })).status;
    });
    expect(statuses.filter((status) => status !== 200 && status !== 409)).toEqual([]);
    const { appointments } = await apiAt(0).call('calendar', {
      psychologistId: barbara.psychologistId,
      from,
      to: from + 12 * hourMs,
    });
    const live = appointments
      .filter((one) => one.status === 'confirmed')
      .sort((one, other) => one.startsAt - other.startsAt);
    expect(live.length).toBeGreaterThan(0);
    for (const [index, one] of live.entries()) {
      const next = live[index + 1];
      if (next) expect(next.startsAt).toBeGreaterThanOrEqual(one.endsAt);
    }
  });
});

describe('a change made elsewhere', () => {
  test('reaches the calendars of the psychologist and of the practice, at every process', async () => {
    const coordinator = await staff(used.fixtures, anna.practiceId, { isCoordinator: true });
    const stranger = await used.fixtures.psychologist('Foreign');
    const open = async (cookie: string, index: number) => {
      const api = new Api(used.stack.origin(index), cookie);
      return PageSocket.open(api.origin, (await api.call('dayTicket', {})).ticket);
    };
    const own = await open(barbara.cookie, 1);
    const practice = await open(coordinator.cookie, 0);
    const foreign = await open(stranger.cookie, 0);
    let told = 0;
    foreign.socket.on('calendar:changed', () => {
      told += 1;
    });
    const { status } = await book(0, {
      psychologistId: barbara.psychologistId,
      startsAt: start + 2 * weekMs,
    });
    expect(status).toBe(200);
    for (const page of [own, practice]) {
      expect(await page.notice('calendar:changed')).toEqual({
        psychologistId: barbara.psychologistId,
      });
    }
    expect(told).toBe(0);
    for (const page of [own, practice, foreign]) page.close();
  });
});
