import type { ParticipantView, SessionView } from '@gabinet/shared/contracts/session';
import type { Rung } from '@gabinet/shared/contracts/words';
import { signal } from '@preact/signals';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { examplePerson, exampleView } from './exampleView.ts';
import { Ladder } from './Ladder.ts';
import type { LinkReading } from './linkReading.ts';

const viewOf = (other: Partial<ParticipantView> = {}): SessionView =>
  exampleView({ others: [examplePerson(2, other)] });

const view = signal<SessionView | null>(null);
const pictureWanted = signal(true);
let ladder: Ladder;
const reports: unknown[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  view.value = viewOf();
  pictureWanted.value = true;
  reports.length = 0;
  ladder = new Ladder({
    view,
    pictureWanted,
    turnPictureOff: () => {
      pictureWanted.value = false;
    },
    request: (_name, input) => {
      reports.push(input);
      return new Promise(() => {});
    },
    clock: () => Date.now(),
  });
});
afterEach(() => {
  ladder.close();
  vi.useRealTimers();
});

const flows = (): boolean => ladder.carried.value.picture;
const otherTakes = (downlink: Rung): void => {
  view.value = viewOf({ downlink });
};

function reading(loss: number): LinkReading {
  const sample = {
    roundTripMs: 30,
    delayCounts: true,
    availableKbps: null,
    carriedKbps: 500,
    concealedShare: 0,
    audioStalled: false,
    pictureStalled: false,
    lateMs: 0,
    lossIsNew: true,
  };
  vi.advanceTimersByTime(1_000);
  return {
    at: Date.now(),
    spanMs: 1_000,
    up: { ...sample, loss },
    down: { ...sample, loss: 0 },
    roundTripMs: 30,
    packetsUp: 100,
    packetsDown: 100,
    lostDown: 0,
    freezes: 0,
    frozenMs: 0,
    concealedMs: 0,
    relayed: false,
  };
}

describe('M5 what an outage leaves behind', () => {
  test('M5 L2 what the first reports after it tell is of the outage; what goes on being lost counts', () => {
    for (let count = 0; count < 12; count += 1) ladder.hear(reading(0));
    ladder.pathLost();
    // A look that was under way.
    ladder.hear(reading(1));
    vi.advanceTimersByTime(8_000);
    ladder.pathMended();
    // One report is read as long as it is fresh; those of picture and sound come one after the other.
    for (const loss of [0.86, 0.86, 0, 0.9, 0.9]) ladder.hear(reading(loss));
    expect([ladder.uplink.value, flows()]).toEqual(['full', true]);
    for (let count = 0; count < 3; count += 1) ladder.hear(reading(0.3));
    expect(ladder.uplink.value).not.toBe('full');
  });

  test('M5 L2 a path that is back at once was no outage: what is missing is the line', () => {
    for (let count = 0; count < 12; count += 1) ladder.hear(reading(0));
    ladder.pathLost();
    vi.advanceTimersByTime(1_000);
    ladder.pathMended();
    for (let count = 0; count < 3; count += 1) ladder.hear(reading(0.3));
    expect(ladder.uplink.value).not.toBe('full');
  });

  test('M5 L2 a page that was frozen takes what was missed meanwhile for no weakness of the line', () => {
    for (let count = 0; count < 12; count += 1) ladder.hear(reading(0));
    vi.advanceTimersByTime(25_000);
    for (const loss of [0.55, 0.55, 0]) ladder.hear(reading(loss));
    expect([ladder.uplink.value, flows()]).toEqual(['full', true]);
  });
});

describe('M5 a path that was lost', () => {
  test('M5 L2 what its last seconds did to the rungs is taken back, and what held before stays', () => {
    for (let count = 0; count < 12; count += 1) ladder.hear(reading(0));
    for (let count = 0; count < 6; count += 1) ladder.hear(reading(1));
    expect(ladder.uplink.value).not.toBe('full');
    ladder.pathLost();
    expect(ladder.uplink.value).toBe('full');
    vi.advanceTimersByTime(6_000);
    ladder.pathMended();
    vi.advanceTimersByTime(6_000);
    // A link that was weak long before it was lost stays where it was.
    for (let count = 0; count < 3; count += 1) ladder.hear(reading(0.3));
    const weak = ladder.uplink.value;
    expect(weak).not.toBe('full');
    for (let count = 0; count < 11; count += 1) ladder.hear(reading(0.05));
    ladder.pathLost();
    expect(ladder.uplink.value).toBe(weak);
  });

  test('M5 L2 lost for a moment because the line carries too little, it changes nothing: that line is weak still', () => {
    for (let count = 0; count < 12; count += 1) ladder.hear(reading(0));
    for (let count = 0; count < 4; count += 1) ladder.hear(reading(0.9));
    const weak = ladder.uplink.value;
    expect(weak).not.toBe('full');
    ladder.pathLost();
    expect(ladder.uplink.value).toBe(weak);
  });
});

test('L4 an estimate whose reports are lost on the way back names no way up; where it stays as low afterwards, it does', () => {
  const low = (loss: number): LinkReading => {
    const { up, down, ...rest } = reading(0);
    return {
      ...rest,
      up: { ...up, availableKbps: 120, carriedKbps: 115 },
      down: { ...down, loss },
    };
  };
  for (let count = 0; count < 20; count += 1) ladder.hear(reading(0));
  for (let count = 0; count < 20; count += 1) ladder.hear(low(0.05));
  expect(ladder.uplink.value).toBe('full');
  for (let count = 0; count < 20; count += 1) ladder.hear(low(0));
  expect(ladder.uplink.value).not.toBe('full');
});

describe('L5 a picture that was kept back', () => {
  test('L5 returns after 5 seconds that are counted down', () => {
    otherTakes('audio-only');
    expect(flows()).toBe(false);
    otherTakes('slower');
    for (const left of [5, 4, 3, 2, 1]) {
      expect([ladder.countdown.value, flows()]).toEqual([left, false]);
      vi.advanceTimersByTime(1_000);
    }
    expect([ladder.countdown.value, flows()]).toEqual([null, true]);
  });

  test('L5 stays back when trouble returns, and the next countdown begins anew', () => {
    otherTakes('audio-only');
    otherTakes('slower');
    vi.advanceTimersByTime(3_000);
    otherTakes('audio-only');
    expect(ladder.countdown.value).toBeNull();
    vi.advanceTimersByTime(10_000);
    expect(flows()).toBe(false);
    otherTakes('slower');
    expect(ladder.countdown.value).toBe(5);
  });

  test('L5 stays off when its owner stays with voice; on again by the owner, it is on at once', () => {
    otherTakes('audio-only');
    otherTakes('full');
    ladder.stayWithVoice();
    expect([ladder.countdown.value, pictureWanted.value]).toEqual([null, false]);
    vi.advanceTimersByTime(10_000);
    expect(pictureWanted.value).toBe(false);
    pictureWanted.value = true;
    expect([ladder.countdown.value, flows()]).toEqual([null, true]);
  });

  test('L2 a picture that its owner had off is not counted back', () => {
    pictureWanted.value = false;
    otherTakes('audio-only');
    otherTakes('full');
    expect(ladder.countdown.value).toBeNull();
  });
});

describe('L3 and L4', () => {
  test('L3 among several, one who takes no pictures costs the others nothing', () => {
    view.value = {
      ...viewOf({ downlink: 'audio-only' }),
      others: [examplePerson(2, { downlink: 'audio-only' }), examplePerson(3)],
    };
    expect(ladder.carried.value).toMatchObject({ rung: 'full', picture: true, others: 'all' });
  });

  test('L3 among several, who takes no pictures goes on sending one', () => {
    const lossy = (): LinkReading => {
      const base = reading(0);
      return { ...base, down: { ...base.down, loss: 0.5 } };
    };
    view.value = exampleView({ others: [examplePerson(2), examplePerson(3)] });
    for (let second = 0; second < 3; second += 1) ladder.hear(lossy());
    expect([ladder.downlink.value, ladder.carried.value]).toMatchObject([
      'audio-only',
      { rung: 'full', picture: true, others: 'none' },
    ]);
    // Between two people there is no picture either way.
    view.value = viewOf();
    expect(ladder.carried.value).toMatchObject({ rung: 'audio-only', picture: false });
  });

  test("L4 who thins out for the other, or has the picture off, is not told of a weak link of one's own", () => {
    const used = (kbps: number): LinkReading => {
      const base = reading(0);
      return { ...base, up: { ...base.up, availableKbps: kbps, carriedKbps: kbps } };
    };
    for (let second = 0; second < 20; second += 1) ladder.hear(used(800));
    otherTakes('audio-only');
    for (let second = 0; second < 20; second += 1) ladder.hear(used(27));
    expect(ladder.uplink.value).toBe('full');
    otherTakes('full');
    pictureWanted.value = false;
    for (let second = 0; second < 40; second += 1) ladder.hear(used(27));
    expect(ladder.uplink.value).toBe('full');
    // The same with a picture that should go is trouble.
    pictureWanted.value = true;
    for (let second = 0; second < 20; second += 1) ladder.hear(used(27));
    expect(ladder.uplink.value).not.toBe('full');
  });

  test('L3 L4 trouble on the way up goes down rung by rung, keeps the sound, and is reported', () => {
    for (let second = 0; second < 3; second += 1) ladder.hear(reading(0.5));
    expect([ladder.uplink.value, ladder.downlink.value]).toEqual(['picture-paused', 'full']);
    expect(ladder.carried.value).toMatchObject({ picture: false, sound: true, others: 'all' });
    expect(reports[0]).toEqual({ uplink: 'smaller', downlink: 'full' });
    // Only voice that does not get through ends it.
    for (let second = 0; second < 3; second += 1) ladder.hear(reading(0.5));
    expect(ladder.carried.value).toMatchObject({ rung: 'chat-only', sound: false });
  });
});
