import { errorBody } from '@gabinet/shared/contracts/errors';
import { type SfuInput, type SfuRequestName, serviceTicket } from '@gabinet/shared/contracts/sfu';
import { io, type Socket } from 'socket.io-client';
import { z } from 'zod';
import { forgeToken, standardClaims } from './forgery.ts';
import type { Stack } from './Stack.ts';

const reply = z.union([
  z.object({ ok: z.literal(true) }),
  errorBody.extend({ ok: z.literal(false) }),
]);

/** The control connection of a media node, as signaling has it: for what no page may ever reach. */
export class ControlSocket {
  readonly #socket: Socket;

  private constructor(socket: Socket) {
    this.#socket = socket;
  }

  static async open(stack: Stack, node = 0): Promise<ControlSocket> {
    const ticket = forgeToken(stack.secrets.service, {
      aud: serviceTicket.audience,
      typ: serviceTicket.type,
      ...standardClaims(60),
    });
    const socket = io(stack.sfuUrl(node), {
      path: '/control',
      transports: ['websocket'],
      auth: { ticket },
      reconnection: false,
      forceNew: true,
    });
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('connect_error', reject);
    });
    return new ControlSocket(socket);
  }

  /** `ok`, or the code of the refusal. */
  async ask<N extends SfuRequestName>(name: N, input: SfuInput<N>): Promise<string> {
    const answer = reply.parse(await this.#socket.timeout(5_000).emitWithAck(name, input));
    return answer.ok ? 'ok' : answer.error.code;
  }

  close(): void {
    this.#socket.close();
  }
}
