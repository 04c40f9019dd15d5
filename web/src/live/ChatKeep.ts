import { chatImage } from '@gabinet/shared/contracts/chat';
import { id, instant } from '@gabinet/shared/contracts/words';
import { z } from 'zod';
import { keepWriting, readWriting } from './keptWriting.ts';

/** A letter that is not stored by the service yet; it has its id for good (rule C1). */
const waitingLetter = z.object({
  messageId: id,
  text: z.string(),
  image: chatImage.nullable(),
  at: instant,
});
export type WaitingLetter = z.infer<typeof waitingLetter>;

const kept = z.object({
  draft: z.object({ text: z.string(), image: chatImage.nullable() }),
  waiting: z.array(waitingLetter),
  /** The last sequence that was on screen. */
  seen: z.int().min(0),
});
type Kept = z.infer<typeof kept>;

const nothing: Kept = { draft: { text: '', image: null }, waiting: [], seen: 0 };

/** What outlives a reload of the page, of one session. */
export class ChatKeep {
  readonly #sessionId: string;
  #kept: Kept;

  constructor(sessionId: string) {
    this.#sessionId = sessionId;
    this.#kept = kept.safeParse(readWriting(sessionId)).data ?? nothing;
  }

  get now(): Kept {
    return this.#kept;
  }

  change(changes: Partial<Kept>): void {
    this.#kept = { ...this.#kept, ...changes };
    keepWriting(this.#sessionId, this.#kept);
  }
}
