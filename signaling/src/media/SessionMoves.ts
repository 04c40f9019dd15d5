import { AppError } from '@gabinet/shared/contracts/errors';
import type { Log } from '../observability/log.ts';
import type { Metrics } from '../observability/metrics.ts';

/** Between two tries of a move. */
const retryMs = 100;
const retryMaxMs = 2_000;

interface MoveParts {
  log: Log;
  metrics: Metrics;
  /** Whether anybody is there for whom a session should still be moved. */
  isWanted: (sessionId: string) => boolean;
  /** Brings the session's pages to a place beyond `lostEpoch`. Tried again when no node answers. */
  move: (sessionId: string, lostEpoch: number) => Promise<void>;
}

/** Sessions whose worker or node died, each moved until it is somewhere again (rule M6). */
export class SessionMoves {
  readonly #parts: MoveParts;
  /** Sessions on the move, with the epoch that they must leave behind. */
  readonly #lostEpochs = new Map<string, number>();

  constructor(parts: MoveParts) {
    this.#parts = parts;
  }

  /** Moves a session beyond `lostEpoch`; one move at a time per session. */
  begin(sessionId: string, lostEpoch: number): void {
    const moving = this.#lostEpochs.has(sessionId);
    this.#lostEpochs.set(sessionId, Math.max(lostEpoch, this.#lostEpochs.get(sessionId) ?? -1));
    if (moving) return;
    const { log, metrics } = this.#parts;
    this.#moveUntilDone(sessionId)
      .then(() => metrics.moves.inc())
      .catch((error: unknown) => {
        log.error('A session could not be moved.', { sessionId }, error);
      })
      .finally(() => this.#lostEpochs.delete(sessionId));
  }

  async #moveUntilDone(sessionId: string): Promise<void> {
    let wait = retryMs;
    while (this.#parts.isWanted(sessionId)) {
      const lostEpoch = this.#lostEpochs.get(sessionId) ?? -1;
      try {
        await this.#parts.move(sessionId, lostEpoch);
        // The new place may have been lost while we moved there.
        if (this.#lostEpochs.get(sessionId) === lostEpoch) return;
      } catch (error) {
        if (!(error instanceof AppError) || error.status < 500) throw error;
        await new Promise((resolve) => setTimeout(resolve, wait).unref());
        wait = Math.min(wait * 2, retryMaxMs);
      }
    }
  }
}
