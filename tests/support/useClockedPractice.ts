import type { HttpOutput, HttpRequestInput } from '@gabinet/shared/contracts/http';
import { afterAll, beforeEach } from 'vitest';
import { Api } from './Api.ts';
import { ClockedApp } from './ClockedApp.ts';
import type { Psychologist } from './fixtures.ts';
import { client, keepSignedIn, openCalendar } from './practice.ts';

type Booking = HttpRequestInput<'bookAppointment'>;

/** One psychologist with open hours and one client, both new in every test, under a clock that stands. */
export interface ClockedPractice {
  readonly clocked: ClockedApp;
  /** The psychologist's page. */
  readonly api: Api;
  readonly anna: Psychologist;
  readonly clientId: string;
  /** What books the client at the usual time by video, unless it is changed. */
  request(changes?: Partial<Booking>): Booking;
  /** Books that; gives the first appointment of it. */
  book(changes?: Partial<Booking>): Promise<HttpOutput<'bookAppointment'>['appointments'][number]>;
  /** Whether strangers are offered a time, the usual one unless another is given. */
  offered(startsAt?: number): Promise<boolean>;
}

/**
 * Starts it for all tests of a file.
 * @param now where the clock stands when a test begins (ISO 8601)
 * @param usual when the appointments of this file are, unless a test says otherwise (epoch milliseconds)
 */
export async function useClockedPractice(now: string, usual: number): Promise<ClockedPractice> {
  const clocked = await ClockedApp.start(now);
  const api = new Api(clocked.origin);
  let anna: Psychologist | undefined;
  let clientId = '';
  beforeEach(async () => {
    clocked.at(now);
    anna = await clocked.fixtures.psychologist();
    await keepSignedIn(clocked.fixtures);
    await openCalendar(clocked.fixtures, anna);
    clientId = await client(clocked.fixtures, anna.practiceId);
    api.cookie = anna.cookie;
  });
  afterAll(() => clocked.stop());
  const psychologist = (): Psychologist => {
    if (!anna) throw new Error('The psychologist is there only within tests.');
    return anna;
  };
  const request = (changes: Partial<Booking> = {}): Booking => ({
    psychologistId: psychologist().psychologistId,
    startsAt: usual,
    modality: 'video',
    attendees: [{ role: 'client', client: { clientId } }],
    ...changes,
  });
  return {
    clocked,
    api,
    get anna() {
      return psychologist();
    },
    get clientId() {
      return clientId;
    },
    request,
    async book(changes) {
      const [first] = (await api.call('bookAppointment', request(changes))).appointments;
      if (!first) throw new Error('Nothing was booked.');
      return first;
    },
    async offered(startsAt = usual) {
      const date = new Date(startsAt).toISOString().slice(0, 10);
      const { psychologistId } = psychologist();
      const asked = { psychologistId, from: date, to: date };
      return (await clocked.api().call('openings', asked)).openings.includes(startsAt);
    },
  };
}
