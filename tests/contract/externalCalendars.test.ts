import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Availabilities } from '../../signaling/src/availability/Availabilities.ts';
import { CalendarFetcher } from '../../signaling/src/availability/CalendarFetcher.ts';
import { ExternalCalendars } from '../../signaling/src/availability/ExternalCalendars.ts';
import { OpeningIndex } from '../../signaling/src/availability/OpeningIndex.ts';
import { type Database, openDatabase } from '../../signaling/src/database/Database.ts';
import { createLog } from '../../signaling/src/observability/log.ts';
import { Vault } from '../../signaling/src/vault/Vault.ts';
import { Api } from '../support/Api.ts';
import { CalendarServer } from '../support/CalendarServer.ts';
import { freshDatabase, type TestDatabase } from '../support/databases.ts';
import { Fixtures, type Psychologist } from '../support/fixtures.ts';
import { staff } from '../support/practice.ts';
import { useStack } from '../support/useStack.ts';

const used = useStack();
const zone = 'Europe/Warsaw';
const minuteMs = 60_000;
const today = Temporal.Now.plainDateISO(zone);
const monday = today.add({ days: 8 - today.dayOfWeek + 7 });
const date = monday.toString();
const day = date.replaceAll('-', '');
const ten = `DTSTART;TZID=${zone}:${day}T100000\nDTEND;TZID=${zone}:${day}T110000`;

function at(time: string): number {
  return monday.toZonedDateTime({ timeZone: zone, plainTime: time }).epochMilliseconds;
}

let server: CalendarServer;
beforeAll(async () => {
  server = await CalendarServer.start();
});
afterAll(() => server.stop());

/** A psychologist who works on that Monday from 9 to 12, and asks for what is offered. */
async function working() {
  const psychologist = await used.fixtures.psychologist();
  const api = new Api(used.stack.origin(), psychologist.cookie);
  const { psychologistId } = psychologist;
  await api.call('saveAvailability', {
    psychologistId,
    availability: {
      zones: [{ from: null, zone }],
      rules: [],
      exceptions: [{ date, windows: [{ start: '09:00', end: '12:00' }] }],
      holidaysClosed: false,
    },
    ownPolicy: {},
    version: 1,
  });
  return {
    ...psychologist,
    api,
    offered: async () =>
      (await api.call('openings', { psychologistId, from: date, to: date })).openings,
    listed: async () =>
      (await api.call('availability', { psychologistId })).externalCalendars.map((one) => ({
        name: one.name,
        fetched: one.fetchedAt !== null,
        failing: one.failing,
      })),
    found: async () =>
      (await api.call('psychologists', { practiceId: psychologist.practiceId })).found.flatMap(
        (one) => one.firstOpenings,
      ),
  };
}

describe('over the real stack', () => {
  test('F2 a calendar that is added is fetched in the background, and blocks; removed, it does not', async () => {
    const { api, psychologistId, offered, listed, found } = await working();
    const all = [at('09:00'), at('10:00'), at('11:00')];
    expect(await offered()).toEqual(all);
    server.publish('/private', [ten]);
    const { calendarId } = await api.call('addExternalCalendar', {
      psychologistId,
      name: 'Private',
      url: server.url('/private'),
    });
    await expect.poll(listed).toEqual([{ name: 'Private', fetched: true, failing: false }]);
    expect(await offered()).toEqual([all[0], all[2]]);
    expect(await found()).toEqual([all[0], all[2]]);
    // Another psychologist of the same practice can't take it away.
    const stranger = await used.fixtures.psychologist();
    const foreign = new Api(used.stack.origin(), stranger.cookie);
    for (const own of [psychologistId, stranger.psychologistId]) {
      const { status } = await foreign.send('removeExternalCalendar', {
        psychologistId: own,
        calendarId,
      });
      expect(status).toBe(404);
    }
    await api.call('removeExternalCalendar', { psychologistId, calendarId });
    expect(await offered()).toEqual(all);
    expect(await found()).toEqual(all);
  });

  test('F2 a calendar that cannot be read is shown as failing, and blocks nothing', async () => {
    const { api, psychologistId, offered, listed } = await working();
    server.answer('/sign-in', (_request, response) => response.end('<html>Sign in</html>'));
    await api.call('addExternalCalendar', {
      psychologistId,
      name: 'Broken',
      url: server.url('/sign-in'),
    });
    await expect.poll(listed).toEqual([{ name: 'Broken', fetched: false, failing: true }]);
    expect(await offered()).toHaveLength(3);
  });

  test('V1 the address of a calendar is nowhere in the database or the log', async () => {
    const { api, psychologistId, listed } = await working();
    const url = server.url('/secret-4f9d2c');
    server.publish('/secret-4f9d2c', []);
    await api.call('addExternalCalendar', { psychologistId, name: 'Secret', url });
    await expect.poll(listed).toEqual([{ name: 'Secret', fetched: true, failing: false }]);
    expect(await used.fixtures.dump()).not.toContain('secret-4f9d2c');
    expect(used.stack.output).not.toContain('secret-4f9d2c');
  });

  test('A5 only the psychologist adds calendars; X1 other protocols are refused', async () => {
    const { api, psychologistId, practiceId } = await working();
    const coordinator = await staff(used.fixtures, practiceId, { isCoordinator: true });
    const input = { psychologistId, name: 'Mine', url: server.url('/private') };
    const asked = await new Api(used.stack.origin(), coordinator.cookie).send(
      'addExternalCalendar',
      input,
    );
    expect(asked.status).toBe(401);
    for (const url of ['file:///etc/passwd', 'ftp://example.org/a.ics', 'calendar']) {
      const refused = await api.refusal('addExternalCalendar', { ...input, url });
      expect(refused.code).toBe('INVALID_INPUT');
    }
  });
});

describe('the fetcher', () => {
  let database: Database;
  let now = Date.now();
  const clock = { now: () => now };
  const changed: string[] = [];
  const vault = new Vault(randomBytes(32).toString('base64url'), clock);

  // Of its own: the stack's fetcher must not take what these tests fetch.
  let own: TestDatabase;
  let fixtures: Fixtures;
  beforeAll(async () => {
    own = await freshDatabase();
    database = openDatabase(own.url);
    fixtures = new Fixtures(own.url);
  });
  afterAll(async () => {
    await Promise.all([database.destroy(), fixtures.close()]);
    await own.drop();
  });
  beforeEach(async () => {
    await database.deleteFrom('external_calendars').execute();
    now = Date.now();
    changed.length = 0;
    server.asked.length = 0;
  });

  /** A fetcher whose loop doesn't run by itself, and a way to add calendars to it. */
  function fetching(psychologist: Psychologist, allowPrivate = true) {
    const availabilities = new Availabilities(clock);
    const parts = {
      database,
      vault,
      availabilities,
      index: new OpeningIndex({ database, availabilities, clock }),
      calendarChanged: ({ psychologistId }: { psychologistId: string }) =>
        void changed.push(psychologistId),
      clock,
      log: createLog('silent'),
    };
    const fetcher = new CalendarFetcher({ ...parts, allowPrivate });
    const calendars = new ExternalCalendars({ ...parts, fetcher });
    const staff = {
      staffId: psychologist.staffId,
      practiceId: psychologist.practiceId,
      psychologistId: psychologist.psychologistId,
      isOwner: true,
      isCoordinator: false,
    };
    const session = {
      browserSessionId: psychologist.staffId,
      staff,
      psychologistId: psychologist.psychologistId,
      clientId: null,
      signedInAt: now,
    };
    return {
      fetcher,
      add: async (url: string) => {
        const { calendarId } = await calendars.add(session, {
          psychologistId: psychologist.psychologistId,
          name: 'Calendar',
          url,
        });
        await fetcher.idle();
        return calendarId;
      },
      later: async (minutes: number) => {
        now += minutes * minuteMs;
        await fetcher.fetchDue();
      },
      state: () =>
        database
          .selectFrom('external_calendars as c')
          .select(({ selectFrom }) => [
            'c.failed_at',
            'c.etag',
            selectFrom('external_busy as b')
              .whereRef('b.calendar_id', '=', 'c.id')
              .select(({ fn }) => fn.countAll<string>().as('n'))
              .as('busy'),
          ])
          .where('c.psychologist_id', '=', psychologist.psychologistId)
          .executeTakeFirstOrThrow(),
    };
  }

  test('F2 asks again after 15 minutes with the ETag, and reads what has changed', async () => {
    const psychologist = await fixtures.psychologist();
    const { add, later, state } = fetching(psychologist);
    server.publish('/etag', [ten]);
    await add(server.url('/etag'));
    const first = await state();
    expect(first).toMatchObject({ busy: '1', failed_at: null });
    await later(10);
    expect(server.asked).toEqual(['/etag']);
    await later(10);
    expect(server.asked).toEqual(['/etag', `/etag ${first.etag}`]);
    server.publish('/etag', [ten, ten.replaceAll(`${day}T1`, `${day}T2`)]);
    await later(20);
    expect(await state()).toMatchObject({ busy: '2' });
    expect(changed).toEqual([psychologist.psychologistId, psychologist.psychologistId]);
  });

  test('F2 two processes fetch a calendar once', async () => {
    const psychologist = await fixtures.psychologist();
    const one = fetching(psychologist);
    const other = fetching(psychologist);
    server.publish('/once', [ten]);
    await one.add(server.url('/once'));
    now += 20 * minuteMs;
    server.asked.length = 0;
    await Promise.all([one.fetcher.fetchDue(), other.fetcher.fetchDue()]);
    expect(server.asked.filter((path) => path.startsWith('/once'))).toHaveLength(1);
  });

  test('F2 a calendar that fails keeps what it blocked, and is well again after a good fetch', async () => {
    const psychologist = await fixtures.psychologist();
    const { add, later, state } = fetching(psychologist);
    server.publish('/ill', [ten]);
    await add(server.url('/ill'));
    server.answer('/ill', (_request, response) => response.writeHead(500).end());
    await later(20);
    expect(await state()).toMatchObject({ busy: '1', failed_at: expect.any(Date) });
    server.publish('/ill', [ten]);
    await later(20);
    expect(await state()).toMatchObject({ busy: '1', failed_at: null });
  });

  test('F2 follows three redirects and not four', async () => {
    const psychologist = await fixtures.psychologist();
    const { add, state } = fetching(psychologist);
    server.publish('/r0', [ten]);
    for (const step of [1, 2, 3, 4]) {
      server.answer(`/r${step}`, (_request, response) =>
        response.writeHead(302, { location: `/r${step - 1}` }).end(),
      );
    }
    await add(server.url('/r3'));
    expect(await state()).toMatchObject({ busy: '1', failed_at: null });
    const patient = fetching(await fixtures.psychologist());
    await patient.add(server.url('/r4'));
    expect(await patient.state()).toMatchObject({ busy: '0', failed_at: expect.any(Date) });
  });

  test('F2 more than 5 MB are not read', async () => {
    const { add, state } = fetching(await fixtures.psychologist());
    const line = `X-FILL:${'x'.repeat(1000)}\r\n`.repeat(1024);
    let sent = 0;
    server.answer('/large', (_request, response) => {
      const more = () => {
        while (!response.destroyed && sent < 20) {
          sent += 1;
          if (!response.write(line)) return void response.once('drain', more);
        }
        response.end();
      };
      response.writeHead(200);
      more();
    });
    await add(server.url('/large'));
    expect(await state()).toMatchObject({ failed_at: expect.any(Date) });
    expect(sent).toBeLessThan(20);
  });

  test.each(['127.0.0.1', 'localhost', '[::1]', '[::ffff:127.0.0.1]', '2130706433'])(
    'F2 nothing is fetched from %s, which is inside',
    async (host) => {
      const { add, state } = fetching(await fixtures.psychologist(), false);
      server.publish('/inside', [ten]);
      await add(server.url('/inside', host));
      expect(await state()).toMatchObject({ busy: '0', failed_at: expect.any(Date) });
      expect(server.asked).toEqual([]);
    },
  );
});
