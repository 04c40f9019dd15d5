import type { TransportDirection } from '@gabinet/shared/contracts/media';
import type { Consumer, Device, Transport } from 'mediasoup-client/types';
import type { Request } from './Channel.ts';
import { madeUpPicture, madeUpSound } from './madeUpTrack.ts';
import {
  toIceServers,
  toParametersMessage,
  toRtpParameters,
  toTransportOptions,
} from './mediaParameters.ts';
import type { PathFigures } from './pathVerdict.ts';

/** How long the made-up track flows; the rate is read at its end, when it has found its height. */
const flowMilliseconds = 6_000;
const rateMilliseconds = 2_000;
/** Beyond that the way counts as closed: ICE over TCP and a relay have been tried by then. */
const connectMilliseconds = 8_000;

/** As much of a stretch of `getStats()` as the test reads. */
interface Reading {
  at: number;
  bytesUp: number;
  packetsUp: number;
  lostUp: number;
  bytesDown: number;
  packetsDown: number;
  lostDown: number;
  roundTripMilliseconds: number | null;
  relayed: boolean;
  protocol: 'udp' | 'tcp' | null;
}

/**
 * Sends a made-up track to a media node and back over two throw-away transports, and reads how it
 * fared (rule P1). Rejects with an AppError when the service does not answer.
 */
export async function testMediaPath(parts: {
  device: Device;
  request: Request;
  form: 'audio' | 'video';
}): Promise<PathFigures> {
  const { device, request, form } = parts;
  const { codecs = [], headerExtensions = [] } = device.recvRtpCapabilities;
  const { send, receive, iceServers, relayOnly } = await request('probe:open', {
    rtpCapabilities: { codecs, headerExtensions },
  });
  const ice = {
    iceServers: toIceServers(iceServers),
    iceTransportPolicy: relayOnly ? ('relay' as const) : ('all' as const),
  };
  const up = device.createSendTransport({ ...toTransportOptions(send), ...ice });
  const down = device.createRecvTransport({ ...toTransportOptions(receive), ...ice });
  const source = form === 'video' ? madeUpPicture() : madeUpSound();
  try {
    announce(up, 'send', request);
    announce(down, 'receive', request);
    const back = await sendAndReturn(up, down, request, source.track, form);
    const connected = await Promise.race([
      Promise.all([whenConnected(up), whenConnected(down)]).then(() => true),
      after(connectMilliseconds).then(() => false),
    ]);
    if (!connected) return { ...nothing, form };
    await request('probe:ready', {});
    await after(flowMilliseconds - rateMilliseconds);
    const before = await read(up, back);
    await after(rateMilliseconds);
    return compare(form, before, await read(up, back));
  } finally {
    source.end();
    up.close();
    down.close();
    request('probe:close', {}).catch(() => {
      // Lost with its socket; the service ends it by itself.
    });
  }
}

/** For writing: whether the service answers, and how fast. Never rejects. */
export async function testAnswers(request: Request): Promise<PathFigures> {
  const times: number[] = [];
  try {
    for (let count = 0; count < 5; count += 1) {
      const started = performance.now();
      // Ends what isn't there: the smallest question that has an answer.
      await request('probe:close', {});
      times.push(performance.now() - started);
    }
  } catch {
    return { ...nothing, form: 'chat' };
  }
  times.sort((a, b) => a - b);
  return {
    ...nothing,
    form: 'chat',
    reached: true,
    roundTripMilliseconds: Math.round(times[2] ?? 0),
  };
}

const nothing: PathFigures = {
  form: 'video',
  reached: false,
  roundTripMilliseconds: null,
  lossUp: null,
  lossDown: null,
  upKilobits: null,
  downKilobits: null,
  relayed: false,
  protocol: null,
};

function announce(transport: Transport, direction: TransportDirection, request: Request): void {
  transport.on('connect', ({ dtlsParameters }, proceed, refuse) => {
    request('probe:connect', { direction, dtlsParameters }).then(proceed, refuse);
  });
}

/** Produces the track, and gives what comes back of it. */
async function sendAndReturn(
  up: Transport,
  down: Transport,
  request: Request,
  track: MediaStreamTrack,
  form: 'audio' | 'video',
): Promise<Consumer> {
  const returned = new Promise<Consumer>((resolve, reject) => {
    up.on('produce', ({ kind, rtpParameters }, proceed, refuse) => {
      const message = { kind, rtpParameters: toParametersMessage(rtpParameters) };
      request('probe:produce', message).then(
        (setup) => {
          proceed({ id: setup.producerId });
          const { consumerId: id, producerId } = setup;
          const parameters = toRtpParameters(setup);
          down.consume({ id, producerId, kind, rtpParameters: parameters }).then(resolve, reject);
        },
        (error: Error) => {
          refuse(error);
          reject(error);
        },
      );
    });
  });
  const producing =
    form === 'video'
      ? up.produce({
          track,
          encodings: [{ maxBitrate: 1_500_000 }],
          codecOptions: { videoGoogleStartBitrate: 800 },
        })
      : up.produce({ track, codecOptions: { opusFec: true } });
  const [consumer] = await Promise.all([returned, producing]);
  return consumer;
}

function whenConnected(transport: Transport): Promise<void> {
  if (transport.connectionState === 'connected') return Promise.resolve();
  return new Promise((resolve) => {
    transport.on('connectionstatechange', (state) => {
      if (state === 'connected') resolve();
    });
  });
}

function after(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** One look at both ends of the track. */
async function read(up: Transport, back: Consumer): Promise<Reading> {
  const reading: Reading = {
    at: performance.now(),
    bytesUp: 0,
    packetsUp: 0,
    lostUp: 0,
    bytesDown: 0,
    packetsDown: 0,
    lostDown: 0,
    roundTripMilliseconds: null,
    relayed: false,
    protocol: null,
  };
  const [sent, got] = await Promise.all([up.getStats(), back.getStats()]);
  const types = new Map<string, { candidateType?: string; protocol?: string }>();
  for (const stat of sent.values()) if (stat.type === 'local-candidate') types.set(stat.id, stat);
  for (const stat of sent.values()) {
    if (stat.type === 'outbound-rtp') {
      reading.bytesUp += stat.bytesSent;
      reading.packetsUp += stat.packetsSent;
    } else if (stat.type === 'remote-inbound-rtp') {
      reading.lostUp += Math.max(0, stat.packetsLost);
    } else if (stat.type === 'candidate-pair' && stat.nominated && stat.state === 'succeeded') {
      reading.roundTripMilliseconds = Math.round(stat.currentRoundTripTime * 1_000);
      const local = types.get(stat.localCandidateId);
      reading.relayed = local?.candidateType === 'relay';
      reading.protocol = local?.protocol === 'tcp' ? 'tcp' : 'udp';
    }
  }
  for (const stat of got.values()) {
    if (stat.type !== 'inbound-rtp') continue;
    reading.bytesDown += stat.bytesReceived;
    reading.packetsDown += stat.packetsReceived;
    reading.lostDown += Math.max(0, stat.packetsLost);
  }
  return reading;
}

function compare(form: 'audio' | 'video', before: Reading, now: Reading): PathFigures {
  const rate = (bytes: number): number | null =>
    form === 'video' ? Math.round((bytes * 8) / (now.at - before.at)) : null;
  const share = (lost: number, all: number): number | null =>
    all > 0 ? Math.min(1, lost / all) : null;
  const lossUp = share(now.lostUp, now.packetsUp);
  // A packet that never got up cannot come down: what is lost on both ways counts once.
  const lossBoth = share(now.lostDown, now.packetsDown + now.lostDown);
  return {
    form,
    reached: true,
    roundTripMilliseconds: now.roundTripMilliseconds,
    lossUp,
    lossDown: lossBoth === null ? null : Math.max(0, lossBoth - (lossUp ?? 0)),
    upKilobits: rate(now.bytesUp - before.bytesUp),
    downKilobits: rate(now.bytesDown - before.bytesDown),
    relayed: now.relayed,
    protocol: now.protocol,
  };
}
