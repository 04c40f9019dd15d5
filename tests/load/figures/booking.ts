import { Api } from '../../support/Api.ts';
import { Fixtures } from '../../support/fixtures.ts';
import { client, openCalendar } from '../../support/practice.ts';
import { Stack } from '../../support/Stack.ts';
import type { Figure } from '../Figure.ts';

const RIVALS = 100;
const HOUR_MS = 60 * 60_000;

/**
 * A hundred clients ask for one opening at the same moment, over HTTP at one process: one may have it, the
 * others must be told so, and the slowest answer is what counts. Beside it, a booking nobody contests.
 */
export const booking: Figure = async ({ quick, say }) => {
  // No media is needed, so no node runs: the address leads nowhere.
  const stack = await Stack.start({
    sfu: 0,
    demo: false,
    environment: { TRUSTED_PROXIES: '1', LOG_LEVEL: 'warn', SFU_URLS: 'http://127.0.0.1:9' },
  });
  const fixtures = new Fixtures(stack.database.url);
  try {
    const psychologist = await fixtures.psychologist();
    await openCalendar(fixtures, psychologist);
    const clientIds: string[] = [];
    for (let index = 0; index < RIVALS; index += 1) {
      clientIds.push(await client(fixtures, psychologist.practiceId, `Rival ${index}`));
    }
    const book = async (index: number, startsAt: number) => {
      const api = new Api(stack.origin(), psychologist.cookie, `198.51.100.${index}`);
      const startedAt = performance.now();
      const { status } = await api.send('bookAppointment', {
        psychologistId: psychologist.psychologistId,
        startsAt,
        modality: 'video',
        attendees: [{ role: 'client', client: { clientId: clientIds[index] ?? '' } }],
      });
      return { status, milliseconds: performance.now() - startedAt };
    };
    const firstDay = Temporal.Now.zonedDateTimeISO('Europe/Warsaw').add({ days: 2 });
    /** Openings of the morning of one day after the other. */
    const opening = (round: number, hour: number) =>
      firstDay.add({ days: round }).withPlainTime('08:00').epochMilliseconds + hour * HOUR_MS;
    const rounds = quick ? 3 : 12;
    const slowest: number[] = [];
    const alone: number[] = [];
    const counts = { winners: 0, losers: 0, others: 0 };
    // The first round warms the process up and is not counted.
    for (let round = 0; round <= rounds; round += 1) {
      const answers = await Promise.all(
        clientIds.map((_, index) => book(index, opening(round, 0))),
      );
      const single = await book(round, opening(round, 4));
      if (round === 0) continue;
      alone.push(single.milliseconds);
      slowest.push(Math.max(...answers.map((one) => one.milliseconds)));
      for (const { status } of answers) {
        counts[status === 200 ? 'winners' : status === 409 ? 'losers' : 'others'] += 1;
      }
    }
    const note = `${counts.winners} won, ${counts.losers} told it is taken, ${counts.others} failed, in ${rounds} rounds`;
    say(`  booking: ${note}`);
    return [
      {
        figure: `booking: ${RIVALS} for one opening, the slowest answer`,
        unit: 'ms',
        ours: slowest,
        reference: [],
        aim: '< 2 s',
        note,
      },
      { figure: 'booking: alone', unit: 'ms', ours: alone, reference: [], aim: '-' },
    ];
  } finally {
    await fixtures.close();
    await stack.stop();
  }
};
