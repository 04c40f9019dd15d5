import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PathCare, type Remedy, remedyAt } from './PathCare.ts';

let tried: Remedy[];
let online: boolean;
let care: PathCare;

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000 });
  tried = [];
  online = true;
  care = new PathCare({
    apply: async (remedy) => {
      tried.push(remedy);
    },
    canAct: () => online,
    onLost: () => {},
    onRecovered: () => {},
    hasRelay: () => true,
    clock: Date.now,
  });
  care.report('connected');
});

afterEach(() => {
  care.close();
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

test('a short disconnection is waited out', () => {
  care.report('disconnected');
  expect(care.lostSince.value).toBe(1_000);
  vi.advanceTimersByTime(1_900);
  care.report('connected');
  vi.advanceTimersByTime(20_000);
  expect(tried).toEqual([]);
  expect(care.lostSince.value).toBeNull();
});

test('2 s of disconnection: ICE restart, after 4 s new transports, after 4 s the relay', () => {
  care.report('disconnected');
  vi.advanceTimersByTime(2_000);
  expect(tried).toEqual(['restart-ice']);
  vi.advanceTimersByTime(3_900);
  expect(tried).toHaveLength(1);
  vi.advanceTimersByTime(100);
  expect(tried).toEqual(['restart-ice', 'renew']);
  care.report('connecting');
  vi.advanceTimersByTime(4_000);
  expect(tried).toEqual(['restart-ice', 'renew', 'relay']);
  care.report('connected');
  vi.advanceTimersByTime(60_000);
  expect(tried).toHaveLength(3);
});

test('a failed path is mended at once', () => {
  care.report('failed');
  expect(tried).toEqual(['restart-ice']);
});

test('a first connection that takes 4 s is trouble too', () => {
  care.report('connecting');
  vi.advanceTimersByTime(4_000);
  expect(tried).toEqual(['restart-ice']);
});

test('a network change restarts a path that still looks well, once', () => {
  care.mend();
  care.mend();
  expect(tried).toEqual(['restart-ice']);
  vi.advanceTimersByTime(60_000);
  expect(tried).toHaveLength(1);
  expect(care.lostSince.value).toBeNull();
});

test('M5: without signaling nothing is tried, and all of it once it is back', () => {
  online = false;
  care.report('failed');
  vi.advanceTimersByTime(60_000);
  expect(tried).toEqual([]);
  online = true;
  care.retry();
  expect(tried).toEqual(['restart-ice']);
  vi.advanceTimersByTime(4_000);
  expect(tried).toEqual(['restart-ice', 'renew']);
});

test('a path that is well is left alone when signaling is back', () => {
  care.retry();
  expect(tried).toEqual([]);
});

test('without TURN there is no relay to try', () => {
  expect([0, 1, 2, 3, 4].map((step) => remedyAt(step, false))).toEqual([
    'restart-ice',
    'renew',
    'renew',
    'renew',
    'renew',
  ]);
  expect([0, 1, 2, 3, 4].map((step) => remedyAt(step, true))).toEqual([
    'restart-ice',
    'renew',
    'relay',
    'renew',
    'relay',
  ]);
});

test('M6: while a path is replaced the media counts as lost, until the next one is connected', () => {
  care.interrupted();
  expect(care.lostSince.value).toBe(1_000);
  care.report('connecting');
  expect(care.lostSince.value).toBe(1_000);
  care.report('connected');
  expect(care.lostSince.value).toBeNull();
  expect(care.mending).toBe(false);
});
