import { randomUUID } from 'node:crypto';
import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { RunLater } from './SilenceWatch.ts';
import { connectIce } from './testing/iceTcp.ts';
import { consumers, producers } from './testing/mediaObserver.ts';
import { camera, joinInput, microphone } from './testing/page.ts';
import { startTestNode, type TestNode, TestSignaling } from './testing/TestNode.ts';

let node: TestNode;
let signaling: TestSignaling;
/** Timers that a test lets run out by hand. */
const timers = new Map<() => void, number>();
const byHand: RunLater = (task, milliseconds) => {
  timers.set(task, milliseconds);
  return () => timers.delete(task);
};

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

beforeEach(async () => {
  timers.clear();
  node = await startTestNode({ port: await freePort(), runLater: byHand });
  signaling = new TestSignaling(node.url);
  await signaling.opened();
});
afterEach(async () => {
  signaling.close();
  await node.stop();
});

const dump = async () => {
  const held = await node.pool.slots[0]?.dump();
  if (!held) throw new Error('no worker');
  return held;
};

describe('nothing leaks', () => {
  test('500 rooms of two, opened and closed, leave nothing in us or in the worker', async () => {
    const before = await dump();
    const listenersBefore = process.listenerCount('SIGTERM');
    const converse = async (index: number) => {
      const roomId = randomUUID();
      const [ana, bob] = [joinInput({ roomId }), joinInput({ roomId, admitted: false })];
      await Promise.all([signaling.ask('peer:join', ana), signaling.ask('peer:join', bob)]);
      await Promise.all(
        [microphone(ana), camera(ana), microphone(bob), camera(bob)].map((track) =>
          signaling.ask('peer:produce', track),
        ),
      );
      const peers = await signaling.ask('peer:join', ana);
      const consumerIds = peers.consumers.map((one) => one.consumerId);
      await signaling.ask('consumer:ready', { ...ana, consumerIds });
      await signaling.ask('peer:admit', bob);
      expect(consumerIds).toHaveLength(2);
      // The three ways in which a room ends: closed, left by all, and closed amid the work.
      if (index % 3 === 0) await signaling.ask('room:close', { roomId });
      else if (index % 3 === 1) {
        await Promise.all([signaling.ask('peer:leave', ana), signaling.ask('peer:leave', bob)]);
      } else {
        const late = joinInput({ roomId });
        const busy = [
          signaling.raw('peer:join', late),
          signaling.raw('peer:join', joinInput({ roomId, peerId: ana.peerId })),
          signaling.raw('peer:produce', microphone(late)),
        ];
        await signaling.ask('room:close', { roomId });
        await Promise.all(busy);
        await signaling.ask('room:close', { roomId });
      }
    };
    for (let first = 0; first < 500; first += 10) {
      await Promise.all(Array.from({ length: 10 }, (_, offset) => converse(first + offset)));
    }
    expect(node.rooms.count).toBe(0);
    expect(node.rooms.peerCount).toBe(0);
    expect(node.pool.slots[0]?.rooms).toBe(0);
    expect(node.control.busyPeers).toBe(0);
    expect(timers.size).toBe(0);
    expect(consumers.size).toBe(0);
    expect(producers.size).toBe(0);
    const after = await dump();
    expect(after.routerIds).toEqual([]);
    expect(after.transportIds).toEqual([]);
    expect(after.channelMessageHandlers).toEqual(before.channelMessageHandlers);
    expect(process.listenerCount('SIGTERM')).toBe(listenersBefore);
    expect(node.pool.restarts).toBe(0);
  }, 120_000);

  test('a stopped node tells its rooms and leaves no worker behind', async () => {
    const ana = joinInput();
    await signaling.ask('peer:join', ana);
    const pid = Number(node.pool.slots[0]?.pid);
    await node.stop();
    expect(signaling.of('room:lost')).toEqual([{ roomId: ana.roomId }]);
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });
});

describe('M5: silence', () => {
  const later = async () => await vi.waitFor(() => expect(timers.size).toBe(1));

  test('a peer whose media path is silent for 60 s is closed and told of', async () => {
    const ana = joinInput();
    const setup = await signaling.ask('peer:join', ana);
    expect(timers.size).toBe(0);
    const path = await connectIce(setup.send);
    const second = await connectIce(setup.receive);
    path.destroy();
    second.destroy();
    await later();
    const [[expire, milliseconds] = []] = timers;
    expect(milliseconds).toBe(60_000);
    expire?.();
    expect(await signaling.until('peer:gone')).toEqual([
      { roomId: ana.roomId, peerId: ana.peerId },
    ]);
    await expect(signaling.ask('peer:admit', ana)).rejects.toThrow('NOT_FOUND');
    expect((await dump()).transportIds).toEqual([]);
  });

  test('a path that comes back in time, or another that stands, keeps the peer', async () => {
    const ana = joinInput();
    const setup = await signaling.ask('peer:join', ana);
    const send = await connectIce(setup.send);
    const receive = await connectIce(setup.receive);
    send.destroy();
    receive.destroy();
    await later();
    const again = await connectIce(setup.send);
    await vi.waitFor(() => expect(timers.size).toBe(0));
    expect((await signaling.ask('peer:join', ana)).kept).toBe(true);
    again.destroy();
    await later();
    await signaling.ask('peer:leave', ana);
    expect(timers.size).toBe(0);
  });
});

describe('M6: a worker dies', () => {
  test('its rooms are told as lost, it runs again on its port, and the next join works', async () => {
    const [ana, bob] = [joinInput(), joinInput()];
    const { send } = await signaling.ask('peer:join', ana);
    await signaling.ask('peer:join', bob);
    await signaling.ask('peer:produce', microphone(ana));
    const pid = Number(node.pool.slots[0]?.pid);
    process.kill(pid, 'SIGKILL');
    const lost = await signaling.until('room:lost', 2);
    expect(lost.map((one) => one.roomId).sort()).toEqual([ana.roomId, bob.roomId].sort());
    expect(node.rooms.count).toBe(0);

    const again = await signaling.ask('peer:join', ana);
    expect(again.kept).toBe(false);
    expect(again.send.iceCandidates.map((one) => one.port)).toEqual(
      send.iceCandidates.map((one) => one.port),
    );
    expect(node.pool.slots[0]?.pid).not.toBe(pid);
    expect(node.pool.restarts).toBe(1);
    await signaling.ask('peer:produce', microphone(ana));
  });

  test('messages in work when it dies get an answer', async () => {
    const ana = joinInput();
    await signaling.ask('peer:join', ana);
    process.kill(Number(node.pool.slots[0]?.pid), 'SIGKILL');
    const replies = await Promise.all([
      signaling.raw('peer:produce', microphone(ana)),
      signaling.raw('peer:restart-ice', { ...ana, direction: 'send' }),
      signaling.raw('peer:join', joinInput({ roomId: ana.roomId })),
    ]);
    for (const reply of replies) {
      const { ok, error } = Object(reply);
      if (!ok) expect(['NOT_FOUND', 'MEDIA_UNAVAILABLE']).toContain(error.code);
    }
  });
});
