/** Headless Chromium pages with a fake camera, and a probe in each that times click → first decoded frame. */
import {
  type Browser,
  type BrowserContext,
  chromium,
  type Locator,
  type Page,
} from '@playwright/test';

const FLAGS = [
  '--no-sandbox',
  '--disable-quic',
  '--disable-background-networking',
  '--use-fake-device-for-media-stream=fps=30',
  '--use-fake-ui-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
];
const FRAME_LIMIT_MS = 20_000;
const SETTLE_MS = 700;

/** `CHROMIUM_PATH` is set by the bootstrap. `moreFlags`: besides what all figures need. */
export function launchChromium(moreFlags: readonly string[] = []): Promise<Browser> {
  const executablePath = process.env.CHROMIUM_PATH;
  return chromium.launch({
    args: [...FLAGS, ...moreFlags],
    ...(executablePath ? { executablePath } : {}),
  });
}

interface Probe {
  /** Forget what was seen; the next click and the next first frame count. */
  arm: () => void;
  clickAt: number | null;
  frameAt: number | null;
}
declare global {
  interface Window {
    gabinetBench: Probe;
  }
}

/**
 * Runs in the page before its own code. Every remote video track gets a frame reader of ours, so that
 * the moment of the first decoded frame is known whatever the page does with it, and the same way on
 * both sides of a comparison. Times are epoch milliseconds, comparable between pages of one machine.
 */
function installProbe(): void {
  const probe: Probe = {
    arm() {
      probe.clickAt = null;
      probe.frameAt = null;
    },
    clickAt: null,
    frameAt: null,
  };
  window.gabinetBench = probe;
  const now = () => performance.timeOrigin + performance.now();
  addEventListener(
    'click',
    (event) => {
      if (event.isTrusted) probe.clickAt ??= performance.timeOrigin + event.timeStamp;
    },
    { capture: true },
  );
  const watch = async (track: MediaStreamTrack) => {
    if (track.kind !== 'video') return;
    const Processor = Reflect.get(window, 'MediaStreamTrackProcessor');
    const reader = new Processor({ track }).readable.getReader();
    const { value } = await reader.read();
    probe.frameAt ??= now();
    value?.close();
    await reader.cancel();
  };
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      this.addEventListener('track', ({ track }) => void watch(track));
    }
  };
}

/** A person's own browser profile, in English. */
export async function openPerson(browser: Browser): Promise<BrowserContext> {
  const context = await browser.newContext({
    locale: 'en-GB',
    permissions: ['camera', 'microphone'],
  });
  await context.addInitScript(installProbe);
  return context;
}

/** Everything is ready; one press of `button` begins, and each of `watched` is to show a first frame. */
export interface Poised {
  button: Locator;
  watched: readonly Page[];
  end(): Promise<void>;
}

export interface Pressed {
  /** Epoch milliseconds of the click, by the page. */
  clickAt: number;
  /** Click → the first frame in the last of the watched pages. */
  milliseconds: number;
}

/** Presses the button and waits for the frames. Throws when a frame was there before the click. */
export async function press({ button, watched }: Poised): Promise<Pressed> {
  const pages = new Set([button.page(), ...watched]);
  await button.waitFor();
  for (const page of watched) {
    const early = await page.evaluate(() => window.gabinetBench.frameAt);
    if (early !== null) throw new Error('A picture was there before the click.');
  }
  for (const page of pages) await page.evaluate(() => window.gabinetBench.arm());
  await button.click();
  const frames: number[] = [];
  for (const page of watched) frames.push(await seePicture(page));
  const clickAt = await button.page().evaluate(() => window.gabinetBench.clickAt);
  if (clickAt === null) throw new Error('The click was not seen by the page.');
  return { clickAt, milliseconds: Math.max(...frames) - clickAt };
}

/** Waits for the first decoded frame since the probe was armed; gives its epoch milliseconds. */
export async function seePicture(page: Page): Promise<number> {
  const frame = await page.waitForFunction(() => window.gabinetBench.frameAt, undefined, {
    timeout: FRAME_LIMIT_MS,
    polling: 50,
  });
  return Number(await frame.jsonValue());
}

/** Presses once, ends the pages, and gives the milliseconds. */
export async function timed(poised: Poised): Promise<number> {
  try {
    await settle();
    return (await press(poised)).milliseconds;
  } finally {
    await poised.end();
  }
}

/** What the preparation has set going comes to rest before the clock starts. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
}
