import type { ChatImage } from '@gabinet/shared/contracts/chat';
import { AppError } from '@gabinet/shared/contracts/errors';
import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { failureCode } from '../api.ts';
import type { LetterPicture } from './ChatModel.ts';
import { PictureStore } from './PictureStore.ts';
import { fetchPicture, uploadPicture } from './pictureTransfer.ts';

/** The pictures of one session's letters (rule C7). Owns their `blob:` addresses until `close()`. */
export class ChatPictures {
  readonly #sessionId: string;
  readonly #store: PictureStore;
  readonly #shown = new Map<string, Signal<LetterPicture>>();
  /** Those of this page's own that are not sent yet. */
  readonly #waiting = new Map<string, Blob>();
  readonly #abort = new AbortController();

  constructor(sessionId: string) {
    this.#sessionId = sessionId;
    this.#store = new PictureStore(sessionId);
  }

  /** Keeps a picture that is to be sent, over a reload too. */
  async keep(imageId: string, blob: Blob): Promise<void> {
    this.#waiting.set(imageId, blob);
    this.#show(this.#signalOf(imageId), blob);
    await this.#store.put(imageId, blob);
  }

  /** What is given up, or sent: it need not wait here any more. */
  release(imageId: string): void {
    this.#waiting.delete(imageId);
    void this.#store.remove(imageId);
  }

  /**
   * Sends a picture that waits; `onProgress` hears 0 to 1.
   * @throws AppError NOT_FOUND when the browser has thrown it away, or as the service refused it.
   */
  async upload(image: ChatImage, onProgress: (progress: number) => void): Promise<void> {
    const blob = await this.#find(image.imageId);
    if (!blob) throw new AppError('NOT_FOUND');
    await uploadPicture(this.#sessionId, image, blob, onProgress, this.#abort.signal);
  }

  of(image: ChatImage): ReadonlySignal<LetterPicture> {
    const found = this.#shown.get(image.imageId);
    if (found) return found;
    const shown = this.#signalOf(image.imageId);
    void this.#load(image, shown);
    return shown;
  }

  again(image: ChatImage): void {
    const shown = this.#signalOf(image.imageId);
    if (shown.peek().state === 'failed') void this.#load(image, shown);
  }

  /** Everything that was shown is gone; fetches and uploads under way end. */
  close(): void {
    this.#abort.abort();
    for (const shown of this.#shown.values()) {
      const picture = shown.peek();
      if (picture.state === 'shown') URL.revokeObjectURL(picture.url);
    }
    this.#shown.clear();
    this.#waiting.clear();
    void this.#store.close();
  }

  async #load(image: ChatImage, shown: Signal<LetterPicture>): Promise<void> {
    shown.value = { state: 'loading' };
    try {
      const kept = await this.#find(image.imageId);
      const blob = kept ?? (await fetchPicture(this.#sessionId, image, this.#abort.signal));
      if (!this.#abort.signal.aborted) this.#show(shown, blob);
    } catch (error) {
      shown.value = { state: 'failed', code: failureCode(error) };
    }
  }

  async #find(imageId: string): Promise<Blob | null> {
    return this.#waiting.get(imageId) ?? (await this.#store.get(imageId));
  }

  #signalOf(imageId: string): Signal<LetterPicture> {
    const found = this.#shown.get(imageId) ?? signal<LetterPicture>({ state: 'loading' });
    this.#shown.set(imageId, found);
    return found;
  }

  #show(shown: Signal<LetterPicture>, blob: Blob): void {
    shown.value = { state: 'shown', url: URL.createObjectURL(blob) };
  }
}
