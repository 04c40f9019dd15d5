import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { consumers } from './testing/mediaObserver.ts';
import {
  cameraParameters,
  dtlsParameters,
  joinInput,
  microphoneParameters,
  rtpCapabilities,
} from './testing/page.ts';
import { startTestNode, type TestNode, TestSignaling } from './testing/TestNode.ts';

/** Tasks that the node wants done later; the test says when. */
const later: { task: () => void; milliseconds: number }[] = [];
let node: TestNode;
let signaling: TestSignaling;

beforeAll(async () => {
  node = await startTestNode({
    runLater: (task, milliseconds) => {
      const one = { task, milliseconds };
      later.push(one);
      return () => {
        const index = later.indexOf(one);
        if (index >= 0) later.splice(index, 1);
      };
    },
  });
});
afterAll(async () => {
  await node?.stop();
});
beforeEach(async () => {
  signaling = new TestSignaling(node.url);
  await signaling.opened();
});
afterEach(() => {
  node.probes.closeAll();
  signaling.close();
});

async function open(): Promise<string> {
  const probeId = randomUUID();
  await signaling.ask('probe:open', { probeId, rtpCapabilities });
  return probeId;
}

test('P1: what goes up is set up to come back, and flows when the page is ready', async () => {
  const probeId = randomUUID();
  const setup = await signaling.ask('probe:open', { probeId, rtpCapabilities });
  expect(setup.send.transportId).not.toBe(setup.receive.transportId);
  await signaling.ask('probe:connect', { probeId, direction: 'send', dtlsParameters });
  const back = await signaling.ask('probe:produce', {
    probeId,
    kind: 'audio',
    rtpParameters: microphoneParameters(),
  });
  expect(consumers.get(back.consumerId)?.paused).toBe(true);
  await signaling.ask('probe:ready', { probeId });
  expect(consumers.get(back.consumerId)?.paused).toBe(false);
  await signaling.ask('probe:close', { probeId });
  expect(node.probes.count).toBe(0);
  await vi.waitFor(() => expect(consumers.has(back.consumerId)).toBe(false));
  await expect(signaling.ask('probe:ready', { probeId })).rejects.toThrow('NOT_FOUND');
});

test('P1: a test that its page forgot ends after 30 s', async () => {
  const probeId = await open();
  const timer = later.find(({ milliseconds }) => milliseconds === 30_000);
  expect(timer).toBeDefined();
  timer?.task();
  expect(node.probes.count).toBe(0);
  await expect(signaling.ask('probe:ready', { probeId })).rejects.toThrow('NOT_FOUND');
});

test('P1: nobody of a session gets anything of a test, and it is no room', async () => {
  const probeId = await open();
  const peer = joinInput();
  const setup = await signaling.ask('peer:join', peer);
  await signaling.ask('probe:produce', {
    probeId,
    kind: 'video',
    rtpParameters: cameraParameters(),
  });
  expect(setup.consumers).toEqual([]);
  expect(signaling.of('consumer:added')).toEqual([]);
  expect(node.rooms.find(probeId)).toBeUndefined();
  await signaling.ask('room:close', { roomId: peer.roomId });
});

test('P1 M8: one track of a kind, and no more than sixteen tests at once', async () => {
  const probeId = await open();
  const track = () => ({ probeId, kind: 'audio' as const, rtpParameters: microphoneParameters() });
  await signaling.ask('probe:produce', track());
  await expect(signaling.ask('probe:produce', track())).rejects.toThrow('LIMIT_REACHED');
  for (let count = 1; count < 16; count += 1) await open();
  await expect(open()).rejects.toThrow('LIMIT_REACHED');
});
