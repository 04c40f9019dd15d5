import { createSocket } from 'node:dgram';
import { existsSync, readFileSync } from 'node:fs';
import { pino } from 'pino';
import { expect, test, vi } from 'vitest';
import { workerBin } from './testing/worker.ts';
import { WorkerSlot } from './WorkerSlot.ts';

/** What the kernel tells of every UDP socket: bytes that wait in its buffer, packets that found it full. */
const SOCKETS = '/proc/net/udp';
/** More than a socket's usual buffer of 208 kB holds, less than what the kernel's usual limit allows. */
const PACKETS = 140;
const USUAL_BUFFER_BYTES = 212_992;

test.skipIf(!existsSync(SOCKETS))(
  'M10 a worker that gets no core for a moment loses no packet of a burst',
  async () => {
    const media = { listenIp: '127.0.0.1', announcedAddress: undefined, port: 0 };
    const slot = new WorkerSlot(0, media, workerBin(), pino({ level: 'silent' }));
    const sender = createSocket('udp4');
    try {
      await slot.started;
      const { router, webRtcServer } = await slot.createGround();
      const transport = await router.createWebRtcTransport({ webRtcServer });
      const port = transport.iceCandidates[0]?.port ?? 0;
      await new Promise<void>((resolve) => sender.connect(port, media.listenIp, () => resolve()));
      process.kill(slot.pid ?? 0, 'SIGSTOP');
      const packet = Buffer.alloc(1_100);
      for (let sent = 0; sent < PACKETS; sent += 1) sender.send(packet);
      await vi.waitFor(
        () => expect(bufferOf(port).bytes).toBeGreaterThan(USUAL_BUFFER_BYTES),
        5_000,
      );
      expect(bufferOf(port).dropped).toBe(0);
    } finally {
      sender.close();
      if (slot.pid) process.kill(slot.pid, 'SIGCONT');
      await slot.close();
    }
  },
  20_000,
);

function bufferOf(port: number): { bytes: number; dropped: number } {
  const address = `0100007F:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  for (const line of readFileSync(SOCKETS, 'utf8').split('\n')) {
    const fields = line.trim().split(/\s+/);
    if (fields[1] !== address) continue;
    const bytes = Number.parseInt(fields[4]?.split(':')[1] ?? '', 16);
    return { bytes, dropped: Number(fields.at(-1)) };
  }
  throw new Error('The worker has no such socket.');
}
