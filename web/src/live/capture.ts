import { deviceMemory, findRemembered } from './DeviceMemory.ts';
import type { Denial, DeviceKind, SoundTreatment } from './model.ts';

/** Why one device could not be had, as its state will say it. */
type Refusal = { state: 'denied'; by: Denial } | { state: 'missing' } | { state: 'busy' };

/** What came of asking for one device. */
export type Captured = MediaStreamTrack | Refusal;

/** A device asked for: the remembered one if it is there, or this one; another rather than none. */
export interface CaptureRequest {
  kind: DeviceKind;
  deviceId?: string;
}

const missing: Refusal = { state: 'missing' };

/**
 * Asks for one or two devices, with one prompt when possible. A failure of one never costs the other:
 * they are then asked for one by one. Never rejects.
 */
export async function capture(
  requests: readonly CaptureRequest[],
  treatment: SoundTreatment = 'usual',
): Promise<Map<DeviceKind, Captured>> {
  const results = new Map<DeviceKind, Captured>();
  if (!navigator.mediaDevices?.getUserMedia) {
    for (const { kind } of requests) results.set(kind, missing);
    return results;
  }
  const together = await ask(requests, treatment);
  if (together instanceof MediaStream) {
    for (const { kind } of requests) results.set(kind, trackOf(together, kind) ?? missing);
    return results;
  }
  if (requests.length === 1 || (together.state === 'denied' && !(await oneIsAllowed(requests)))) {
    for (const { kind } of requests) results.set(kind, together);
    return results;
  }
  for (const request of requests) {
    const alone = await ask([request], treatment);
    results.set(
      request.kind,
      alone instanceof MediaStream ? (trackOf(alone, request.kind) ?? missing) : alone,
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

/** Who refused. Only Chromium's browsers tell it, and in the message alone. */
export function denialBy(error: unknown): Denial {
  const message = error instanceof Error ? error.message : '';
  if (/by system/i.test(message)) return 'system';
  return /dismissed/i.test(message) ? 'dismissed' : 'browser';
}

/** What to ask of the browser for the microphone's sound. Echo is cancelled in every way. */
export function soundConstraints(treatment: SoundTreatment): MediaTrackConstraints {
  return {
    echoCancellation: true,
    // Two suppressors after one another make a voice hollow.
    noiseSuppression: treatment === 'usual',
    autoGainControl: treatment !== 'raw',
  };
}

async function ask(
  requests: readonly CaptureRequest[],
  treatment: SoundTreatment,
): Promise<MediaStream | Refusal> {
  const constraints: MediaStreamConstraints = {};
  const devices = await listDevices();
  for (const { kind, deviceId } of requests) {
    const wanted = deviceId ?? findRemembered(kind, deviceMemory.read(kind), devices);
    // Exact only while it is seen to be there: an id alone is never a reason to have nothing.
    const isThere = devices.some((one) => one.deviceId !== '' && one.deviceId === deviceId);
    const which = wanted ? { deviceId: isThere ? { exact: wanted } : { ideal: wanted } } : {};
    if (kind === 'microphone') {
      constraints.audio = { ...which, ...soundConstraints(treatment) };
    } else {
      constraints.video = {
        ...which,
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
    const state = captureFault(error);
    return state === 'denied' ? { state, by: denialBy(error) } : { state };
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
