import { afterEach, beforeEach, expect, test } from 'vitest';
import { deviceMemory } from './DeviceMemory.ts';
import { Devices } from './Devices.ts';
import { useExampleDevices } from './exampleDevices.ts';
import { soundOutput } from './SoundOutput.ts';

const example = useExampleDevices();
const { order } = example;
let detach: (() => void) | undefined;

beforeEach(async () => {
  await soundOutput.choose('', []);
  detach = soundOutput.attach(new HTMLMediaElement());
  order.length = 0;
});
afterEach(() => detach?.());

test('the remembered output is set before the microphone opens', async () => {
  deviceMemory.write('output', { deviceId: 'o1', label: 'Headset' });
  const devices = new Devices();
  await devices.open({ microphone: true, camera: false });
  expect(order).toEqual(['output o1', 'microphone open']);
  devices.close();
});

test('an output that only the consent reveals makes the microphone open anew after it', async () => {
  deviceMemory.write('output', { deviceId: 'old id', label: 'Headset' });
  example.listed = [];
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
