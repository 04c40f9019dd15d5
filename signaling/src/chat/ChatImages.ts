import { AppError } from '@gabinet/shared/contracts/errors';
import type { BrowserSession } from '../accounts/BrowserSessions.ts';
import type { Clock } from '../clock.ts';
import type { Seats } from '../invitations/Seats.ts';
import type { ChatKeys } from './ChatKeys.ts';
import type { ChatStore, Place, Speaker } from './ChatStore.ts';
import type { ImageStore } from './ImageStore.ts';
import { imageHeader } from './imageHeader.ts';

/** More pixels than any page of ours sends; decoded they are 160 MB. */
const pixelsAtMost = 40_000_000;
const sideAtMost = 16_384;

/** Images of a session's chat (rule C7): blobs, which only the people inside may send and get. */
export class ChatImages {
  readonly #store: ChatStore;
  readonly #images: ImageStore;
  readonly #keys: ChatKeys;
  readonly #seats: Seats;
  readonly #clock: Clock;

  constructor(parts: {
    store: ChatStore;
    images: ImageStore;
    keys: ChatKeys;
    seats: Seats;
    clock: Clock;
  }) {
    this.#store = parts.store;
    this.#images = parts.images;
    this.#keys = parts.keys;
    this.#seats = parts.seats;
    this.#clock = parts.clock;
  }

  /**
   * Keeps an image of somebody who is inside; twice is once. `read` gives its bytes, and is called once the
   * right is known. Throws INVALID_INPUT (`image`) for what is no image that we take.
   */
  async put(
    browserSession: BrowserSession | undefined,
    { sessionId, imageId }: { readonly sessionId: string; readonly imageId: string },
    read: () => Promise<Buffer>,
  ): Promise<void> {
    const { speaker, place } = await this.#inside(browserSession, sessionId);
    const bytes = await read();
    const header = imageHeader(bytes);
    if (header === undefined || !isDecent(header)) {
      throw new AppError('INVALID_INPUT', { fields: ['image'] });
    }
    const key = await this.#keys.forWriting(sessionId, place);
    const sealed = key.seal(imageId, bytes);
    const at = new Date(this.#clock.now());
    await this.#images.add(speaker, { imageId, sealed, at, keyId: key.keyId });
  }

  /** The bytes of an image, for who may read the message that shows it. Throws NOT_FOUND. */
  async get(
    browserSession: BrowserSession | undefined,
    { sessionId, imageId }: { readonly sessionId: string; readonly imageId: string },
  ): Promise<Buffer> {
    const { speaker, place } = await this.#inside(browserSession, sessionId);
    const sealed = await this.#images.find(speaker, place, imageId);
    if (sealed === undefined || place.keyId === null) throw new AppError('NOT_FOUND');
    return (await this.#keys.load(sessionId, place.keyId)).open(imageId, sealed);
  }

  async #inside(
    browserSession: BrowserSession | undefined,
    sessionId: string,
  ): Promise<{ speaker: Speaker; place: Place }> {
    if (browserSession === undefined) throw new AppError('SIGN_IN_REQUIRED');
    const participantId = await this.#seats.sitsAs(browserSession, sessionId);
    const speaker = { sessionId, participantId };
    return { speaker, place: await this.#store.place(speaker) };
  }
}

function isDecent({ width, height }: { readonly width: number; readonly height: number }): boolean {
  const sides = [width, height];
  return sides.every((side) => side >= 1 && side <= sideAtMost) && width * height <= pixelsAtMost;
}
