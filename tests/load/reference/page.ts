/**
 * The smallest mediasoup page. `?room=NAME` opens the lobby: camera on, socket connected. The button
 * *Join* runs the usual flow. With `&hold` the page joins by itself, keeps its consumers paused, and
 * the button is *Admit*: one request, after which everything flows.
 */
import { Device, type types } from 'mediasoup-client';
import { io, type Socket } from 'socket.io-client';
import type { ReferenceNotices, ReferenceRequests } from './protocol.ts';

interface MediaTypes {
  RtpCapabilities: types.RtpCapabilities;
  RtpParameters: types.RtpParameters;
  DtlsParameters: types.DtlsParameters;
  IceParameters: types.IceParameters;
  IceCandidate: types.IceCandidate;
}

const query = new URLSearchParams(location.search);
const held = query.has('hold');
const socket: Socket<ReferenceNotices, ReferenceRequests<MediaTypes>> = io({
  transports: ['websocket'],
  query: { room: query.get('room') },
});
const device = new Device();
let transports: types.Transport[] = [];
let receiveTransport: types.Transport | null = null;

function show(track: MediaStreamTrack): void {
  const element = document.createElement(track.kind === 'video' ? 'video' : 'audio');
  element.autoplay = true;
  element.srcObject = new MediaStream([track]);
  document.body.append(element);
}

async function subscribe(producerId?: string): Promise<void> {
  const transport = receiveTransport;
  if (!transport) return;
  const found = await socket.emitWithAck('consume', {
    rtpCapabilities: device.recvRtpCapabilities,
    ...(producerId ? { producerId } : {}),
  });
  if (found.length === 0) return;
  const consumers = await Promise.all(found.map((setup) => transport.consume(setup)));
  for (const { track } of consumers) show(track);
  if (!held) await socket.emitWithAck('resume', { consumerIds: found.map(({ id }) => id) });
}

/** Five sequential round trips to the first remote picture: sending and receiving go side by side. */
async function join(stream: MediaStream): Promise<void> {
  if (!device.loaded) {
    await device.load({ routerRtpCapabilities: await socket.emitWithAck('capabilities', {}) });
  }
  const setup = await socket.emitWithAck('transports', {});
  const sending = device.createSendTransport(setup.send);
  const receiving = device.createRecvTransport(setup.receive);
  transports = [sending, receiving];
  for (const transport of transports) {
    transport.on('connect', ({ dtlsParameters }, done) => {
      socket
        .emitWithAck('connectTransport', { transportId: transport.id, dtlsParameters })
        .then(done);
    });
  }
  sending.on('produce', ({ kind, rtpParameters }, done) => {
    socket.emitWithAck('produce', { kind, rtpParameters }).then(done);
  });
  receiveTransport = receiving;
  const produced = stream.getTracks().map((track) =>
    sending.produce({
      track,
      // As the product sends, so that both encode the same.
      ...(track.kind === 'video'
        ? { encodings: [{ scalabilityMode: 'L1T3', maxBitrate: 1_500_000 }] }
        : { codecOptions: { opusFec: true, opusDtx: true } }),
    }),
  );
  await Promise.all([subscribe(), ...produced]);
}

async function open(): Promise<void> {
  const opened = new Promise<void>((resolve) => socket.once('ready', resolve));
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: true,
    video: { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } },
  });
  await opened;
  socket.on('produced', ({ producerId }) => subscribe(producerId));
  socket.on('rebuilt', () => {
    for (const transport of transports) transport.close();
    return join(stream);
  });
  const button = document.createElement('button');
  if (held) {
    await join(stream);
    button.textContent = 'Admit';
    button.onclick = () => socket.emitWithAck('admit', {});
  } else {
    button.textContent = 'Join';
    button.onclick = () => join(stream);
  }
  document.body.prepend(button);
}

await open();
