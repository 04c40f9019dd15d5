import type { CDPSession, Page } from '@playwright/test';

type WireEvent = { at: number; kind: 'asked' | 'answered'; key: string };

/** Socket.IO packets on the wire: `42`+id is an event that wants an ack, `43`+id is that ack. */
const REQUEST = /^42(\d+)\[/;
const ANSWER = /^43(\d+)\[/;

/** Records every request and answer of a page, over HTTP and WebSocket, as the browser reports them. */
export class WireRecorder {
  readonly #cdp: CDPSession;
  readonly #events: WireEvent[] = [];
  /** Epoch milliseconds of the browser's monotonic zero. */
  #zero = 0;

  private constructor(cdp: CDPSession) {
    this.#cdp = cdp;
  }

  /** Records from now on, in a page that is already open. */
  static async attach(page: Page): Promise<WireRecorder> {
    const recorder = new WireRecorder(await page.context().newCDPSession(page));
    await recorder.#begin(page);
    return recorder;
  }

  async #begin(page: Page): Promise<void> {
    const cdp = this.#cdp;
    await cdp.send('Performance.enable');
    const { metrics } = await cdp.send('Performance.getMetrics');
    const begun = metrics.find(({ name }) => name === 'NavigationStart')?.value ?? 0;
    this.#zero = (await page.evaluate(() => performance.timeOrigin)) - begun * 1000;
    const note = (seconds: number, kind: WireEvent['kind'], key: string) =>
      this.#events.push({ at: this.#zero + seconds * 1000, kind, key });
    cdp.on('Network.webSocketFrameSent', ({ timestamp, response }) => {
      const id = REQUEST.exec(response.payloadData)?.[1];
      if (id !== undefined) note(timestamp, 'asked', `socket ${id}`);
    });
    cdp.on('Network.webSocketFrameReceived', ({ timestamp, response }) => {
      const id = ANSWER.exec(response.payloadData)?.[1];
      if (id !== undefined) note(timestamp, 'answered', `socket ${id}`);
    });
    cdp.on('Network.requestWillBeSent', ({ timestamp, requestId, request }) => {
      if (/^https?:/.test(request.url)) note(timestamp, 'asked', `http ${requestId}`);
    });
    cdp.on('Network.loadingFinished', ({ timestamp, requestId }) => {
      note(timestamp, 'answered', `http ${requestId}`);
    });
    await cdp.send('Network.enable');
  }

  /**
   * How many application round trips lie one after another between a click and the first frame, and
   * how many requests there were. A request asked after another's answer counts as waiting for it; one
   * asked less than a round trip before the frame cannot have caused it.
   */
  between(clickAt: number, frameAt: number, roundTripMilliseconds: number) {
    const levels = new Map<string, number>();
    let answered = 0;
    let deepest = 0;
    for (const { at, kind, key } of this.#events.toSorted((a, b) => a.at - b.at)) {
      if (at < clickAt || at > frameAt - (kind === 'asked' ? roundTripMilliseconds : 0)) continue;
      if (kind === 'asked') {
        levels.set(key, answered + 1);
        deepest = Math.max(deepest, answered + 1);
      } else {
        answered = Math.max(answered, levels.get(key) ?? 0);
      }
    }
    return { sequential: deepest, requests: levels.size };
  }

  async detach(): Promise<void> {
    await this.#cdp.detach();
  }
}
