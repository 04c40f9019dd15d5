import { afterEach } from 'vitest';
import { type Conversation, conversation, oneMore } from './conversation.ts';
import type { PageSocket } from './PageSocket.ts';
import type { StackInUse } from './StackInUse.ts';

export interface Conversations {
  /** Brings two people into a session. */
  talking(): Promise<Conversation>;
  /** One more person of it: joined, not let in yet. */
  joinedBy(made: Conversation): ReturnType<typeof oneMore>;
  /** Has another socket closed with the rest. */
  keep(socket: PageSocket): void;
}

/** Sessions for the tests of this file; every socket is closed after its test. */
export function useConversations(used: StackInUse): Conversations {
  const open: PageSocket[] = [];
  afterEach(() => {
    for (const socket of open.splice(0)) socket.close();
  });
  return {
    async talking() {
      const made = await conversation(used);
      open.push(made.host.socket, made.client.socket);
      return made;
    },
    async joinedBy(made) {
      const person = await oneMore(used, made);
      open.push(person.socket);
      return person;
    },
    keep: (socket) => void open.push(socket),
  };
}
