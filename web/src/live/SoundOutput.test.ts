import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { deviceMemory } from './DeviceMemory.ts';
import { Devices } from './Devices.ts';
import { soundOutput } from './SoundOutput.ts';

/** Node has no browser's devices: these write down the order in which they are used. */
const order: string[] = [];
let detach: (() => void) | undefined;
const headset = { kind: 'audiooutput', deviceId: 'o1', label: 'Headset', groupId: 'g' };
let listed: readonly (typeof headset)[] = [];

class Track extends EventTarget {
  readyState = 'live';
  muted = false;
  enabled = true;
  label = 'Microphone';
  contentHint = '';
  getSettings = () => ({ deviceId: 'm1', groupId: 'g' });
  stop(): void {
    order.push('microphone shut');
  }
}
class Stream {
  getAudioTracks = () => [new Track()];
  getVideoTracks = () => [];
}
class Element {
  setSinkId(deviceId: string): Promise<void> {
    order.push(`output ${deviceId || 'of the system'}`);
    return Promise.resolve();
  }
}
class Context extends EventTarget {
  state = 'running';
  close = () => Promise.resolve();
}
class Node {
  connect = () => undefined;
  disconnect = () => undefined;
}

beforeEach(async () => {
  const kept = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  });
  vi.stubGlobal('HTMLMediaElement', Element);
  vi.stubGlobal('MediaStream', Stream);
  vi.stubGlobal('MediaStreamTrack', Track);
  vi.stubGlobal('AudioContext', Context);
  vi.stubGlobal('AnalyserNode', Node);
  vi.stubGlobal('MediaStreamAudioSourceNode', Node);
  const mediaDevices = Object.assign(new EventTarget(), {
    enumerateDevices: async () => listed,
    getUserMedia: async () => {
      order.push('microphone open');
      listed = [headset];
      return new Stream();
    },
  });
  vi.stubGlobal('navigator', { mediaDevices });
  listed = [headset];
  await soundOutput.choose('', []);
  const element: unknown = new Element();
  if (element instanceof HTMLMediaElement) detach = soundOutput.attach(element);
  order.length = 0;
});
afterEach(() => {
  detach?.();
  vi.unstubAllGlobals();
});

test('the remembered output is set before the microphone opens', async () => {
  deviceMemory.write('output', { deviceId: 'o1', label: 'Headset' });
  const devices = new Devices();
  await devices.open({ microphone: true, camera: false });
  expect(order).toEqual(['output o1', 'microphone open']);
  devices.close();
});

test('an output that only the consent reveals makes the microphone open anew after it', async () => {
  deviceMemory.write('output', { deviceId: 'old id', label: 'Headset' });
  listed = [];
  const devices = new Devices();
  await devices.open({ microphone: true, camera: false });
  expect(order).toEqual(['microphone open', 'output o1', 'microphone shut', 'microphone open']);
  devices.close();
});

test('a change of output shuts the microphone first and opens it last', async () => {
  const devices = new Devices();
  await devices.open({ microphone: true, camera: false });
  order.length = 0;
  await devices.chooseOutput('o1');
  expect(order).toEqual(['microphone shut', 'output o1', 'microphone open']);
  devices.close();
});
