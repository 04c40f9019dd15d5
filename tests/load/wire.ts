import type { CDPSession, Page } from '@playwright/test';

type WireEvent = { at: number; kind: 'asked' | 'answered'; key: string; name: string };

/** Socket.IO packets on the wire: `42`+id is an event that wants an ack, `43`+id is that ack. */
const REQUEST = /^42(\d+)\["([^"]*)"/;
/** What code can wait for; pictures and fonts come when they come. */
const WAITED_FOR: ReadonlySet<string> = new Set(['Document', 'Script', 'Fetch', 'XHR']);
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
    const note = (seconds: number, kind: WireEvent['kind'], key: string, name = '') =>
      this.#events.push({ at: this.#zero + seconds * 1000, kind, key, name });
    cdp.on('Network.webSocketFrameSent', ({ timestamp, response }) => {
      const [, id, name] = REQUEST.exec(response.payloadData) ?? [];
      if (id !== undefined) note(timestamp, 'asked', `socket ${id}`, name);
    });
    cdp.on('Network.webSocketFrameReceived', ({ timestamp, response }) => {
      const id = ANSWER.exec(response.payloadData)?.[1];
      if (id !== undefined) note(timestamp, 'answered', `socket ${id}`);
    });
    cdp.on('Network.requestWillBeSent', ({ timestamp, requestId, request, type }) => {
      if (type && WAITED_FOR.has(type))
        note(timestamp, 'asked', `http ${requestId}`, new URL(request.url).pathname);
    });
    cdp.on('Network.loadingFinished', ({ timestamp, requestId }) => {
      note(timestamp, 'answered', `http ${requestId}`);
    });
    await cdp.send('Network.enable');
  }

  /**
   * The longest chain of application round trips between a click and the first frame, by the names
   * of the requests. A request asked after another's answer counts as waiting for it; one asked less
   * than a round trip before the frame cannot have caused it.
   */
  chain(clickAt: number, frameAt: number, roundTripMilliseconds: number): string[] {
    const chains = new Map<string, string[]>();
    let answered: string[] = [];
    let longest: string[] = [];
    for (const { at, kind, key, name } of this.#events.toSorted((a, b) => a.at - b.at)) {
      if (at < clickAt || at > frameAt - (kind === 'asked' ? roundTripMilliseconds : 0)) continue;
      if (kind === 'asked') {
        const chain = [...answered, name];
        chains.set(key, chain);
        if (chain.length > longest.length) longest = chain;
      } else {
        const chain = chains.get(key) ?? [];
        if (chain.length > answered.length) answered = chain;
      }
    }
    return longest;
  }
}
