import type { SessionView } from '@gabinet/shared/contracts/session';
import type { DeviceKind } from './model.ts';
import { maySend } from './people.ts';

/**
 * Follows this person's own form of meeting from view to view (rules S8, S11, S12). What a form does
 * not allow is turned off, wish and device, so that a later and higher form shows nothing by itself.
 */
export class FormKeeper {
  readonly #turnOff: (kind: DeviceKind) => void;
  readonly #needMedia: () => void;
  #before: SessionView | null = null;

  /** @param options.needMedia told when a session that was a chat has become one with sound */
  constructor(options: { turnOff: (kind: DeviceKind) => void; needMedia: () => void }) {
    this.#turnOff = options.turnOff;
    this.#needMedia = options.needMedia;
  }

  /** Takes the newest view of the session; the same twice does nothing twice. */
  follow(view: SessionView | null): void {
    const before = this.#before;
    if (view === null || view === before) return;
    this.#before = view;
    const begins = before?.sessionId !== view.sessionId;
    for (const [kind, track] of devices) {
      if (maySend(view, track)) continue;
      if (begins || maySend(before, track)) this.#turnOff(kind);
    }
    if (!begins && before?.modality === 'chat' && view.modality !== 'chat') this.#needMedia();
  }
}

const devices = [
  ['microphone', 'audio'],
  ['camera', 'video'],
] as const;
