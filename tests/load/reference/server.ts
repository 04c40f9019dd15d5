/**
 * The smallest mediasoup server: one worker, one port, a router a room, no rules. It is what the
 * product's figures are compared with, so it takes no shortcut and does no work beyond the flow. When
 * its worker dies it makes another, and the pages run the flow again.
 * Env: PORT, MEDIA_LISTEN_IP, MEDIA_PORT, MEDIA_ANNOUNCED_ADDRESS (optional), PAGE (the bundle).
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createWorker, type types } from 'mediasoup';
import { Server, type Socket } from 'socket.io';
import { referenceCodecs } from './codecs.ts';
import type { ReferenceNotices, ReferenceRequests } from './protocol.ts';

interface MediaTypes {
  RtpCapabilities: types.RtpCapabilities;
  RtpParameters: types.RtpParameters;
  DtlsParameters: types.DtlsParameters;
  IceParameters: types.IceParameters;
  IceCandidate: types.IceCandidate;
}
type Requests = ReferenceRequests<MediaTypes>;
interface Peer {
  socket: Socket<Requests, ReferenceNotices>;
  transports: Map<string, types.WebRtcTransport>;
  producers: types.Producer[];
  consumers: Map<string, types.Consumer>;
  /** What the page has asked for; two pages that join at once hear of each other twice. */
  consumed: Set<string>;
}
interface Room {
  router: types.Router;
  peers: Set<Peer>;
}

const { PORT, PAGE, MEDIA_LISTEN_IP, MEDIA_PORT, MEDIA_ANNOUNCED_ADDRESS } = process.env;
if (!PORT || !PAGE || !MEDIA_LISTEN_IP || !MEDIA_PORT)
  throw new Error('The reference lacks its settings.');

const listen = {
  ip: MEDIA_LISTEN_IP,
  port: Number(MEDIA_PORT),
  ...(MEDIA_ANNOUNCED_ADDRESS ? { announcedAddress: MEDIA_ANNOUNCED_ADDRESS } : {}),
};
let ground = await makeGround();
const rooms = new Map<string, Promise<Room>>();

async function makeGround() {
  const worker = await createWorker({ logLevel: 'error' });
  worker.once('died', () => void rebuild());
  const webRtcServer = await worker.createWebRtcServer({
    listenInfos: [
      // The same buffer as the product's, so that both meet the same limit: the worker's.
      { protocol: 'udp', ...listen, recvBufferSize: 4_194_304 },
      { protocol: 'tcp', ...listen },
    ],
  });
  return { worker, webRtcServer };
}

/** Everything of a dead worker is gone; its pages are told as soon as there is another. */
async function rebuild(): Promise<void> {
  ground = await makeGround();
  for (const made of rooms.values()) {
    const room = await made;
    if (room.peers.size === 0) continue;
    room.router = await ground.worker.createRouter({ mediaCodecs: referenceCodecs });
    for (const peer of room.peers) {
      peer.transports.clear();
      peer.producers = [];
      peer.consumers.clear();
      peer.consumed.clear();
    }
    for (const { socket } of room.peers) socket.emit('rebuilt');
  }
}

function roomOf(name: string): Promise<Room> {
  const existing = rooms.get(name);
  if (existing) return existing;
  const made = ground.worker
    .createRouter({ mediaCodecs: referenceCodecs })
    .then((router) => ({ router, peers: new Set<Peer>() }));
  rooms.set(name, made);
  return made;
}

async function makeTransport(room: Room, peer: Peer, side: 'send' | 'receive') {
  const transport = await room.router.createWebRtcTransport({
    webRtcServer: ground.webRtcServer,
    enableUdp: true,
    enableTcp: true,
    preferUdp: true,
    initialAvailableOutgoingBitrate: 1_000_000,
    appData: { side },
  });
  peer.transports.set(transport.id, transport);
  const { id, iceParameters, iceCandidates, dtlsParameters } = transport;
  return { id, iceParameters, iceCandidates, dtlsParameters };
}

async function consumeOne(
  room: Room,
  peer: Peer,
  producerId: string,
  rtpCapabilities: types.RtpCapabilities,
) {
  const transport = [...peer.transports.values()].find(({ appData }) => appData.side === 'receive');
  if (!transport || !room.router.canConsume({ producerId, rtpCapabilities })) return null;
  if (peer.consumed.has(producerId)) return null;
  peer.consumed.add(producerId);
  const consumer = await transport.consume({ producerId, rtpCapabilities, paused: true });
  peer.consumers.set(consumer.id, consumer);
  const { id, kind, rtpParameters } = consumer;
  return { id, producerId, kind, rtpParameters };
}

function serve(room: Room, peer: Peer): void {
  const { socket } = peer;
  socket.on('capabilities', (_input, ack) => ack(room.router.rtpCapabilities));
  socket.on('transports', async (_input, ack) => {
    const [send, receive] = await Promise.all([
      makeTransport(room, peer, 'send'),
      makeTransport(room, peer, 'receive'),
    ]);
    ack({ send, receive });
  });
  socket.on('connectTransport', async ({ transportId, dtlsParameters }, ack) => {
    await peer.transports.get(transportId)?.connect({ dtlsParameters });
    ack({});
  });
  socket.on('produce', async ({ kind, rtpParameters }, ack) => {
    const transport = [...peer.transports.values()].find(({ appData }) => appData.side === 'send');
    if (!transport) throw new Error('A page must make its transports before it produces.');
    const producer = await transport.produce({ kind, rtpParameters });
    peer.producers.push(producer);
    for (const other of room.peers) {
      if (other !== peer) other.socket.emit('produced', { producerId: producer.id });
    }
    ack({ id: producer.id });
  });
  socket.on('consume', async ({ rtpCapabilities, producerId }, ack) => {
    const producerIds = producerId
      ? [producerId]
      : [...room.peers]
          .filter((other) => other !== peer)
          .flatMap(({ producers }) => producers.map(({ id }) => id));
    const consumers = await Promise.all(
      producerIds.map((id) => consumeOne(room, peer, id, rtpCapabilities)),
    );
    ack(consumers.filter((consumer) => consumer !== null));
  });
  socket.on('resume', async ({ consumerIds }, ack) => {
    await Promise.all(consumerIds.map((id) => peer.consumers.get(id)?.resume()));
    ack({});
  });
  socket.on('admit', async (_input, ack) => {
    const consumers = [...room.peers].flatMap((each) => [...each.consumers.values()]);
    await Promise.all(consumers.map((consumer) => consumer.resume()));
    ack({});
  });
  socket.on('disconnect', () => {
    room.peers.delete(peer);
    for (const transport of peer.transports.values()) transport.close();
  });
}

const pages: Record<string, [string, string | Buffer]> = {
  '/': [
    'text/html',
    '<!doctype html><meta charset="utf-8"><title>Reference</title><body><script type="module" src="/page.js"></script>',
  ],
  '/page.js': ['text/javascript', readFileSync(PAGE)],
};
const server = createServer((request, response) => {
  const [type, body] = pages[(request.url ?? '').split('?')[0] ?? ''] ?? ['text/plain', ''];
  response.setHeader('content-type', type).end(body);
});
const io = new Server<Requests, ReferenceNotices>(server, { transports: ['websocket'] });
io.on('connection', (socket) => {
  const name = String(socket.handshake.query.room);
  const peer: Peer = {
    socket,
    transports: new Map(),
    producers: [],
    consumers: new Map(),
    consumed: new Set(),
  };
  // The room is there before the page says "ready", so that no message comes too early.
  roomOf(name).then((room) => {
    room.peers.add(peer);
    serve(room, peer);
    socket.emit('ready');
  });
});
server.listen(Number(PORT), '127.0.0.1', () => {
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : PORT;
  process.send?.({ type: 'ready', url: `http://127.0.0.1:${port}` });
});
process.on('disconnect', () => process.exit(0));
process.on('SIGTERM', () => process.exit(0));
