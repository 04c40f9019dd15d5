import { z } from 'zod';
import type { DeviceKind } from './model.ts';

const storageKey = 'gabinet.devices';
const choice = z.object({ deviceId: z.string(), label: z.string() });
const choices = z.object({ microphone: choice.optional(), camera: choice.optional() });
export type DeviceChoice = z.infer<typeof choice>;

const inputKind = { microphone: 'audioinput', camera: 'videoinput' } as const;

/** Remembers which devices were chosen, on this browser only. Without storage it remembers nothing. */
export const deviceMemory = {
  read(kind: DeviceKind): DeviceChoice | undefined {
    return readAll()[kind];
  },
  write(kind: DeviceKind, chosen: DeviceChoice): void {
    try {
      localStorage.setItem(storageKey, JSON.stringify({ ...readAll(), [kind]: chosen }));
    } catch {
      // Storage is full or forbidden: the choice holds until the page is left.
    }
  },
};

function readAll(): z.infer<typeof choices> {
  try {
    return choices.parse(JSON.parse(localStorage.getItem(storageKey) ?? '{}'));
  } catch {
    return {};
  }
}

/**
 * Finds a remembered device among those there are: by id, else by name, for browsers give out new ids.
 * @returns the id to prefer, or undefined when it is not plugged in
 */
export function findRemembered(
  kind: DeviceKind,
  remembered: DeviceChoice | undefined,
  available: readonly Pick<MediaDeviceInfo, 'kind' | 'deviceId' | 'label'>[],
): string | undefined {
  if (!remembered) return undefined;
  const ofKind = available.filter((one) => one.kind === inputKind[kind]);
  const found =
    ofKind.find(({ deviceId }) => deviceId === remembered.deviceId) ??
    ofKind.find(({ label }) => label !== '' && label === remembered.label);
  return found?.deviceId;
}
