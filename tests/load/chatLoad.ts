/**
 * The pages of the chat's figure, in a process of their own: rooms of two sockets, one writes and the other
 * hears. Told over IPC what to open and how much to send; answers with the times from send to shown.
 */
import { randomUUID } from 'node:crypto';
import { io, type Socket } from 'socket.io-client';
import { chatLoadOrder } from './chatOrders.ts';

interface Room {
  readonly writer: Socket;
  readonly reader: Socket;
}
const rooms: Room[] = [];
/** When a message that is on its way was sent, and what to do when it is shown. */
const underWay = new Map<string, (shownAt: number) => void>();

async function open(url: string, auths: readonly (readonly [object, object])[]): Promise<void> {
  for (const [writerAuth, readerAuth] of auths) {
    const [writer, reader] = await Promise.all([
      connect(url, writerAuth),
      connect(url, readerAuth),
    ]);
    reader.on('chat:message', ({ messageId }: { messageId: string }) => {
      underWay.get(messageId)?.(performance.now());
      underWay.delete(messageId);
    });
    rooms.push({ writer, reader });
  }
}

function connect(url: string, auth: object): Promise<Socket> {
  const socket = io(url, {
    path: '/socket',
    transports: ['websocket'],
    auth,
    forceNew: true,
    reconnection: false,
    extraHeaders: { origin: url },
  });
  return new Promise((resolve, reject) => {
    socket.once('connect', () => resolve(socket));
    socket.once('connect_error', reject);
  });
}

/** Sends one message; gives the milliseconds until the other side shows it. */
function send({ writer }: Room): Promise<number> {
  const messageId = randomUUID();
  const sentAt = performance.now();
  return new Promise((resolve) => {
    underWay.set(messageId, (shownAt) => resolve(shownAt - sentAt));
    writer.emit(
      'chat:send',
      { messageId, text: 'Did you sleep better this week?', image: null },
      () => {},
    );
  });
}

/** As many as it can bear, each room one at a time: messages a second. */
async function sustained(inFlight: number, seconds: number): Promise<number> {
  const until = performance.now() + seconds * 1000;
  let shown = 0;
  const some = rooms.filter((_, index) => index % Math.ceil(rooms.length / inFlight) === 0);
  await Promise.all(
    some.map(async (room) => {
      while (performance.now() < until) {
        await send(room);
        shown += 1;
      }
    }),
  );
  return shown / seconds;
}

/** At a steady rate, whatever comes back: late answers do not slow the sending down. */
async function steady(perSecond: number, seconds: number): Promise<number[]> {
  const started = performance.now();
  const sent: Promise<number>[] = [];
  while (performance.now() - started < seconds * 1000) {
    const due = ((performance.now() - started) / 1000) * perSecond;
    for (; sent.length < due; ) {
      const room = rooms[sent.length % rooms.length];
      if (room) sent.push(send(room));
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error('Messages were lost.')), 20_000).unref();
  });
  return Promise.race([Promise.all(sent), late]);
}

process.on('message', async (given) => {
  const order = chatLoadOrder.parse(given);
  try {
    if (order.kind === 'open') await open(order.url, order.auths);
    const figures =
      order.kind === 'sustained'
        ? [await sustained(order.inFlight, order.seconds)]
        : order.kind === 'steady'
          ? await steady(order.perSecond, order.seconds)
          : [];
    process.send?.({ type: 'done', figures });
  } catch (error) {
    process.send?.({ type: 'failed', reason: error instanceof Error ? error.message : 'unknown' });
  }
});
process.on('SIGTERM', () => process.exit(0));
process.on('disconnect', () => process.exit(0));
process.send?.({ type: 'ready', url: '' });
