import type { SessionView } from '@gabinet/shared/contracts/session';
import { allowsTrack, lowerModality } from '@gabinet/shared/session/modality';
import type { Denial, DeviceKind, DeviceState, LiveSession } from '../../live/model.ts';

/** What a person may send and wants to send. */

/** Which devices this session may ask this person for (rule S8). */
export function allowed(view: SessionView): Record<DeviceKind, boolean> {
  const form = lowerModality(view.modality, view.you.ceiling);
  return { microphone: allowsTrack(form, 'audio'), camera: allowsTrack(form, 'video') };
}

/** True when the device is open and its owner wants it to be heard or seen. */
export function isOn(live: LiveSession, kind: DeviceKind): boolean {
  const wanted = kind === 'microphone' ? live.microphoneOn : live.cameraOn;
  return wanted.value && live.devices[kind].value.state === 'on';
}

/** Turns a device on, asking the browser where needed, or off. */
export async function turn(live: LiveSession, kind: DeviceKind, on: boolean): Promise<void> {
  const state = live.devices[kind].peek().state;
  if (kind === 'camera') await live.setCamera(on);
  else await live.setMicrophone(on);
  if (on && state !== 'on') await live.devices.set(kind, true);
  remember(kind, on);
}

/** Opens what the session allows; `remembered` leaves off what was off before a reload. */
export async function openDevices(live: LiveSession, view: SessionView): Promise<void> {
  const may = allowed(view);
  const wanted = {
    microphone: may.microphone && !wasOff('microphone'),
    camera: may.camera && !wasOff('camera'),
  };
  if (!wanted.camera) await live.setCamera(false);
  if (wanted.microphone || wanted.camera) await live.devices.open(wanted);
}

const key = (kind: DeviceKind): string => `gabinet.off.${kind}`;

function remember(kind: DeviceKind, on: boolean): void {
  try {
    if (on) sessionStorage.removeItem(key(kind));
    else sessionStorage.setItem(key(kind), '1');
  } catch {
    // Without storage a reload starts with everything on; each can be turned off again.
  }
}

function wasOff(kind: DeviceKind): boolean {
  try {
    return sessionStorage.getItem(key(kind)) !== null;
  } catch {
    return false;
  }
}

/** A state that keeps the device from working and is not its owner's choice. */
export type Fault = 'denied' | 'missing' | 'busy' | 'ended';

export function faultOf(state: DeviceState): Fault | null {
  switch (state.state) {
    case 'denied':
    case 'missing':
    case 'busy':
    case 'ended':
      return state.state;
    case 'idle':
    case 'asking':
    case 'on':
    case 'off':
      return null;
  }
}

/** Who said no to the first of these that was refused. */
export function denialOf(...states: readonly DeviceState[]): Denial {
  for (const state of states) if (state.state === 'denied') return state.by;
  return 'browser';
}
