import { expect, test } from 'vitest';
import { ChattingPage } from '../support/ChattingPage.ts';
import { conversation } from '../support/conversation.ts';
import { useStack } from '../support/useStack.ts';

const used = useStack({ signaling: 2, sfu: 2, redis: true });

const each = 1000;

/** Numbers that look random and are the same for a seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

test('C1 C2 C3 N1 whatever is killed during 1,000 messages from both sides: none lost, none doubled, one order', async () => {
  const { stack } = used;
  const seed = Number(process.env.CHAT_SEED ?? Date.now() % 100_000);
  console.info(`CHAT_SEED=${seed}`);
  const random = randomFrom(seed);
  const { host, client, appointment } = await conversation(used);
  const { sessionId } = appointment;
  host.socket.close();
  client.socket.close();
  const origins = [stack.origin(0), stack.origin(1)];
  const pages = [
    new ChattingPage({
      origins,
      first: 0,
      cookie: host.api.cookie,
      enter: (api) => api.call('startSession', { sessionId }),
    }),
    new ChattingPage({
      origins,
      first: 1,
      cookie: client.api.cookie,
      enter: (api) => api.call('enterSession', { sessionId }),
    }),
  ] as const;
  await Promise.all(pages.map((page) => page.open()));

  const victims = [
    ['signaling 1', () => stack.signaling[0]?.restart()],
    ['signaling 2', () => stack.signaling[1]?.restart()],
    ['the media node', () => stack.sfu[0]?.restart()],
    ['Redis', () => stack.restartRedis()],
  ] as const;
  const order = victims.map((victim) => ({ victim, at: random() })).toSorted((a, b) => a.at - b.at);
  const acked = () => pages[0].acked + pages[1].acked;
  const killing = (async () => {
    for (const [index, { victim }] of order.entries()) {
      const [name, kill] = victim;
      // Each in a quarter of its own, so that all of them meet messages under way.
      const after = Math.floor(((index + random()) / order.length) * 2 * each * 0.9);
      await expect.poll(acked, { timeout: 60_000, interval: 5 }).toBeGreaterThanOrEqual(after);
      console.info(`${name} dies after ${acked()} acks`);
      await kill();
    }
  })();
  const texts = (name: string) => Array.from({ length: each }, (_, n) => `${name} ${n}`);
  await Promise.all([pages[0].send(texts('host')), pages[1].send(texts('client')), killing]);

  await expect
    .poll(() => pages.map(({ cursor }) => cursor), { timeout: 30_000 })
    .toEqual([2 * each, 2 * each]);
  const [hosts, clients] = pages.map(({ shown }) => shown);
  expect(clients).toEqual(hosts);
  expect(hosts?.map(({ sequence }) => sequence)).toEqual(
    Array.from({ length: 2 * each }, (_, n) => n + 1),
  );
  expect(new Set(hosts?.map(({ text }) => text))).toEqual(
    new Set([...texts('host'), ...texts('client')]),
  );
  // Or nothing of theirs was killed at all.
  expect(pages[0].reconnections + pages[1].reconnections).toBeGreaterThanOrEqual(2);
  for (const page of pages) page.close();
}, 150_000);
