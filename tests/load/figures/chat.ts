import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { freshDatabase } from '../../support/databases.ts';
import { type Appointment, Fixtures } from '../../support/fixtures.ts';
import { forgeToken, standardClaims } from '../../support/forgery.ts';
import type { Stack } from '../../support/Stack.ts';
import { type ChatLoadOrder, chatLoadAnswer } from '../chatOrders.ts';
import type { Figure } from '../Figure.ts';
import { type Child, startChild } from '../processes.ts';
import { startStack } from '../product/stack.ts';
import { percentile } from '../statistics.ts';

type Auths = Extract<ChatLoadOrder, { kind: 'open' }>['auths'];

/** Rooms that write at once when it is asked how much can be borne. */
const inFlight = 64;

/**
 * A durable message from send to shown at the other side, in many rooms, at half the rate that the
 * reference sustains; the pages are in a process of their own.
 */
export const chat: Figure = async ({ quick, say }) => {
  const [roomCount, rounds, seconds] = quick ? [50, 2, 3] : [500, 3, 10];
  const opened: { stop(): Promise<unknown> }[] = [];
  const own = <T extends { stop(): Promise<unknown> }>(one: T): T => {
    opened.unshift(one);
    return one;
  };
  try {
    const stack = own(
      await startStack({ sfu: 0, environment: { SFU_URLS: 'http://127.0.0.1:9' } }),
    );
    const database = await freshDatabase();
    own({ stop: () => database.drop() });
    const bare = own(
      await startChild(join(import.meta.dirname, '../reference/chatServer.ts'), {
        DATABASE_URL: database.url,
      }),
    );
    const load = join(import.meta.dirname, '../chatLoad.ts');
    const sides = {
      ours: own(await startChild(load, {})),
      reference: own(await startChild(load, {})),
    };
    await tell(sides.ours, {
      kind: 'open',
      url: stack.origin(),
      auths: await liveRooms(stack, roomCount),
    });
    const bareAuths: Auths = Array.from({ length: roomCount }, () => {
      const room = randomUUID();
      return [{ room }, { room }];
    });
    await tell(sides.reference, { kind: 'open', url: bare.url, auths: bareAuths });

    // The first messages make each session's key, plan the statements and warm both up.
    for (const side of [sides.reference, sides.ours]) {
      await tell(side, { kind: 'steady', perSecond: roomCount / 2, seconds: 3 });
    }
    const [bearable = 0] = await tell(sides.reference, { kind: 'sustained', inFlight, seconds });
    const perSecond = Math.floor(bearable / 2);
    say(
      `  chat: the reference sustains ${bearable.toFixed(0)} a second; measuring at ${perSecond}`,
    );
    const samples = { ours: [] as number[], reference: [] as number[] };
    for (let round = 0; round < rounds; round += 1) {
      const order =
        round % 2 === 0 ? (['ours', 'reference'] as const) : (['reference', 'ours'] as const);
      for (const name of order) {
        const times = await tell(sides[name], { kind: 'steady', perSecond, seconds });
        // Not `push(...times)`: there are tens of thousands.
        samples[name] = samples[name].concat(times);
        say(
          `  chat, ${name}: p50 ${percentile(times, 0.5).toFixed(1)}, p99 ${percentile(times, 0.99).toFixed(1)} ms`,
        );
      }
    }
    const p99 = {
      ours: percentile(samples.ours, 0.99),
      reference: percentile(samples.reference, 0.99),
    };
    return [
      {
        figure: `chat, ${roomCount} rooms, ${perSecond} messages a second`,
        unit: 'ms',
        ...samples,
        aim: 'p99 ≤ 1.3 ×',
        note: `p99 ${p99.ours.toFixed(1)} against ${p99.reference.toFixed(1)} ms: ${(p99.ours / p99.reference).toFixed(2)} ×`,
      },
    ];
  } finally {
    for (const one of opened) await one.stop();
  }
};

/** Sessions that are live with both people inside, and a ticket for each of them. */
async function liveRooms(stack: Stack, count: number): Promise<Auths> {
  const fixtures = new Fixtures(stack.database.url);
  const made: Appointment[] = [];
  try {
    for (let index = 0; index < count; index += 1) {
      made.push(await fixtures.appointment({ psychologist: await fixtures.psychologist() }));
    }
    await fixtures.change("UPDATE sessions SET phase = 'live', live_at = now()");
    await fixtures.change(
      `UPDATE participants SET presence = 'admitted', connected = true, connection_seen_at = 'infinity',
         admitted_at = now(), first_admitted_at = now(), chat_before = 0`,
    );
  } finally {
    await fixtures.close();
  }
  return made.map(({ sessionId, clientParticipantId, psychologistParticipantId }) => {
    const ticketOf = (participantId: string) => ({
      ticket: forgeToken(stack.secrets.ticket, {
        ...standardClaims(120),
        kind: 'seat',
        typ: 'socket',
        aud: 'gabinet-socket',
        sessionId,
        participantId,
        seatId: randomUUID(),
      }),
    });
    return [ticketOf(clientParticipantId), ticketOf(psychologistParticipantId)];
  });
}

function tell(child: Child, order: ChatLoadOrder): Promise<number[]> {
  return new Promise((resolve, reject) => {
    const hear = (given: unknown) => {
      const answer = chatLoadAnswer.parse(given);
      child.process.off('message', hear);
      if (answer.type === 'done') resolve(answer.figures);
      else reject(new Error(answer.type === 'failed' ? answer.reason : 'It started anew.'));
    };
    child.process.on('message', hear);
    child.process.send(order);
  });
}
