import { expect, test } from 'vitest';
import { captureFault, denialBy, soundConstraints } from './capture.ts';
import { findRemembered } from './DeviceMemory.ts';
import { loudness } from './LevelMeter.ts';

const devices = [
  { kind: 'audioinput', deviceId: 'a1', label: 'Headset' },
  { kind: 'videoinput', deviceId: 'v1', label: 'Webcam' },
  { kind: 'audioinput', deviceId: 'a2', label: 'Built-in' },
] as const;

test('a device is found by id, else by its name, never of another kind', () => {
  expect(findRemembered('microphone', { deviceId: 'a2', label: 'x' }, devices)).toBe('a2');
  expect(findRemembered('microphone', { deviceId: 'new', label: 'Headset' }, devices)).toBe('a1');
  expect(findRemembered('microphone', { deviceId: 'v1', label: 'Webcam' }, devices)).toBe(
    undefined,
  );
  expect(findRemembered('camera', undefined, devices)).toBe(undefined);
});

test('names are no match while the browser still hides them', () => {
  const hidden = [{ kind: 'audioinput', deviceId: '', label: '' }] as const;
  expect(findRemembered('microphone', { deviceId: 'a1', label: '' }, hidden)).toBe(undefined);
});

test('each fault has its own word', () => {
  const named = (name: string) => Object.assign(new Error('x'), { name });
  expect(captureFault(named('NotAllowedError'))).toBe('denied');
  expect(captureFault(named('NotReadableError'))).toBe('busy');
  expect(captureFault(named('NotFoundError'))).toBe('missing');
});

test('loudness goes from 0 in silence to 1 for a loud voice', () => {
  expect(loudness(new Float32Array(8))).toEqual({ level: 0, peak: 0 });
  expect(loudness(new Float32Array(8).fill(0.5)).level).toBe(1);
  expect(loudness(new Float32Array(8).fill(0.01)).level).toBeCloseTo(0.4);
});

test('who refused is told from what the browser says', () => {
  expect(denialBy(new Error('Permission denied by system'))).toBe('system');
  expect(denialBy(new Error('Permission dismissed'))).toBe('dismissed');
  expect(denialBy(new Error('Permission denied'))).toBe('browser');
});

test('echo is cancelled in every way; noise by the browser only in the usual one', () => {
  for (const treatment of ['usual', 'strong', 'raw'] as const) {
    const { echoCancellation, noiseSuppression } = soundConstraints(treatment);
    expect(echoCancellation).toBe(true);
    expect(noiseSuppression).toBe(treatment === 'usual');
  }
});
