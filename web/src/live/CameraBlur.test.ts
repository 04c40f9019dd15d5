import { expect, test, vi } from 'vitest';
import type { MadeTrack } from './DeviceSlot.ts';
import { Devices } from './Devices.ts';
import { useExampleDevices } from './exampleDevices.ts';

/** Node runs no model: each start waits here until the test lets it end. */
const starts = vi.hoisted(() => [] as Start[]);
interface Start {
  superseded: AbortSignal;
  finish: (made: MadeTrack) => void;
  fail: () => void;
}
vi.mock('./blur/BackgroundBlur.ts', () => ({
  blurBackground: (_source: MediaStreamTrack, superseded: AbortSignal) =>
    new Promise<MadeTrack>((finish, reject) => {
      starts.push({ superseded, finish, fail: () => reject(new Error('no WebGL')) });
    }),
}));

const { order } = useExampleDevices();

/** Both devices on, and a blur that has begun to start. */
async function starting(): Promise<{ devices: Devices; start: Start }> {
  starts.length = 0;
  const devices = new Devices();
  await devices.open({ microphone: true, camera: true });
  await devices.setBlur(true);
  expect(devices.blur.value).toBe('starting');
  return { devices, start: await begun(1) };
}

async function begun(count: number): Promise<Start> {
  await vi.waitFor(() => expect(starts).toHaveLength(count));
  const start = starts[count - 1];
  if (!start) throw new Error('No blur has begun.');
  return start;
}

function madeTrack(): MadeTrack {
  return { track: new MediaStreamTrack(), stop: vi.fn() };
}

const shown = (devices: Devices): MediaStreamTrack | null =>
  devices.camera.value.state === 'on' ? devices.camera.value.track : null;

test('while the blur starts, microphone and camera are changed at once', async () => {
  const { devices, start } = await starting();
  order.length = 0;
  await devices.choose('microphone', 'another');
  expect(order).toEqual(['microphone shut', 'microphone open']);
  expect(devices.microphone.value.state).toBe('on');
  await devices.set('camera', false);
  expect(devices.camera.value.state).toBe('off');
  expect(order.at(-1)).toBe('camera shut');
  expect(start.superseded.aborted).toBe(true);
  devices.close();
});

test('a blur that comes when its camera is off is ended, and shown to nobody', async () => {
  const { devices, start } = await starting();
  await devices.set('camera', false);
  const made = madeTrack();
  start.finish(made);
  await vi.waitFor(() => expect(made.stop).toHaveBeenCalledOnce());
  expect(devices.camera.value.state).toBe('off');
  devices.close();
});

test('the room is never seen while the blur of another camera starts', async () => {
  const { devices, start } = await starting();
  const first = madeTrack();
  start.finish(first);
  await vi.waitFor(() => expect(shown(devices)).toBe(first.track));
  await devices.choose('camera', 'another');
  expect(devices.camera.value.state).toBe('asking');
  expect(first.stop).toHaveBeenCalledOnce();
  // Asked once more, the camera is not opened once more.
  order.length = 0;
  await devices.set('camera', true);
  expect(order).toEqual([]);
  const second = madeTrack();
  (await begun(2)).finish(second);
  await vi.waitFor(() => expect(shown(devices)).toBe(second.track));
  expect(devices.blur.value).toBe('on');
  devices.close();
});

test('a blur that was turned off while it started fails without a word', async () => {
  const { devices, start } = await starting();
  const plain = shown(devices);
  await devices.setBlur(false);
  start.fail();
  await devices.set('microphone', false);
  expect(devices.blur.value).toBe('off');
  expect(shown(devices)).toBe(plain);
  devices.close();
});

test('a blur that cannot be shows the picture as it is, and says so', async () => {
  const { devices, start } = await starting();
  const plain = shown(devices);
  start.fail();
  await vi.waitFor(() => expect(devices.blur.value).toBe('failed'));
  expect(shown(devices)).toBe(plain);
  devices.close();
});
