import { expect, type Page } from '@playwright/test';

/** Sums over everything a page receives, in all its live connections. */
export interface Received {
  /** The page's own clock, milliseconds. */
  at: number;
  framesDecoded: number;
  packetsReceived: number;
  packetsLost: number;
  /** Samples that came over the network: received minus concealed. The total grows in silence too. */
  audioSamples: number;
}

/** How a connection of the page reaches its TURN server; `direct` where it goes through none. */
type Route = 'direct' | 'udp' | 'tcp' | 'tls';

declare global {
  interface Window {
    /** Set by the probe; the app knows nothing of it. */
    mediaProbe?: {
      read(): Promise<Received>;
      devicesAsked: MediaStreamConstraints[];
      /** Those that are not closed. */
      connections(): RTCPeerConnection[];
    };
  }
}

/** Puts the probe under every document of the page. Call it before the first navigation. */
export async function installMediaProbe(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const connections = new Set<RTCPeerConnection>();
    const devicesAsked: MediaStreamConstraints[] = [];
    // What a closed connection had received stays in the sums: a page that moves doesn't start over.
    const ended = { framesDecoded: 0, packetsReceived: 0, packetsLost: 0, audioSamples: 0 };
    const last = new Map<RTCPeerConnection, typeof ended>();
    const Original = window.RTCPeerConnection;
    window.RTCPeerConnection = class extends Original {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        connections.add(this);
      }
    };
    const devices = navigator.mediaDevices;
    const original = devices.getUserMedia.bind(devices);
    devices.getUserMedia = (constraints) => {
      devicesAsked.push(constraints ?? {});
      return original(constraints);
    };
    window.mediaProbe = {
      devicesAsked,
      connections: () => [...connections].filter((one) => one.connectionState !== 'closed'),
      async read() {
        const at = performance.timeOrigin + performance.now();
        const sums = { at, ...ended };
        for (const connection of connections) {
          if (connection.connectionState === 'closed') {
            const final = last.get(connection);
            if (final) add(ended, final);
            if (final) add(sums, final);
            connections.delete(connection);
            last.delete(connection);
            continue;
          }
          const own = { framesDecoded: 0, packetsReceived: 0, packetsLost: 0, audioSamples: 0 };
          for (const report of (await connection.getStats()).values()) {
            if (report.type !== 'inbound-rtp') continue;
            own.packetsReceived += report.packetsReceived ?? 0;
            own.packetsLost += report.packetsLost ?? 0;
            own.framesDecoded += report.framesDecoded ?? 0;
            if (report.kind !== 'audio') continue;
            own.audioSamples += (report.totalSamplesReceived ?? 0) - (report.concealedSamples ?? 0);
          }
          last.set(connection, own);
          add(sums, own);
        }
        return sums;
      },
    };
    function add(to: typeof ended, more: typeof ended): void {
      to.framesDecoded += more.framesDecoded;
      to.packetsReceived += more.packetsReceived;
      to.packetsLost += more.packetsLost;
      to.audioSamples += more.audioSamples;
    }
  });
}

/** What the page has received since its document was loaded. */
export async function received(page: Page): Promise<Received> {
  const sums = await page.evaluate(() => window.mediaProbe?.read());
  if (!sums) throw new Error('installMediaProbe() was not called before this page was opened.');
  return sums;
}

/** The constraints of every request for devices that the page has made. */
export async function devicesAsked(page: Page): Promise<readonly MediaStreamConstraints[]> {
  return await page.evaluate(() => window.mediaProbe?.devicesAsked ?? []);
}

/** The ways that the page's connected connections have chosen. */
export async function routes(page: Page): Promise<readonly Route[]> {
  return (await localCandidates(page)).map(({ route }) => route);
}

/**
 * This page's end of each chosen way. Over a line the type says nothing: the line changes the sender of
 * what the TURN server passes on, and so the page takes its own relay candidate for a reflexive one.
 */
export async function localCandidates(
  page: Page,
): Promise<readonly { route: Route; type: RTCIceCandidateType }[]> {
  return await page.evaluate(async () => {
    const found: { route: Route; type: RTCIceCandidateType }[] = [];
    for (const connection of window.mediaProbe?.connections() ?? []) {
      if (connection.connectionState !== 'connected') continue;
      const reports = await connection.getStats();
      for (const report of reports.values()) {
        if (report.type !== 'transport') continue;
        const pair = reports.get(report.selectedCandidatePairId);
        const local = pair && reports.get(pair.localCandidateId);
        if (local)
          found.push({ route: local.relayProtocol ?? 'direct', type: local.candidateType });
      }
    }
    return found;
  });
}

/** Waits until sound (and picture) arrive at a page. Gives how long it took, in milliseconds. */
export async function waitForMedia(
  page: Page,
  options: { video?: boolean; since?: Received; timeout?: number } = {},
): Promise<number> {
  const started = Date.now();
  const since = options.since ?? (await received(page));
  await expect
    .poll(
      async () => {
        const now = await received(page);
        const frames = options.video === false || now.framesDecoded > since.framesDecoded + 5;
        return frames && now.audioSamples > since.audioSamples + 4_800;
      },
      { timeout: options.timeout ?? 10_000, intervals: [50] },
    )
    .toBe(true);
  return Date.now() - started;
}

/** In how many parts the window is looked at: each of them must have grown. */
const stepsInWindow = 5;

/** What one step brought, for each second of it. */
interface Growth {
  frames: number;
  packets: number;
  audioSamples: number;
}

/**
 * Asserts that on every one of these pages decoded frames, packets and audio samples from the
 * network grow over the whole window: in each of its parts, not just from its start to its end.
 */
export async function expectMediaGrows(
  pages: readonly Page[],
  windowMs = 10_000,
  options: { video?: boolean } = {},
): Promise<void> {
  const all = await Promise.all(pages.map((page) => growth(page, windowMs)));
  for (const [index, steps] of all.entries()) {
    for (const step of steps) {
      const told = `page ${index}, each second: ${JSON.stringify(steps)}`;
      // Half of what is sent: this machine's processors are shared, but a stopped stream gives nothing.
      expect(step.packets, told).toBeGreaterThan(25);
      expect(step.audioSamples, told).toBeGreaterThan(24_000);
      if (options.video !== false) expect(step.frames, told).toBeGreaterThan(0);
    }
  }
}

async function growth(page: Page, windowMs: number): Promise<Growth[]> {
  const steps: Growth[] = [];
  let before = await received(page);
  while (steps.length < stepsInWindow) {
    await page.waitForTimeout(windowMs / stepsInWindow);
    const now = await received(page);
    const each = (sum: number): number => Math.round(sum / ((now.at - before.at) / 1_000));
    steps.push({
      frames: each(now.framesDecoded - before.framesDecoded),
      packets: each(now.packetsReceived - before.packetsReceived),
      audioSamples: each(now.audioSamples - before.audioSamples),
    });
    before = now;
  }
  return steps;
}

/** The longest stretches without any of these, milliseconds. */
export interface Gaps {
  sound: number;
  packets: number;
  frames: number;
}

/**
 * Watches what a page receives from now on; `stop()` gives the longest stretches without. `begun`
 * resolves after the first look, and whoever is about to disturb the page waits for it.
 */
export function watchMedia(page: Page): { begun: Promise<unknown>; stop(): Promise<Gaps> } {
  let stopping = false;
  const begun = received(page);
  const watching = (async () => {
    const first = await begun;
    const last = { sound: first, packets: first, frames: first };
    const gaps: Gaps = { sound: 0, packets: 0, frames: 0 };
    const note = (kind: keyof Gaps, now: Received, arrived: boolean, heardMs = 0): void => {
      gaps[kind] = Math.max(gaps[kind], Math.round(now.at - last[kind].at - heardMs));
      if (arrived) last[kind] = now;
    };
    while (!stopping) {
      await page.waitForTimeout(100);
      // None while a document makes place for the next, which then counts from nothing.
      const now = await received(page).catch(() => null);
      if (!now) continue;
      for (const kind of ['sound', 'packets', 'frames'] as const) {
        if (now.at > last[kind].at && now.packetsReceived < last[kind].packetsReceived) {
          const { at } = last[kind];
          last[kind] = {
            at,
            framesDecoded: 0,
            packetsReceived: 0,
            packetsLost: 0,
            audioSamples: 0,
          };
        }
      }
      const samples = now.audioSamples - last.sound.audioSamples;
      // Samples that are missing from the stretch between two looks are silence too.
      note('sound', now, samples > 0, Math.max(0, samples) / 48);
      note('packets', now, now.packetsReceived > last.packets.packetsReceived);
      note('frames', now, now.framesDecoded > last.frames.framesDecoded);
    }
    return gaps;
  })();
  // A failure is told by stop(); before that nobody listens.
  watching.catch(() => {});
  return {
    begun,
    stop() {
      stopping = true;
      return watching;
    },
  };
}

/** Watches the sound of a page from now on; `stop()` gives the longest stretch without any. */
export function watchSound(page: Page): { stop(): Promise<{ longestGapMs: number }> } {
  const watched = watchMedia(page);
  return {
    async stop() {
      return { longestGapMs: (await watched.stop()).sound };
    },
  };
}
