/** Node has no browser's devices: these stand in for them in tests, and write down how they are used. */
import { afterEach, beforeEach, vi } from 'vitest';

interface Listed {
  kind: MediaDeviceKind;
  deviceId: string;
  label: string;
  groupId: string;
}

export interface ExampleDevices {
  /** "camera open", "microphone shut" and the like, in the order of their use. */
  readonly order: string[];
  /** What the browser lists before a person has allowed anything; after it, the headset. */
  listed: readonly Listed[];
}

const headset: Listed = {
  kind: 'audiooutput',
  deviceId: 'o1',
  label: 'Headset',
  groupId: 'g',
};

/** A microphone and a camera that everybody may open, and one output, for each test of this file. */
export function useExampleDevices(): ExampleDevices {
  const devices: ExampleDevices = { order: [], listed: [headset] };
  beforeEach(() => {
    devices.order.length = 0;
    devices.listed = [headset];
    const note = (what: string): void => void devices.order.push(what);
    class Stream {
      readonly #tracks: readonly Track[];
      constructor(tracks: readonly Track[]) {
        this.#tracks = tracks;
      }
      getAudioTracks = () => this.#tracks.filter(({ label }) => label === 'microphone');
      getVideoTracks = () => this.#tracks.filter(({ label }) => label === 'camera');
    }
    class Track extends EventTarget {
      readyState = 'live';
      muted = false;
      enabled = true;
      contentHint = '';
      readonly label: string;
      constructor(label: string) {
        super();
        this.label = label;
        note(`${label} open`);
      }
      getSettings = () => ({ deviceId: this.label, groupId: 'g' });
      stop(): void {
        this.readyState = 'ended';
        note(`${this.label} shut`);
      }
    }
    class Element {
      setSinkId(deviceId: string): Promise<void> {
        note(`output ${deviceId || 'of the system'}`);
        return Promise.resolve();
      }
    }
    const kept = new Map<string, string>();
    vi.stubGlobal('localStorage', {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => kept.set(key, value),
    });
    vi.stubGlobal('HTMLMediaElement', Element);
    vi.stubGlobal('MediaStream', Stream);
    vi.stubGlobal('MediaStreamTrack', Track);
    vi.stubGlobal('AudioContext', Context);
    vi.stubGlobal('AnalyserNode', SoundNode);
    vi.stubGlobal('MediaStreamAudioSourceNode', SoundNode);
    const mediaDevices = Object.assign(new EventTarget(), {
      enumerateDevices: async () => devices.listed,
      getUserMedia: async ({ audio, video }: MediaStreamConstraints) => {
        const wanted = [...(audio ? ['microphone'] : []), ...(video ? ['camera'] : [])];
        devices.listed = [headset];
        return new Stream(wanted.map((kind) => new Track(kind)));
      },
    });
    vi.stubGlobal('navigator', { mediaDevices });
  });
  afterEach(() => {
    vi.unstubAllGlobals();
  });
  return devices;
}

class Context extends EventTarget {
  state = 'running';
  close = () => Promise.resolve();
}

class SoundNode {
  fftSize = 0;
  getFloatTimeDomainData = () => undefined;
  connect = () => undefined;
  disconnect = () => undefined;
}
