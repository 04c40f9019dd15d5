import { Gauge, type Registry } from 'prom-client';
import type { Database } from '../database/Database.ts';

/**
 * Adds what goes on in sessions right now. Read from the database when somebody asks, not counted as
 * it happens: processes come and go with their pages' sockets, and a count that one of them kept
 * would be wrong after it died. So every process tells the same figure: take one, not their sum.
 */
export function observeSessions(registry: Registry, database: Database): void {
  const registers = [registry];
  new Gauge({
    name: 'gabinet_sessions_live',
    help: 'Sessions that are live, in the whole service.',
    registers,
    async collect() {
      await whileItAnswers(this, async () => {
        const { count } = await database
          .selectFrom('sessions')
          .select((select) => select.fn.countAll<number>().as('count'))
          .where('phase', '=', 'live')
          .executeTakeFirstOrThrow();
        this.set(Number(count));
      });
    },
  });
  new Gauge({
    name: 'gabinet_participants_admitted',
    help: 'People inside live sessions, by the rungs of their link (rule L1), in the whole service.',
    labelNames: ['uplink', 'downlink'],
    registers,
    async collect() {
      await whileItAnswers(this, async () => {
        const rows = await database
          .selectFrom('participants as p')
          .innerJoin('sessions as s', 's.id', 'p.appointment_id')
          .select((select) => ['p.uplink', 'p.downlink', select.fn.countAll<number>().as('count')])
          .where('s.phase', '=', 'live')
          .where('p.presence', '=', 'admitted')
          .groupBy(['p.uplink', 'p.downlink'])
          .execute();
        // A pair of rungs that nobody is on any more would keep its last figure.
        this.reset();
        for (const { uplink, downlink, count } of rows) {
          this.set({ uplink, downlink }, Number(count));
        }
      });
    },
  });
}

/** Without the database there is no figure, but all the others are still told. */
async function whileItAnswers<T extends string>(
  gauge: Gauge<T>,
  read: () => Promise<void>,
): Promise<void> {
  try {
    await read();
  } catch {
    gauge.reset();
  }
}
