import { expect, test } from 'vitest';
import { judgePath, type PathFigures } from './pathVerdict.ts';

const good: PathFigures = {
  form: 'video',
  reached: true,
  roundTripMilliseconds: 40,
  lossUp: 0,
  lossDown: 0.005,
  upKilobits: 1_200,
  downKilobits: 1_150,
  relayed: false,
  protocol: 'udp',
};
const expectation = (part: Partial<PathFigures>) => judgePath({ ...good, ...part }).expectation;

test('P1: a picture is promised only where it goes up and comes back whole', () => {
  expect(judgePath(good)).toEqual({ expectation: 'video', advice: null });
  expect(expectation({ upKilobits: 400 })).toBe('video-soft');
  expect(expectation({ downKilobits: 400 })).toBe('video-soft');
  expect(expectation({ roundTripMilliseconds: 450 })).toBe('video-soft');
  expect(expectation({ upKilobits: 120 })).toBe('voice-only');
  expect(expectation({ lossUp: 0.06 })).toBe('voice-only');
});

test('P1: a voice needs little, and writing nearly nothing', () => {
  expect(expectation({ form: 'audio', upKilobits: null, downKilobits: null })).toBe('voice');
  expect(expectation({ form: 'audio', lossDown: 0.15 })).toBe('voice-rough');
  expect(expectation({ lossUp: 0.15 })).toBe('voice-rough');
  expect(expectation({ lossUp: 0.4 })).toBe('writing-only');
  expect(expectation({ roundTripMilliseconds: 2_000 })).toBe('writing-only');
  expect(expectation({ form: 'chat' })).toBe('writing');
});

test('P1: media that does not get through is another thing than a service out of reach', () => {
  expect(judgePath({ ...good, reached: false })).toEqual({
    expectation: 'media-blocked',
    advice: 'other-network',
  });
  expect(expectation({ form: 'chat', reached: false })).toBe('unreachable');
});

test('P1: whatever is not fine comes with what would help', () => {
  for (const part of [
    { upKilobits: 300 },
    { upKilobits: 10 },
    { lossUp: 0.1 },
    { lossUp: 0.5 },
    { reached: false },
  ]) {
    expect(judgePath({ ...good, ...part }).advice).not.toBeNull();
  }
});
