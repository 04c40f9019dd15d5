import { randomUUID } from 'node:crypto';
import { type ChatMessage, chatMessage, chatNotices } from '@gabinet/shared/contracts/chat';
import { errorBody } from '@gabinet/shared/contracts/errors';
import type { SessionEntry } from '@gabinet/shared/contracts/http';
import type { SessionInput } from '@gabinet/shared/contracts/session';
import { z } from 'zod';
import { Api } from './Api.ts';
import { PageSocket } from './PageSocket.ts';

const refused = errorBody.extend({ ok: z.literal(false) });
const accepted = z.object({
  ok: z.literal(true),
  value: z.object({ sequence: z.int(), at: z.int() }),
});
/** How many messages are on their way at once. */
const atOnce = 6;
const pauseMs = 100;

/**
 * A page that writes and reads as rules C1 to C3 ask of one, with no page around it: it says a message
 * again with the same id until it is acked, takes a new ticket and another process after a loss, and reads
 * on from its cursor.
 */
export class ChattingPage {
  readonly #origins: readonly string[];
  readonly #cookie: string | undefined;
  readonly #enter: (api: Api) => Promise<SessionEntry>;
  readonly #pageId = randomUUID();
  /** What came, by its number, whatever the order. */
  readonly #messages = new Map<number, ChatMessage>();
  #socket: PageSocket | undefined;
  #opening: Promise<PageSocket> | undefined;
  #reading: Promise<void> | undefined;
  #tries: number;
  #closed = false;
  /** The highest number that it has heard of. */
  #latest = 0;
  /** Everything up to here is here. */
  cursor = 0;
  acked = 0;
  /** How often it had to come back. */
  reconnections = -1;

  constructor(options: {
    origins: readonly string[];
    first: number;
    cookie: string | undefined;
    enter: (api: Api) => Promise<SessionEntry>;
  }) {
    this.#origins = options.origins;
    this.#tries = options.first;
    this.#cookie = options.cookie;
    this.#enter = options.enter;
  }

  /** What it shows, in the order of the numbers, up to the first that is missing. */
  get shown(): readonly ChatMessage[] {
    const shown: ChatMessage[] = [];
    for (let next = this.#messages.get(1); next; next = this.#messages.get(next.sequence + 1)) {
      shown.push(next);
    }
    return shown;
  }

  /** Opens the page. */
  async open(): Promise<void> {
    await this.#connected();
  }

  /** Sends messages, some at once; returns when each has its ack. */
  async send(texts: readonly string[]): Promise<void> {
    const outbox = texts.map((text) => ({ messageId: randomUUID(), text, image: null }));
    const worker = async () => {
      for (let next = outbox.shift(); next; next = outbox.shift()) await this.#deliver(next);
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
  }

  close(): void {
    this.#closed = true;
    this.#socket?.close();
  }

  async #deliver(message: SessionInput<'chat:send'>): Promise<void> {
    while (!this.#closed) {
      const socket = await this.#connected();
      const reply = await socket.emit('chat:send', message).catch(() => undefined);
      const answer = accepted.safeParse(reply);
      if (answer.success) {
        this.acked += 1;
        return;
      }
      const error = refused.safeParse(reply);
      const code = error.success ? error.data.error.code : 'OFFLINE';
      // Everything else would be a fault of the service, or of this test.
      if (!['OFFLINE', 'TOO_MANY_REQUESTS', 'UNAVAILABLE', 'INTERNAL'].includes(code)) {
        throw new Error(`A message was refused: ${code}.`);
      }
      await pause();
    }
  }

  #connected(): Promise<PageSocket> {
    if (this.#socket?.socket.connected) return Promise.resolve(this.#socket);
    this.#opening ??= this.#open().finally(() => {
      this.#opening = undefined;
    });
    return this.#opening;
  }

  async #open(): Promise<PageSocket> {
    for (;;) {
      const origin = this.#origins[this.#tries % this.#origins.length] ?? '';
      try {
        const api = new Api(origin, this.#cookie);
        const entry = await this.#enter(api);
        const socket = await PageSocket.open(origin, entry.ticket);
        this.#hear(socket);
        const { chatSequence } = await socket.join(entry, this.#pageId);
        this.#socket = socket;
        this.reconnections += 1;
        this.#latest = Math.max(this.#latest, chatSequence);
        void this.#readOn();
        return socket;
      } catch (error) {
        if (this.#closed) throw error;
        this.#tries += 1;
        await pause();
      }
    }
  }

  #hear(page: PageSocket): void {
    page.socket.on('chat:message', (payload: unknown) => {
      this.#take([chatMessage.parse(payload)]);
      // Something between is missing: it may come yet, or was lost.
      if (this.cursor < this.#latest) void this.#readOn();
    });
    page.socket.on('chat:sequence', (payload: unknown) => {
      const { sequence } = chatNotices['chat:sequence'].parse(payload);
      this.#latest = Math.max(this.#latest, sequence);
      if (this.cursor < this.#latest) void this.#readOn();
    });
    page.socket.on('disconnect', () => {
      if (!this.#closed) void this.#connected().catch(() => undefined);
    });
  }

  #take(messages: readonly ChatMessage[]): void {
    for (const message of messages) {
      const known = this.#messages.get(message.sequence);
      if (known && known.messageId !== message.messageId) {
        throw new Error(`Two messages have the number ${message.sequence}.`);
      }
      this.#messages.set(message.sequence, message);
      this.#latest = Math.max(this.#latest, message.sequence);
    }
    while (this.#messages.has(this.cursor + 1)) this.cursor += 1;
  }

  /** Reads until nothing is missing of what it knows to be there, once at a time. */
  #readOn(): Promise<void> {
    this.#reading ??= this.#readAll().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #readAll(): Promise<void> {
    do {
      // What is only late needs no question; nor does a refusal get better by asking at once.
      await pause();
      const page = this.#socket;
      const answer = await page?.call('chat:read', { after: this.cursor }).catch(() => undefined);
      if (answer === undefined) continue;
      this.#take(answer.messages);
      this.#latest = Math.max(this.#latest, answer.through + (answer.more ? 1 : 0));
    } while (!this.#closed && this.cursor < this.#latest);
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, pauseMs));
}
