/**
 * The smallest durable chat: bare socket.io, and one Postgres commit before a message is told and acked. No
 * rights, no order, no seal. Env: DATABASE_URL.
 */
import { createServer } from 'node:http';
import pg from 'pg';
import { Server } from 'socket.io';
import { z } from 'zod';

const room = z.object({ room: z.uuid() });
const message = z.object({ messageId: z.uuid(), text: z.string() });

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 16 });
await pool.query(
  'CREATE TABLE IF NOT EXISTS bench_chat (id uuid PRIMARY KEY, room uuid, text text)',
);

const server = createServer();
const io = new Server(server, {
  path: '/socket',
  transports: ['websocket'],
  serveClient: false,
  perMessageDeflate: false,
});
io.on('connection', (socket) => {
  const { room: name } = room.parse(socket.handshake.auth);
  void socket.join(name);
  socket.on('chat:send', async (payload: unknown, ack: (answer: unknown) => void) => {
    const { messageId, text } = message.parse(payload);
    await pool.query({
      name: 'keep',
      text: 'INSERT INTO bench_chat (id, room, text) VALUES ($1, $2, $3)',
      values: [messageId, name, text],
    });
    socket.to(name).emit('chat:message', { messageId, text });
    ack({ ok: true });
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  process.send?.({ type: 'ready', url: `http://127.0.0.1:${port}` });
});
process.on('SIGTERM', () => process.exit(0));
process.on('disconnect', () => process.exit(0));
