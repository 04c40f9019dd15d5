import { z } from 'zod';

const storageKey = 'gabinet.devices';
const choice = z.object({ deviceId: z.string(), label: z.string() });
const choices = z.object({
  microphone: choice.optional(),
  camera: choice.optional(),
  output: choice.optional(),
  treatment: z.enum(['usual', 'strong', 'raw']).optional(),
  blur: z.boolean().optional(),
});
export type DeviceChoice = z.infer<typeof choice>;
type Choices = z.infer<typeof choices>;

const mediaKind = {
  microphone: 'audioinput',
  camera: 'videoinput',
  output: 'audiooutput',
} as const;
/** Everything that can be chosen by name. */
export type ChosenKind = keyof typeof mediaKind;

/** The browser's name for a kind of device. */
export function mediaKindOf(kind: ChosenKind): MediaDeviceKind {
  return mediaKind[kind];
}

/** Remembers what was chosen, on this browser only. Without storage it remembers nothing. */
export const deviceMemory = {
  read<K extends keyof Choices>(what: K): Choices[K] {
    return readAll()[what];
  },
  write<K extends keyof Choices>(what: K, chosen: Choices[K]): void {
    try {
      localStorage.setItem(storageKey, JSON.stringify({ ...readAll(), [what]: chosen }));
    } catch {
      // Storage is full or forbidden: the choice holds until the page is left.
    }
  },
};

function readAll(): Choices {
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
  kind: ChosenKind,
  remembered: DeviceChoice | undefined,
  available: readonly Pick<MediaDeviceInfo, 'kind' | 'deviceId' | 'label'>[],
): string | undefined {
  if (!remembered) return undefined;
  const ofKind = available.filter((one) => one.kind === mediaKind[kind]);
  const found =
    ofKind.find(({ deviceId }) => deviceId === remembered.deviceId) ??
    ofKind.find(({ label }) => label !== '' && label === remembered.label);
  return found?.deviceId;
}
