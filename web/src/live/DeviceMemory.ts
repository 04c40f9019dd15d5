const storageKey = 'gabinet.devices';
const treatments: readonly unknown[] = ['usual', 'strong', 'raw'];

export interface DeviceChoice {
  deviceId: string;
  label: string;
}
interface Choices {
  microphone?: DeviceChoice | undefined;
  camera?: DeviceChoice | undefined;
  output?: DeviceChoice | undefined;
  treatment?: 'usual' | 'strong' | 'raw' | undefined;
  blur?: boolean | undefined;
}

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
    const kept: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '{}');
    return isChoices(kept) ? kept : {};
  } catch {
    return {};
  }
}

// By hand: the first page of an invitation reads this, and zod weighs as much as half of it.
function isChoices(kept: unknown): kept is Choices {
  if (typeof kept !== 'object' || kept === null) return false;
  const { microphone, camera, output, treatment, blur }: Partial<Record<keyof Choices, unknown>> =
    kept;
  return (
    [microphone, camera, output].every((one) => one === undefined || isChoice(one)) &&
    (treatment === undefined || treatments.includes(treatment)) &&
    (blur === undefined || typeof blur === 'boolean')
  );
}

function isChoice(kept: unknown): kept is DeviceChoice {
  if (typeof kept !== 'object' || kept === null) return false;
  const { deviceId, label }: Partial<Record<keyof DeviceChoice, unknown>> = kept;
  return typeof deviceId === 'string' && typeof label === 'string';
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
