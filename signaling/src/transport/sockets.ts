import type { Server as HttpServer } from 'node:http';
import { AppError } from '@gabinet/shared/contracts/errors';
import { socketAuth, type TicketClaims } from '@gabinet/shared/contracts/session';
import { Server, type ServerOptions, type Socket } from 'socket.io';
import type { Tickets } from '../accounts/Tickets.ts';
import type { Log } from '../observability/log.ts';
import { toAppError } from './errors.ts';
import { isOwnOrigin } from './origins.ts';

/** The largest message a page may send; a join with its capabilities is about 10 kB. */
const maxMessageBytes = 64 * 1024;

/**
 * The Socket.IO server: websocket only, Origin checked on the upgrade (rule X3), one ticket a
 * socket (rule I4). State recovery is off: a page resumes with a fresh, whole view instead.
 */
export function createSockets(options: {
  httpServer: HttpServer;
  publicUrl: URL | undefined;
  adapter: ServerOptions['adapter'] | undefined;
}): Server {
  return new Server(options.httpServer, {
    path: '/socket',
    transports: ['websocket'],
    serveClient: false,
    maxHttpBufferSize: maxMessageBytes,
    connectTimeout: 10_000,
    // A dead page is noticed after 9 s at most, by whom it talks to as well (rule S14).
    pingInterval: 5_000,
    pingTimeout: 4_000,
    perMessageDeflate: false,
    allowRequest: (request, answer) => {
      const { origin, host } = request.headers;
      answer(null, isOwnOrigin(origin, host, options.publicUrl));
    },
    ...(options.adapter ? { adapter: options.adapter } : {}),
  });
}

/** Lets in who has a ticket, and hands each new socket with its claims to `welcome`. */
export function admitSockets(
  io: Server,
  tickets: Tickets,
  log: Log,
  welcome: (socket: Socket, claims: TicketClaims) => void,
): void {
  const claimsOf = new WeakMap<Socket, TicketClaims>();
  io.use((socket, next) => {
    redeem(tickets, socket.handshake.auth)
      .then((claims) => {
        claimsOf.set(socket, claims);
        next();
      })
      .catch((thrown: unknown) => {
        const error = toAppError(thrown);
        if (error.status >= 500)
          log.error('A socket could not be let in.', { code: error.code }, error.cause);
        // Socket.IO hands `data` of the error to the client's connect_error.
        next(Object.assign(new Error(error.message), { data: { code: error.code } }));
      });
  });
  io.on('connection', (socket) => {
    const claims = claimsOf.get(socket);
    if (claims === undefined) socket.disconnect(true);
    else welcome(socket, claims);
  });
}

async function redeem(tickets: Tickets, auth: unknown): Promise<TicketClaims> {
  const given = socketAuth.safeParse(auth);
  if (!given.success) throw new AppError('TICKET_REFUSED');
  return tickets.redeem(given.data.ticket);
}
