import { describe, expect, test } from 'vitest';
import { type HeardTrack, type LockFacts, lockOf } from './lock.ts';
import type { OpeningStatistics } from './messages.ts';

const dropped = { malformed: 0, 'no-key': 0, 'wrong-sender': 0, replayed: 0, undecryptable: 0 };
const voice: HeardTrack = {
  participantId: 'ben',
  source: 'microphone',
  paused: false,
  sealed: true,
};
const opened: OpeningStatistics = {
  participantId: 'ben',
  source: 'microphone',
  opened: 1,
  dropped,
  opens: true,
};
const good: LockFacts = {
  shown: ['anna', 'ben'],
  members: ['ben', 'anna'],
  tracks: [voice],
  opening: [opened],
};

describe('E9 the lock sign', () => {
  test('shows when all three hold, and in a chat without any tracks too', () => {
    expect(lockOf(good)).toBe('locked');
    expect(lockOf({ ...good, tracks: [], opening: [] })).toBe('locked');
  });

  test.each<[string, Partial<LockFacts>, string]>([
    ['a track is played as it came', { tracks: [{ ...voice, sealed: false }] }, 'plain'],
    ['somebody unseen is in the group', { members: ['anna', 'ben', 'eva'] }, 'stranger'],
    ['somebody is in the group twice', { members: ['anna', 'ben', 'ben'] }, 'stranger'],
    ['somebody seen is not in the group', { members: ['anna'] }, 'missing'],
    ['no frame of a track has opened', { opening: [] }, 'frames'],
    ['the last frame did not open', { opening: [{ ...opened, opens: false }] }, 'frames'],
    ['only the other track opens', { tracks: [voice, { ...voice, source: 'camera' }] }, 'frames'],
    ['only somebody else’s opens', { opening: [{ ...opened, participantId: 'eva' }] }, 'frames'],
  ])('does not when %s', (_what, facts, expected) => {
    expect(lockOf({ ...good, ...facts })).toBe(expected);
  });

  test('a track that its owner has off does not put it out', () => {
    const camera: HeardTrack = { ...voice, source: 'camera', paused: true };
    expect(lockOf({ ...good, tracks: [voice, camera] })).toBe('locked');
  });
});
