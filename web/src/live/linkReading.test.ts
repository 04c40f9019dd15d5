import { describe, expect, test } from 'vitest';
import type { ReceivedCounters, StreamCounters } from './linkCounters.ts';
import { type Counters, type HeardTrack, type LinkReading, readingOf } from './linkReading.ts';
import { type ServedLook, ServedPackets } from './ServedPackets.ts';

const nothing: StreamCounters = {
  packets: 0,
  lost: 0,
  bytes: 0,
  freezes: 0,
  frozenMs: 0,
  concealed: 0,
  samples: 0,
};
const sentNothing: Counters['sent'] = {
  packets: 0,
  bytes: 0,
  picturePackets: 0,
  pictureLoss: null,
  soundLoss: null,
  reportedAt: { picture: 0, sound: 0 },
  roundTripMs: 40,
  availableKbps: null,
  relayed: false,
};

/** What has come in one second, by track. */
type Came = Readonly<Record<string, Partial<StreamCounters>>>;

/** A page that looks each second at everything that has come since the last. */
class Page {
  readonly lately = { dry: new Map<string, number>(), served: new ServedPackets() };
  receiversWell = true;
  lateMs = 0;
  /** What the service reports to have sent of each track so far. */
  readonly reported = new Map<string, number>();
  #last: Counters = { at: 0, lateMs: 0, sent: sentNothing, received: received(new Map()) };

  look(
    came: Came,
    tracks: readonly HeardTrack[],
    sent: Partial<Counters['sent']> = {},
  ): LinkReading {
    const streams = new Map(this.#last.received.streams);
    for (const [id, more] of Object.entries(came)) {
      const held = streams.get(id) ?? nothing;
      const grown = { ...held };
      for (const name of [
        'packets',
        'lost',
        'bytes',
        'freezes',
        'frozenMs',
        'concealed',
        'samples',
      ] as const)
        grown[name] = held[name] + (more[name] ?? 0);
      streams.set(id, grown);
    }
    const before = this.#last;
    this.#last = {
      at: before.at + 1_000,
      lateMs: this.lateMs,
      sent: { ...before.sent, ...sent },
      received: received(streams, this.#served(before.at + 1_000, streams)),
    };
    return readingOf(before, this.#last, tracks, this.lately, this.receiversWell);
  }

  #served(
    at: number,
    streams: ReadonlyMap<string, StreamCounters>,
  ): ReadonlyMap<string, ServedLook> {
    const looks = [...this.reported].map(([trackId, packets]): [string, ServedLook] => [
      trackId,
      { at, packets: streams.get(trackId)?.packets ?? 0, report: { at, packets } },
    ]);
    return new Map(looks);
  }
}

function received(
  streams: ReadonlyMap<string, StreamCounters>,
  served: ReadonlyMap<string, ServedLook> = new Map(),
): ReceivedCounters {
  return { roundTripMs: 50, relayed: false, streams, served };
}

const track = (trackId: string, changes: Partial<HeardTrack> = {}): HeardTrack => ({
  trackId,
  participantId: trackId.split('-')[0] ?? '',
  kind: trackId.endsWith('picture') ? 'video' : 'audio',
  expected: true,
  ownerWell: true,
  ...changes,
});
const anna = [track('anna-sound'), track('anna-picture')];
const well = { packets: 50, bytes: 5_000, samples: 48_000 };

/** A stream counts from the look at which it was first seen. */
function begun(...ids: readonly string[]): Page {
  const page = new Page();
  page.look(Object.fromEntries(ids.map((id) => [id, {}])), []);
  return page;
}

describe('L2 what the way back is like', () => {
  test('L2 loss and made-up sound are shares of what one person should have brought', () => {
    const { down, lostDown } = begun('anna-sound', 'anna-picture').look(
      {
        'anna-sound': { ...well, packets: 40, lost: 10, concealed: 12_000 },
        'anna-picture': { packets: 140, lost: 10, bytes: 20_000 },
      },
      anna,
    );
    expect(down).toMatchObject({ loss: 0.1, concealedShare: 0.25, carriedKbps: 200 });
    expect(lostDown).toBe(20);
  });

  test('L4 what its owner’s way up has lost was never sent to us; what was sent and did not come is ours', () => {
    const lossy = { 'anna-sound': { ...well, packets: 20, lost: 30 } };
    const lossAfter = (served: number): number | null | undefined => {
      const page = begun('anna-sound');
      const looks = [1, 2, 3, 4].map((count) => {
        page.reported.set('anna-sound', served * count);
        return page.look(lossy, [track('anna-sound')]);
      });
      return looks.at(-1)?.down.loss;
    };
    expect(lossAfter(20)).toBeNull();
    expect(lossAfter(50)).toBeCloseTo(0.6);
  });

  test('L4 what a page loses that does not look for a second says nothing of its line', () => {
    const page = begun('anna-sound');
    page.lateMs = 1_500;
    const { down, up } = page.look({ 'anna-sound': { ...well, lost: 50 } }, [track('anna-sound')]);
    expect([down.loss, down.lateMs, up.lateMs]).toEqual([null, 1_500, 1_500]);
  });

  test('L2 one person who comes well clears the way back: what others lack is their own', () => {
    const page = begun('anna-sound', 'jan-sound');
    const { down } = page.look(
      { 'anna-sound': { ...well, packets: 10, lost: 40, concealed: 40_000 }, 'jan-sound': well },
      [track('anna-sound'), track('jan-sound')],
    );
    expect(down).toMatchObject({ loss: 0, concealedShare: 0 });
  });

  test('L2 who has told of trouble on their own way up, or is muted, tells nothing of ours', () => {
    const lossy = { 'anna-sound': { ...well, packets: 10, lost: 40, concealed: 40_000 } };
    const unknown = { loss: null, concealedShare: null, pictureStalled: false };
    for (const changes of [{ ownerWell: false }, { expected: false }]) {
      const page = begun('anna-sound');
      expect(page.look(lossy, [track('anna-sound', changes)]).down).toMatchObject(unknown);
    }
  });

  test('L2 sound without a picture for three looks: the service holds it back; silence is no sign', () => {
    const page = begun('anna-sound', 'anna-picture');
    const stalled = (came: Came): boolean => page.look(came, anna).down.pictureStalled;
    const sound = { 'anna-sound': well };
    expect([stalled(sound), stalled(sound), stalled(sound)]).toEqual([false, false, true]);
    expect(stalled({})).toBe(false);
    expect(stalled({ ...sound, 'anna-picture': well })).toBe(false);
  });
});

describe('L2 what the way up is like', () => {
  test('L2 carried bits and the reported loss; where nothing went, a report tells nothing', () => {
    const page = new Page();
    expect(page.look({}, [], { packets: 80, bytes: 25_000, soundLoss: 0.2 })).toMatchObject({
      packetsUp: 80,
      up: { loss: 0.2, carriedKbps: 200 },
    });
    expect(page.look({}, [], { soundLoss: 0.9 }).up).toMatchObject({ loss: null, carriedKbps: 0 });
  });

  test("L4 while a picture goes, its loss is the way's; that of sound may be a receiver's", () => {
    const page = new Page();
    const both = { pictureLoss: 0.01, soundLoss: 0.4 };
    expect(page.look({}, [], { packets: 90, picturePackets: 40, ...both }).up.loss).toBe(0.01);
    const reportedAt = { picture: 500, sound: 600 };
    expect(page.look({}, [], { packets: 140, reportedAt, ...both }).up).toMatchObject({
      loss: 0.4,
      lossIsNew: true,
    });
    expect(page.look({}, [], { packets: 150 }).up).toMatchObject({ loss: 0.4, lossIsNew: false });
    page.receiversWell = false;
    expect(page.look({}, [], { packets: 190, ...both }).up.loss).toBeNull();
    expect(page.look({}, [], { packets: 280, picturePackets: 80, ...both }).up.loss).toBe(0.01);
  });

  test('L2 a late answer counts against the way up only where nobody estimates it', () => {
    const counts = (availableKbps: number | null): boolean =>
      new Page().look({}, [], { availableKbps }).up.delayCounts;
    expect([counts(800), counts(null)]).toEqual([false, true]);
  });
});
