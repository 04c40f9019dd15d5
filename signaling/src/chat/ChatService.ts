import {
  type ChatMark,
  type ChatMessage,
  chatMessage,
  chatPageSize,
} from '@gabinet/shared/contracts/chat';
import { AppError } from '@gabinet/shared/contracts/errors';
import type { SessionInput, SessionOutput } from '@gabinet/shared/contracts/session';
import pg from 'pg';
import type { Clock } from '../clock.ts';
import type { SessionService } from '../session/SessionService.ts';
import type { DataKey } from '../vault/Vault.ts';
import type { ChatKeys } from './ChatKeys.ts';
import type { ChatStore, SealedMessage, Speaker } from './ChatStore.ts';
import type { Company, MarkStore } from './MarkStore.ts';

/** What is sealed of a message; the rest is its row. */
const body = chatMessage.pick({ text: true, image: true });

/** The session may change while a message waits for it: how often it is tried before we give up. */
const tries = 5;

/** A message that is stored, and the participants whose pages are told. */
export interface Delivery {
  readonly message: ChatMessage;
  readonly to: readonly string[];
}

/** What is written in a session, and how far everybody has read (rules C1 to C6, C8). */
export class ChatService {
  readonly #store: ChatStore;
  readonly #marks: MarkStore;
  readonly #keys: ChatKeys;
  readonly #clock: Clock;

  constructor(parts: {
    store: ChatStore;
    marks: MarkStore;
    keys: ChatKeys;
    sessions: SessionService;
    clock: Clock;
  }) {
    this.#store = parts.store;
    this.#marks = parts.marks;
    this.#keys = parts.keys;
    this.#clock = parts.clock;
    parts.sessions.onChange(({ record }) => {
      if (record.state.phase === 'ended') this.#keys.forget(record.state.sessionId);
    });
  }

  /**
   * Stores a message; the same id again gives what was stored first (rule C1). Throws what place() throws,
   * and INVALID_INPUT for an image that is not the writer's own, or an id that is somebody else's.
   */
  async send(speaker: Speaker, message: SessionInput<'chat:send'>): Promise<Delivery> {
    const { sessionId, participantId } = speaker;
    const { messageId, text, image } = message;
    for (let attempt = 0; attempt < tries; attempt += 1) {
      const key =
        this.#keys.known(sessionId) ??
        (await this.#keys.forWriting(sessionId, await this.#store.place(speaker)));
      const at = this.#clock.now();
      const sealed = key.seal(messageId, Buffer.from(JSON.stringify({ text, image }), 'utf8'));
      const row = { messageId, sealed, imageId: image?.imageId ?? null, keyId: key.keyId };
      try {
        const stored = await this.#store.append(speaker, { ...row, at: new Date(at) });
        if (stored) {
          const { sequence, inside } = stored;
          return { message: { messageId, sequence, participantId, text, image, at }, to: inside };
        }
      } catch (error) {
        if (!isTaken(error)) throw error;
        return this.#again(speaker, messageId);
      }
      await this.#explain(speaker, message);
    }
    throw new AppError('UNAVAILABLE');
  }

  /** What came after a cursor, a page at a time (rules C3, C4). Throws what place() throws. */
  async read(speaker: Speaker, after: number): Promise<SessionOutput<'chat:read'>> {
    const { sessionId } = speaker;
    const place = await this.#store.place(speaker);
    const from = Math.max(after, place.before);
    const [found, marks] = await Promise.all([
      this.#store.messages(sessionId, from, place.sequence, chatPageSize + 1),
      this.#marks.seenBy(speaker, place),
    ]);
    const page = found.slice(0, chatPageSize);
    const more = found.length > chatPageSize;
    const messages =
      page.length === 0 || place.keyId === null
        ? []
        : await this.#opened(await this.#keys.load(sessionId, place.keyId), page);
    const last = messages.at(-1)?.sequence ?? from;
    return { messages, marks, more, through: more ? last : place.sequence };
  }

  /** Moves one's own marks on. Gives who is to be told of what, if anybody (rules C5, C6). */
  async mark(
    speaker: Speaker,
    wanted: SessionInput<'chat:mark'>,
  ): Promise<{ mark: ChatMark; to: readonly string[] } | undefined> {
    const company = await this.#company(speaker);
    const mark = await this.#marks.advance(speaker, wanted);
    if (mark === undefined) return undefined;
    const read = company.marksOn ? mark.read : 0;
    return { mark: { ...mark, read }, to: others(company, speaker) };
  }

  /** Who is to see that somebody is writing: nobody, unless everybody inside wants it (rule C6). */
  async typing(speaker: Speaker): Promise<readonly string[]> {
    const company = await this.#company(speaker);
    return company.marksOn ? others(company, speaker) : [];
  }

  /** How many messages there are, by participant who is inside one of these sessions. */
  async sequences(sessionIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    if (sessionIds.length === 0) return new Map();
    const found = await this.#store.sequences(sessionIds);
    return new Map(found.map((one) => [one.participantId, one.sequence]));
  }

  async #company(speaker: Speaker): Promise<Company> {
    const company = await this.#marks.company(speaker);
    if (company !== undefined) return company;
    await this.#store.place(speaker);
    // They were let in between the two questions.
    throw new AppError('WRONG_PHASE');
  }

  /** Why a message was not stored; returns where it may be tried again. */
  async #explain(speaker: Speaker, { image }: SessionInput<'chat:send'>): Promise<void> {
    await this.#store.place(speaker);
    this.#keys.forget(speaker.sessionId);
    if (image && !(await this.#store.hasImage(speaker, image.imageId))) {
      throw new AppError('INVALID_INPUT', { fields: ['image'] });
    }
  }

  /**
   * The first answer to an id, told once more: the process that stored it may have died before it told
   * anybody. Pages drop what they have.
   */
  async #again(speaker: Speaker, messageId: string): Promise<Delivery> {
    const place = await this.#store.place(speaker);
    const first = await this.#store.first(speaker.sessionId, messageId);
    if (first === undefined || place.keyId === null) throw new AppError('UNAVAILABLE');
    if (first.participantId !== speaker.participantId) {
      throw new AppError('INVALID_INPUT', { fields: ['messageId'] });
    }
    const key = await this.#keys.load(speaker.sessionId, place.keyId);
    const [message] = await this.#opened(key, [first]);
    if (message === undefined) throw new AppError('UNAVAILABLE');
    return { message, to: first.inside };
  }

  #opened(key: DataKey, messages: readonly SealedMessage[]): ChatMessage[] {
    return messages.map(({ messageId, sequence, participantId, sealed, at }) => {
      const opened: unknown = JSON.parse(key.open(messageId, sealed).toString('utf8'));
      return { messageId, sequence, participantId, at: at.getTime(), ...body.parse(opened) };
    });
  }
}

function others({ inside }: Company, { participantId }: Speaker): readonly string[] {
  return inside.filter((one) => one !== participantId);
}

function isTaken(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === '23505';
}
