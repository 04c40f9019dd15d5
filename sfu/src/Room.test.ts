import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { consumers, producers } from './testing/mediaObserver.ts';
import {
  camera,
  cameraParameters,
  dtlsParameters,
  joinInput,
  microphone,
  rtpCapabilities,
} from './testing/page.ts';
import { startTestNode, type TestNode, TestSignaling } from './testing/TestNode.ts';

let node: TestNode;
let signaling: TestSignaling;
let roomId: string;

beforeAll(async () => {
  node = await startTestNode();
});
afterAll(async () => {
  await node?.stop();
});
beforeEach(async () => {
  roomId = randomUUID();
  signaling = new TestSignaling(node.url);
  await signaling.opened();
});
afterEach(async () => {
  await signaling.ask('room:close', { roomId });
  signaling.close();
});

async function join(given: Parameters<typeof joinInput>[0] = {}) {
  const peer = joinInput({ roomId, ...given });
  return { ...peer, setup: await signaling.ask('peer:join', peer) };
}

const flows = (consumerId: string) => {
  const consumer = consumers.get(consumerId);
  return consumer !== undefined && !consumer.paused && !consumer.producerPaused;
};

describe('joining', () => {
  test('M1: one ack carries both transports and the tracks that are there', async () => {
    const ana = await join();
    expect(ana.setup).toMatchObject({ kept: false, consumers: [] });
    expect(ana.setup.send.transportId).not.toBe(ana.setup.receive.transportId);
    expect(ana.setup.send.iceCandidates.map((one) => one.protocol)).toEqual(['udp', 'tcp']);
    const track = microphone(ana);
    await signaling.ask('peer:produce', track);
    const bob = await join();
    expect(bob.setup.consumers).toMatchObject([
      { producerId: track.producerId, peerId: ana.peerId, kind: 'audio', source: 'microphone' },
    ]);
    expect(signaling.of('consumer:added')).toEqual([]);
  });

  test('M2: connect, produce and ready sent at once are done in order', async () => {
    const ana = joinInput({ roomId });
    const track = microphone(ana);
    await Promise.all([
      signaling.ask('peer:join', ana),
      signaling.ask('peer:connect', { ...ana, direction: 'send', dtlsParameters }),
      signaling.ask('peer:produce', track),
      signaling.ask('producer:pause', { ...ana, producerId: track.producerId }),
    ]);
    expect(producers.get(track.producerId)?.paused).toBe(true);
    expect(node.control.busyPeers).toBe(0);
  });

  test('two who join an absent room at once meet in the same one', async () => {
    const [ana, bob] = await Promise.all([join(), join()]);
    await signaling.ask('peer:produce', microphone(ana));
    const [added] = await signaling.until('consumer:added');
    expect(added).toMatchObject({ peerId: bob.peerId, consumer: { peerId: ana.peerId } });
  });

  test('M9: the same page keeps its transports, another page gets new ones', async () => {
    const ana = await join();
    const bob = await join();
    const track = microphone(ana);
    await signaling.ask('peer:produce', track);
    await signaling.until('consumer:added');
    const again = await join({ peerId: bob.peerId, pageId: bob.pageId });
    expect(again.setup.kept).toBe(true);
    expect(again.setup.send).toEqual(bob.setup.send);
    expect(again.setup.consumers).toHaveLength(1);

    const reloaded = await join({ peerId: ana.peerId });
    expect(reloaded.setup.kept).toBe(false);
    expect(reloaded.setup.send.transportId).not.toBe(ana.setup.send.transportId);
    const [closed] = await signaling.until('consumer:closed');
    expect(closed).toMatchObject({ peerId: bob.peerId });
    expect(producers.has(track.producerId)).toBe(false);
    expect((await node.pool.slots[0]?.dump())?.transportIds).toHaveLength(4);
  });

  test('the DTLS fingerprint is pinned by the first connect', async () => {
    const ana = await join();
    const connect = (value: string) =>
      signaling.ask('peer:connect', {
        ...ana,
        direction: 'send',
        dtlsParameters: { ...dtlsParameters, fingerprints: [{ algorithm: 'sha-256', value }] },
      });
    const [first, other] = ['AB', 'CD'].map((byte) => Array(32).fill(byte).join(':'));
    await connect(String(first));
    await connect(String(first));
    await expect(connect(String(other))).rejects.toThrow('WRONG_PHASE');
  });

  test('an ICE restart gives new credentials', async () => {
    const ana = await join();
    const { iceParameters } = await signaling.ask('peer:restart-ice', {
      ...ana,
      direction: 'receive',
    });
    expect(iceParameters.password).not.toBe(ana.setup.receive.iceParameters.password);
  });
});

describe('gates', () => {
  test('L3: what a receiver cannot take is thinned out or not sent, and nobody else loses by it', async () => {
    const host = await join();
    const guests = [await join(), await join()];
    await signaling.ask('peer:produce', camera(host));
    const added = await signaling.until('consumer:added', 2);
    const [weak, strong] = guests.map((guest) => {
      const consumer = added.find((one) => one.peerId === guest.peerId)?.consumer;
      if (!consumer) throw new Error('a consumer is missing');
      return { ...guest, consumerId: consumer.consumerId };
    });
    if (!weak || !strong) throw new Error('a guest is missing');
    for (const one of [weak, strong]) {
      await signaling.ask('consumer:ready', { ...one, consumerIds: [one.consumerId] });
    }
    await signaling.ask('consumer:limit', { ...weak, picture: 'slower' });
    const ofWeak = consumers.get(weak.consumerId);
    expect(ofWeak?.preferredLayers).toEqual({ spatialLayer: 0, temporalLayer: 0 });
    expect(flows(weak.consumerId)).toBe(true);
    await signaling.ask('consumer:limit', { ...weak, picture: 'none' });
    expect([flows(weak.consumerId), flows(strong.consumerId)]).toEqual([false, true]);
    // What says "ready" again after a lost socket does not lift the limit.
    await signaling.ask('consumer:ready', { ...weak, consumerIds: [weak.consumerId] });
    expect(flows(weak.consumerId)).toBe(false);
    await signaling.ask('consumer:limit', { ...weak, picture: 'all' });
    expect(flows(weak.consumerId)).toBe(true);
    expect(ofWeak?.preferredLayers).toEqual({ spatialLayer: 0, temporalLayer: 2 });
    // One that has ended meanwhile is passed over; sound is not a picture.
    await signaling.ask('consumer:limit', {
      ...weak,
      consumerId: randomUUID(),
      picture: 'none',
    });
    await signaling.ask('peer:produce', microphone(host));
    const sound = (await signaling.until('consumer:added', 4)).find(
      (one) => one.peerId === weak.peerId && one.consumer.kind === 'audio',
    );
    const consumerId = sound?.consumer.consumerId ?? '';
    await expect(
      signaling.ask('consumer:limit', { ...weak, consumerId, picture: 'none' }),
    ).rejects.toThrow('INVALID_INPUT');
  });

  test('M3: nothing flows before both are admitted; M4: nor before the page is ready', async () => {
    const host = await join();
    const guest = await join({ admitted: false });
    const [hostTrack, guestTrack] = [microphone(host), camera(guest)];
    await signaling.ask('peer:produce', hostTrack);
    await signaling.ask('peer:produce', guestTrack);
    const added = await signaling.until('consumer:added', 2);
    const toGuest = added.find((one) => one.peerId === guest.peerId)?.consumer;
    const toHost = added.find((one) => one.peerId === host.peerId)?.consumer;
    if (!toGuest || !toHost) throw new Error('a consumer is missing');
    expect(toHost.producerPaused).toBe(true);
    expect(toGuest.producerPaused).toBe(false);
    await signaling.ask('consumer:ready', { ...guest, consumerIds: [toGuest.consumerId] });
    // What a page that isn't admitted asks for changes nothing.
    await signaling.ask('producer:resume', { ...guest, producerId: guestTrack.producerId });
    expect(consumers.get(toGuest.consumerId)?.paused).toBe(true);
    expect(consumers.get(toHost.consumerId)?.paused).toBe(true);
    expect(producers.get(guestTrack.producerId)?.paused).toBe(true);

    await signaling.ask('peer:admit', guest);
    expect(flows(toGuest.consumerId)).toBe(true);
    expect(flows(toHost.consumerId)).toBe(false);
    await signaling.ask('consumer:ready', { ...host, consumerIds: [toHost.consumerId] });
    await vi.waitFor(() => expect(flows(toHost.consumerId)).toBe(true));
    const paused = signaling.of('consumer:paused');
    expect(paused).toEqual([
      { roomId, peerId: host.peerId, consumerId: toHost.consumerId, producerPaused: false },
    ]);
  });

  test('M3: admission that is taken back shuts the gates again', async () => {
    const host = await join();
    const guest = await join();
    await signaling.ask('peer:produce', microphone(guest));
    const [added] = await signaling.until('consumer:added');
    const consumerId = String(added?.consumer.consumerId);
    await signaling.ask('consumer:ready', { ...host, consumerIds: [consumerId] });
    expect(flows(consumerId)).toBe(true);
    await join({ peerId: guest.peerId, pageId: guest.pageId, admitted: false });
    expect(consumers.get(consumerId)?.paused).toBe(true);
  });

  test('mute and the end of a track are told to the other side', async () => {
    const ana = await join();
    const bob = await join();
    const track = microphone(ana);
    await signaling.ask('peer:produce', track);
    await signaling.ask('producer:pause', { ...ana, producerId: track.producerId });
    await signaling.until('consumer:paused');
    await signaling.ask('producer:resume', { ...ana, producerId: track.producerId });
    const told = await signaling.until('consumer:paused', 2);
    expect(told.map((one) => [one.peerId, one.producerPaused])).toEqual([
      [bob.peerId, true],
      [bob.peerId, false],
    ]);
    await signaling.ask('producer:close', { ...ana, producerId: track.producerId });
    expect(await signaling.until('consumer:closed')).toMatchObject([{ peerId: bob.peerId }]);
    await expect(
      signaling.ask('producer:pause', { ...ana, producerId: track.producerId }),
    ).rejects.toThrow('NOT_FOUND');
  });
});

describe('limits', () => {
  test('S8: a track above the ceiling is refused whatever the page does', async () => {
    const voice = await join({ ceiling: 'audio' });
    await signaling.ask('peer:produce', microphone(voice));
    await expect(signaling.ask('peer:produce', camera(voice))).rejects.toThrow('ABOVE_CEILING');
    const liar = camera(voice, { source: 'microphone' });
    await expect(signaling.ask('peer:produce', liar)).rejects.toThrow('INVALID_INPUT');
    const writer = await join({ ceiling: 'chat' });
    await expect(signaling.ask('peer:produce', microphone(writer))).rejects.toThrow(
      'ABOVE_CEILING',
    );
  });

  test('S8: a lowered ceiling closes what is above it before the ack', async () => {
    const ana = await join();
    const track = camera(ana);
    await signaling.ask('peer:produce', track);
    await join({ peerId: ana.peerId, pageId: ana.pageId, ceiling: 'audio' });
    expect(producers.has(track.producerId)).toBe(false);
    await expect(signaling.ask('peer:produce', camera(ana))).rejects.toThrow('ABOVE_CEILING');
  });

  test('S8 S11: a ceiling of an older version of the session undoes no newer one', async () => {
    const ana = await join({ ceilingVersion: 5 });
    const { peerId } = ana;
    const lower = { roomId, peerId, ceiling: 'audio' as const, ceilingVersion: 7 };
    await signaling.ask('peer:set-ceiling', lower);
    const late = { roomId, peerId, ceiling: 'video' as const, ceilingVersion: 6 };
    await signaling.ask('peer:set-ceiling', late);
    await expect(signaling.ask('peer:produce', camera(ana))).rejects.toThrow('ABOVE_CEILING');
    await signaling.ask('peer:set-ceiling', { ...late, ceilingVersion: 8 });
    await signaling.ask('peer:produce', camera(ana));
  });

  test('M8: one microphone and one camera', async () => {
    const ana = await join();
    await signaling.ask('peer:produce', microphone(ana));
    const first = camera(ana);
    await signaling.ask('peer:produce', first);
    await expect(signaling.ask('peer:produce', microphone(ana))).rejects.toThrow('LIMIT_REACHED');
    await expect(signaling.ask('peer:produce', camera(ana))).rejects.toThrow('LIMIT_REACHED');
    await signaling.ask('producer:close', { ...ana, producerId: first.producerId });
    await signaling.ask('peer:produce', camera(ana));
  });

  test("M8: a room doesn't take people without end", async () => {
    await Promise.all(Array.from({ length: 32 }, () => join()));
    await expect(join()).rejects.toThrow('LIMIT_REACHED');
  });

  test('M7: Opus, VP9 and VP8 and nothing else, VP9 first', async () => {
    const { routerRtpCapabilities } = await signaling.ask('node:capabilities', {});
    const offered = routerRtpCapabilities.codecs.map((codec) => codec.mimeType);
    expect(offered.filter((type) => type !== 'video/rtx')).toEqual([
      'audio/opus',
      'video/VP9',
      'video/VP8',
    ]);
    const ana = await join();
    for (const type of ['video/H264', 'video/AV1', 'video/H265']) {
      const track = camera(ana, { rtpParameters: cameraParameters(type) });
      await expect(signaling.ask('peer:produce', track)).rejects.toThrow('CODEC_REFUSED');
    }
    await signaling.ask(
      'peer:produce',
      camera(ana, { rtpParameters: cameraParameters('video/VP8') }),
    );
  });

  test('M7: a page that cannot play a codec is spared the track', async () => {
    const codecs = rtpCapabilities.codecs.filter((codec) => codec.mimeType !== 'video/VP9');
    const ana = await join();
    const bob = await join({ rtpCapabilities: { ...rtpCapabilities, codecs } });
    await signaling.ask('peer:produce', camera(ana));
    await signaling.ask('peer:produce', microphone(ana));
    const added = await signaling.until('consumer:added');
    expect(added.map((one) => [one.peerId, one.consumer.kind])).toEqual([[bob.peerId, 'audio']]);
  });

  test('a producer id that is taken, also in another room, is refused and harms nothing', async () => {
    const [ana, bob] = [await join(), await join()];
    const stranger = await join({ roomId: randomUUID() });
    const track = microphone(ana);
    await signaling.ask('peer:produce', track);
    const { producerId } = track;
    for (const taken of [producerId, bob.setup.send.transportId]) {
      const copy = microphone(bob, { producerId: taken });
      await expect(signaling.ask('peer:produce', copy)).rejects.toThrow('INVALID_INPUT');
    }
    const far = microphone(stranger, { producerId });
    await expect(signaling.ask('peer:produce', far)).rejects.toThrow('INVALID_INPUT');
    await signaling.ask('peer:produce', microphone(bob));
    await signaling.ask('room:close', stranger);
    expect(node.pool.restarts).toBe(0);
  });
});
