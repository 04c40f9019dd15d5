import type { Page } from '@playwright/test';

declare global {
  interface Window {
    /** Set by these tests; the app knows nothing of it. */
    deviceFaults?: {
      /** Names of the devices that are not plugged in. */
      gone: Set<string>;
      /** Kinds that another program holds. */
      busy: Set<'audio' | 'video'>;
      /** Whether microphones give nothing but silence, like a headset whose own switch is off. */
      silent: boolean;
      /** The device's own tracks, in the order they were opened. */
      opened: MediaStreamTrack[];
    };
  }
}

/**
 * Puts faults under the page's devices that Chromium has no way to make: its made-up devices can be
 * neither unplugged nor taken by another program. Call it before the first navigation.
 */
export async function installDeviceFaults(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const gone = new Set<string>();
    const busy = new Set<'audio' | 'video'>();
    const opened: MediaStreamTrack[] = [];
    const faults = { gone, busy, opened, silent: false };
    window.deviceFaults = faults;
    const devices = navigator.mediaDevices;
    const list = devices.enumerateDevices.bind(devices);
    const ask = devices.getUserMedia.bind(devices);
    devices.enumerateDevices = async () => (await list()).filter(({ label }) => !gone.has(label));
    devices.getUserMedia = async (constraints = {}) => {
      for (const kind of busy) {
        if (constraints[kind]) throw new DOMException('In use', 'NotReadableError');
      }
      if (faults.silent && constraints.audio && !constraints.video) return silence();
      const stream = await ask(constraints);
      if (stream.getTracks().some(({ label }) => gone.has(label))) {
        for (const track of stream.getTracks()) track.stop();
        return devices.getUserMedia(await without(constraints));
      }
      opened.push(...stream.getTracks());
      return stream;
    };
    function silence(): MediaStream {
      const { stream } = new AudioContext().createMediaStreamDestination();
      opened.push(...stream.getTracks());
      return stream;
    }
    /** The same request, for the last devices that are still plugged in. */
    async function without(constraints: MediaStreamConstraints): Promise<MediaStreamConstraints> {
      const left = await devices.enumerateDevices();
      const asked = { ...constraints };
      for (const kind of ['audio', 'video'] as const) {
        const other = left.findLast((one) => one.kind === `${kind}input`);
        if (!asked[kind]) continue;
        if (!other) throw new DOMException('None is left', 'NotFoundError');
        const rest = typeof asked[kind] === 'object' ? asked[kind] : {};
        asked[kind] = { ...rest, deviceId: { exact: other.deviceId } };
      }
      return asked;
    }
  });
}

/** Unplugs the device that is open, as the browser tells of it: no longer in the list, its track over. */
export async function unplug(page: Page, kind: 'audio' | 'video'): Promise<string> {
  return await page.evaluate((wanted) => {
    const faults = window.deviceFaults;
    const track = faults?.opened.findLast((one) => one.kind === wanted);
    if (!faults || !track) throw new Error('Nothing of the kind is open.');
    faults.gone.add(track.label);
    track.stop();
    track.dispatchEvent(new Event('ended'));
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
    return track.label;
  }, kind);
}

/** Ends the track of a device that stays plugged in, as a driver that crashed does. */
export async function endTrack(page: Page, kind: 'audio' | 'video'): Promise<void> {
  await page.evaluate((wanted) => {
    const track = window.deviceFaults?.opened.findLast((one) => one.kind === wanted);
    if (!track) throw new Error('Nothing of the kind is open.');
    track.stop();
    track.dispatchEvent(new Event('ended'));
  }, kind);
}

/** Whether microphones that are opened from now on give nothing but silence. */
export async function silenceMicrophones(page: Page, silent: boolean): Promise<void> {
  await page.evaluate((now) => {
    if (window.deviceFaults) window.deviceFaults.silent = now;
  }, silent);
}

/** From now on another program holds devices of this kind. */
export async function occupy(page: Page, kind: 'audio' | 'video'): Promise<void> {
  await page.addInitScript((held) => window.deviceFaults?.busy.add(held), kind);
}
