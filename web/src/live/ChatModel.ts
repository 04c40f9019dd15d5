import type { ChatImage } from '@gabinet/shared/contracts/chat';
import type { ReadonlySignal } from '@preact/signals';
import type { FailureCode } from '../api.ts';

/** What pages see of the writing in a session (rules C1 to C8): signals to read, verbs to call. */

/** How far an own letter has got. */
export type LetterFate =
  /** On its way; `progress` is 0 to 1 while its picture is being sent, else null. */
  | { state: 'sending'; progress: number | null }
  /** It will not go by itself: `again()` tries once more, `discard()` gives it up. */
  | { state: 'failed'; code: FailureCode }
  | { state: 'sent' }
  /** It has reached the page of everybody inside (rule C5). */
  | { state: 'delivered' }
  /** Everybody inside has seen it (rule C6). */
  | { state: 'read' };

/** One letter of the session, as a page shows it. */
export interface Letter {
  messageId: string;
  participantId: string;
  /** Their display name; null when they left before this page came. */
  name: string | null;
  /** From 1 in the one order for everybody; null until it is stored (rule C2). */
  sequence: number | null;
  text: string;
  image: ChatImage | null;
  /** Epoch milliseconds: the service's once it is stored, this page's before. */
  at: number;
  /** Null for letters of others. */
  fate: LetterFate | null;
}

/** The picture of a letter, from this page's own memory or fetched. */
export type LetterPicture =
  | { state: 'loading' }
  /** A `blob:` address, good until the chat is closed. */
  | { state: 'shown'; url: string }
  | { state: 'failed'; code: FailureCode };

/** What is written and not sent yet; it outlives a reload. */
export interface Draft {
  text: string;
  image: ChatImage | null;
}

export interface ChatModel {
  /** The longest text of one letter, in UTF-16 code units. */
  readonly textLimit: number;
  /** Every letter this person may read, in the one order; own ones on their way come last. */
  readonly letters: ReadonlySignal<readonly Letter[]>;
  /** Whether what was written before this page came is all here. */
  readonly ready: ReadonlySignal<boolean>;
  /** False while what is written waits for the connection. */
  readonly online: ReadonlySignal<boolean>;
  /** How many letters of others this person has not had on screen yet. */
  readonly unread: ReadonlySignal<number>;
  readonly draft: ReadonlySignal<Draft>;
  /** Whether everybody inside wants typing and read marks (rule C6). */
  readonly marksOn: ReadonlySignal<boolean>;
  /** Who is writing now, by participant; empty while marks are off. */
  readonly writing: ReadonlySignal<readonly string[]>;
  /** Keeps the draft's text, and tells the others that it is being written while marks are on. */
  write(text: string): void;
  /**
   * Makes a picture small and free of metadata, and puts it into the draft.
   * @throws AppError INVALID_INPUT when it is no picture this browser can read.
   */
  attach(file: Blob): Promise<void>;
  detach(): void;
  /** Sends the draft. False when there is nothing in it or its text is above the limit. */
  send(): boolean;
  again(messageId: string): void;
  /** Gives up a letter that failed; its text becomes the draft when there is none. */
  discard(messageId: string): void;
  /** Says that letters up to this sequence were on screen before this person's eyes. */
  seen(sequence: number): void;
  /** The picture of a letter; fetched when it is first asked for. */
  picture(image: ChatImage): ReadonlySignal<LetterPicture>;
  pictureAgain(image: ChatImage): void;
  /** Rule C6: this person's own wish; the marks are on when everybody inside has it. */
  wishMarks(wanted: boolean): Promise<void>;
}
