import { type ChatImage, type ChatMessage, chatTextLength } from '@gabinet/shared/contracts/chat';
import { AppError } from '@gabinet/shared/contracts/errors';
import type { SessionView } from '@gabinet/shared/contracts/session';
import { batch, computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import type { Channel, Request } from './Channel.ts';
import { ChatKeep, type WaitingLetter } from './ChatKeep.ts';
import { ChatLog } from './ChatLog.ts';
import { ChatMarks } from './ChatMarks.ts';
import type { ChatModel, Draft, Letter, LetterPicture } from './ChatModel.ts';
import { ChatOutbox, type OutgoingLetter } from './ChatOutbox.ts';
import { ChatPictures } from './ChatPictures.ts';
import { ChatReader } from './ChatReader.ts';
import { forgetWriting } from './keptWriting.ts';
import { lettersOf, marksOn } from './letters.ts';
import { shrinkPicture } from './shrinkPicture.ts';

/** The writing of one session, on this page: joins outbox, reading, marks and pictures. */
export class Chat implements ChatModel {
  readonly textLimit = chatTextLength;
  readonly letters: ReadonlySignal<readonly Letter[]>;
  readonly unread: ReadonlySignal<number>;
  readonly online: ReadonlySignal<boolean>;
  readonly marksOn: ReadonlySignal<boolean>;
  readonly writing: ReadonlySignal<readonly string[]>;
  readonly #view: ReadonlySignal<SessionView | null>;
  readonly #request: Request;
  readonly #clock: () => number;
  readonly #log = new ChatLog();
  readonly #messages = signal<readonly ChatMessage[]>([]);
  readonly #draft = signal<Draft>({ text: '', image: null });
  readonly #seen = signal(0);
  readonly #names = signal<ReadonlyMap<string, string>>(new Map());
  /** Whether this page has joined over the socket that is open now. */
  readonly #joined = signal(false);
  readonly #outbox: ChatOutbox;
  readonly #marks: ChatMarks;
  readonly #reader: ChatReader;
  readonly #endings: (() => void)[] = [];
  #keep: ChatKeep | null = null;
  #pictures: ChatPictures | null = null;

  constructor(options: {
    channel: Pick<Channel, 'request' | 'on'>;
    view: ReadonlySignal<SessionView | null>;
    clock: () => number;
  }) {
    const { channel, view, clock } = options;
    const { request } = channel;
    this.#view = view;
    this.#clock = clock;
    this.#request = request;
    this.#outbox = new ChatOutbox({
      deliver: (letter, onProgress) => this.#deliver(letter, onProgress),
      onStored: (letter, stored) => this.#stored(letter, stored),
      keep: (waiting) => this.#keep?.change({ waiting: [...waiting] }),
    });
    this.#marks = new ChatMarks({
      send: (reached) => request('chat:mark', reached),
      sendWriting: () => request('chat:typing', {}),
      clock,
    });
    this.#reader = new ChatReader({
      log: this.#log,
      read: (after) => request('chat:read', { after }),
      onRead: (marks) => {
        this.#marks.hear(marks);
        this.#arrived();
      },
    });
    this.online = computed(
      () =>
        this.#joined.value &&
        view.value?.you.presence === 'admitted' &&
        view.value.phase !== 'ended',
    );
    this.marksOn = computed(() => marksOn(view.value));
    this.writing = computed(() => (this.marksOn.value ? this.#marks.writing.value : []));
    this.letters = computed(() =>
      lettersOf({
        messages: this.#messages.value,
        outgoing: this.#outbox.letters.value,
        marks: this.#marks.marks.value,
        view: view.value,
        names: this.#names.value,
      }),
    );
    this.unread = computed(() => {
      const you = view.value?.you.participantId;
      const seen = this.#seen.value;
      return this.#messages.value.filter(
        ({ participantId, sequence }) => participantId !== you && sequence > seen,
      ).length;
    });
    channel.on('chat:message', (message) => this.#hear(message));
    channel.on('chat:sequence', ({ sequence }) => this.#reader.know(sequence));
    channel.on('chat:mark', (mark) => this.#marks.hear([mark]));
    channel.on('chat:typing', ({ participantId }) => this.#marks.hearWriting(participantId));
    this.#endings.push(
      effect(() => this.#learnNames(view.value)),
      effect(() => (this.online.value ? this.#begin() : this.#pause())),
      effect(() => {
        const seen = this.#seen.value;
        if (this.marksOn.value) this.#marks.reach({ read: seen });
      }),
    );
  }

  get ready(): ReadonlySignal<boolean> {
    return this.#reader.ready;
  }

  get draft(): ReadonlySignal<Draft> {
    return this.#draft;
  }

  /** Takes up what an earlier load of this page had kept of the session. */
  open(sessionId: string): void {
    if (this.#keep) return;
    this.#keep = new ChatKeep(sessionId);
    this.#pictures = new ChatPictures(sessionId);
    const { draft, waiting, seen } = this.#keep.now;
    batch(() => {
      this.#draft.value = draft;
      this.#seen.value = seen;
      this.#outbox.restore(waiting);
    });
  }

  /** A socket has joined; `sequence` is that of the last message written (rule C2). */
  joined(sequence: number): void {
    this.#log.know(sequence);
    this.#joined.value = true;
  }

  /** The socket is gone. */
  away(): void {
    this.#joined.value = false;
  }

  /** The session is over for this person: nothing of it stays in the browser (rule C8). */
  forget(): void {
    const sessionId = this.#view.peek()?.sessionId;
    this.away();
    this.#outbox.clear();
    this.#setDraft({ text: '', image: null });
    this.#keep = null;
    this.#pictures?.close();
    this.#pictures = null;
    if (sessionId) forgetWriting(sessionId);
  }

  close(): void {
    this.away();
    for (const end of this.#endings.splice(0)) end();
    this.#outbox.close();
    this.#marks.close();
    this.#reader.close();
    this.#pictures?.close();
  }

  write(text: string): void {
    this.#setDraft({ ...this.#draft.peek(), text });
    if (text === '') this.#marks.wrote();
    else if (this.marksOn.peek()) this.#marks.write();
  }

  async attach(file: Blob): Promise<void> {
    const { blob, image } = await shrinkPicture(file);
    const imageId = crypto.randomUUID();
    this.detach();
    await this.#pictures?.keep(imageId, blob);
    this.#setDraft({ ...this.#draft.peek(), image: { imageId, ...image } });
  }

  detach(): void {
    const { text, image } = this.#draft.peek();
    if (!image) return;
    this.#pictures?.release(image.imageId);
    this.#setDraft({ text, image: null });
  }

  send(): boolean {
    const { text, image } = this.#draft.peek();
    if ((text.trim() === '' && !image) || text.length > this.textLimit) return false;
    this.#outbox.add({ messageId: crypto.randomUUID(), text, image, at: this.#clock() });
    this.#setDraft({ text: '', image: null });
    this.#marks.wrote();
    return true;
  }

  again(messageId: string): void {
    this.#outbox.again(messageId);
  }

  discard(messageId: string): void {
    const letter = this.#outbox.discard(messageId);
    if (!letter) return;
    const draft = this.#draft.peek();
    if (draft.text === '' && !draft.image)
      this.#setDraft({ text: letter.text, image: letter.image });
    else if (letter.image) this.#pictures?.release(letter.image.imageId);
  }

  seen(sequence: number): void {
    if (sequence <= this.#seen.peek()) return;
    this.#keep?.change({ seen: sequence });
    this.#seen.value = sequence;
  }

  picture(image: ChatImage): ReadonlySignal<LetterPicture> {
    return this.#pictures?.of(image) ?? signal({ state: 'failed', code: 'SESSION_ENDED' });
  }

  pictureAgain(image: ChatImage): void {
    this.#pictures?.again(image);
  }

  async wishMarks(wanted: boolean): Promise<void> {
    await this.#request('session:wish-marks', { wanted });
  }

  #setDraft(draft: Draft): void {
    this.#keep?.change({ draft });
    this.#draft.value = draft;
  }

  async #deliver(letter: WaitingLetter, onProgress: (progress: number) => void) {
    const { messageId, text, image } = letter;
    if (image) {
      if (!this.#pictures) throw new AppError('NOT_FOUND');
      await this.#pictures.upload(image, onProgress);
    }
    return this.#request('chat:send', { messageId, text, image });
  }

  #stored(letter: OutgoingLetter, { sequence, at }: { sequence: number; at: number }): void {
    const participantId = this.#view.peek()?.you.participantId;
    const { messageId, text, image } = letter;
    if (image) this.#pictures?.release(image.imageId);
    if (participantId) this.#hear({ messageId, sequence, participantId, text, image, at });
  }

  /** A message has come live, or an own one was stored. */
  #hear(message: ChatMessage): void {
    this.#reader.hear(message);
    this.#marks.writingEnds(message.participantId);
    this.#arrived();
  }

  #arrived(): void {
    const { messages } = this.#log;
    const you = this.#view.peek()?.you.participantId;
    batch(() => {
      this.#messages.value = messages;
      for (const { messageId } of this.#outbox.letters.peek()) {
        if (this.#log.has(messageId)) this.#outbox.remove(messageId);
      }
    });
    const last = messages.findLast(({ participantId }) => participantId !== you);
    if (last) this.#marks.reach({ delivered: last.sequence });
  }

  #begin(): void {
    this.#reader.open();
    this.#outbox.open();
    this.#marks.open();
  }

  #pause(): void {
    this.#reader.close();
    this.#outbox.close();
    this.#marks.close();
  }

  #learnNames(view: SessionView | null): void {
    if (!view) return;
    const known = this.#names.peek();
    const people = [view.you, ...view.others];
    if (people.every((one) => known.get(one.participantId) === one.displayName)) return;
    const names = new Map(known);
    for (const { participantId, displayName } of people) names.set(participantId, displayName);
    this.#names.value = names;
  }
}
