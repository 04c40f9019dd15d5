import { deviceMemory, findRemembered } from './DeviceMemory.ts';
import type { DeviceKind } from './model.ts';

/** What came of asking for one device. */
export type Captured = MediaStreamTrack | 'denied' | 'missing' | 'busy';

/** A device asked for: whichever, the remembered one if it is there, or exactly this one. */
export interface CaptureRequest {
  kind: DeviceKind;
  exactDeviceId?: string;
}

/**
 * Asks for one or two devices, with one prompt when possible. A failure of one never costs the other:
 * they are then asked for one by one. Never rejects.
 */
export async function capture(
  requests: readonly CaptureRequest[],
): Promise<Map<DeviceKind, Captured>> {
  const results = new Map<DeviceKind, Captured>();
  if (!navigator.mediaDevices?.getUserMedia) {
    for (const { kind } of requests) results.set(kind, 'missing');
    return results;
  }
  const together = await ask(requests);
  if (together instanceof MediaStream) {
    for (const { kind } of requests) results.set(kind, trackOf(together, kind) ?? 'missing');
    return results;
  }
  if (requests.length === 1 || (together === 'denied' && !(await oneIsAllowed(requests)))) {
    for (const { kind } of requests) results.set(kind, together);
    return results;
  }
  for (const request of requests) {
    const alone = await ask([request]);
    results.set(
      request.kind,
      alone instanceof MediaStream ? (trackOf(alone, request.kind) ?? 'missing') : alone,
    );
  }
  return results;
}

/** The devices there are; names are empty until the person has allowed one. */
export async function listDevices(): Promise<readonly MediaDeviceInfo[]> {
  try {
    return (await navigator.mediaDevices?.enumerateDevices()) ?? [];
  } catch {
    return [];
  }
}

/** What went wrong, in the words of the device's state. */
export function captureFault(error: unknown): 'denied' | 'missing' | 'busy' {
  switch (error instanceof Error ? error.name : '') {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'denied';
    case 'NotReadableError':
    case 'AbortError':
      return 'busy';
    default:
      return 'missing';
  }
}

async function ask(
  requests: readonly CaptureRequest[],
): Promise<MediaStream | 'denied' | 'missing' | 'busy'> {
  const constraints: MediaStreamConstraints = {};
  const devices = await listDevices();
  for (const { kind, exactDeviceId } of requests) {
    const remembered = findRemembered(kind, deviceMemory.read(kind), devices);
    const deviceId = exactDeviceId
      ? { deviceId: { exact: exactDeviceId } }
      : remembered
        ? { deviceId: { ideal: remembered } }
        : {};
    if (kind === 'microphone') {
      constraints.audio = {
        ...deviceId,
        echoCancellation: true,
        noiseSuppression: true,
        autoGainControl: true,
      };
    } else {
      constraints.video = {
        ...deviceId,
        width: { ideal: 1280 },
        height: { ideal: 720 },
        frameRate: { ideal: 30, max: 30 },
        facingMode: { ideal: 'user' },
      };
    }
  }
  try {
    return await navigator.mediaDevices.getUserMedia(constraints);
  } catch (error) {
    return captureFault(error);
  }
}

/** After a common refusal: asking again one by one only makes sense where one was not refused. */
async function oneIsAllowed(requests: readonly CaptureRequest[]): Promise<boolean> {
  const states = await Promise.all(
    requests.map(async ({ kind }) => {
      try {
        return (await navigator.permissions.query({ name: kind })).state;
      } catch {
        return 'denied';
      }
    }),
  );
  return states.includes('granted');
}

function trackOf(stream: MediaStream, kind: DeviceKind): MediaStreamTrack | undefined {
  return kind === 'microphone' ? stream.getAudioTracks()[0] : stream.getVideoTracks()[0];
}
