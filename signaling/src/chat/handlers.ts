import type { SessionNotice, SessionNoticeName } from '@gabinet/shared/contracts/session';
import type { Socket } from 'socket.io';
import { rooms } from '../session/SessionTelling.ts';
import type { SessionHandlers } from '../transport/bind.ts';
import type { ChatService } from './ChatService.ts';

type ChatRequestName = Extract<keyof SessionHandlers, `chat:${string}`>;

/** What pages may ask about writing. Who is inside is asked of the database with every message (rule C4). */
export function createChatHandlers(chat: ChatService): Pick<SessionHandlers, ChatRequestName> {
  return {
    'chat:send': async (input, seat, socket) => {
      const { message, to } = await chat.send(seat, input);
      tell(socket, to, 'chat:message', message);
      return { sequence: message.sequence, at: message.at };
    },
    'chat:read': ({ after }, seat) => chat.read(seat, after),
    'chat:mark': async (input, seat, socket) => {
      const moved = await chat.mark(seat, input);
      if (moved) tell(socket, moved.to, 'chat:mark', moved.mark);
      return {};
    },
    'chat:typing': async (_input, seat, socket) => {
      const { participantId } = seat;
      tell(socket, await chat.typing(seat), 'chat:typing', { participantId });
      return {};
    },
  };
}

/** To all pages of these participants in any process, but for the one that asked (rule N3). */
function tell<N extends Extract<SessionNoticeName, `chat:${string}`>>(
  socket: Socket,
  participantIds: readonly string[],
  name: N,
  notice: SessionNotice<N>,
): void {
  if (participantIds.length > 0) {
    socket.to(participantIds.map(rooms.participant)).emit(name, notice);
  }
}
