import type { QualitySample } from '@gabinet/shared/contracts/quality';
import { beforeEach, describe, expect, test } from 'vitest';
import type { LinkReading } from './linkReading.ts';
import { QualityReport } from './QualityReport.ts';

let now = 0;
let sent: QualitySample[] = [];
let report: QualityReport;

beforeEach(() => {
  now = 1_000_000;
  sent = [];
  report = new QualityReport({
    rungs: () => ({ uplink: 'smaller', downlink: 'full' }),
    send: async (sample) => {
      sent.push(sample);
    },
    clock: () => now,
  });
});

const well = {
  loss: 0,
  roundTripMs: 40,
  delayCounts: true,
  availableKbps: null,
  carriedKbps: 500,
  concealedShare: 0,
  audioStalled: false,
  pictureStalled: false,
  lateMs: 0,
  lossIsNew: true,
};

function second(changes: Partial<LinkReading> = {}): void {
  now += 1_000;
  report.hear({
    at: now,
    spanMs: 1_000,
    up: well,
    down: well,
    roundTripMs: 40,
    packetsUp: 100,
    packetsDown: 90,
    lostDown: 0,
    freezes: 0,
    frozenMs: 0,
    concealedMs: 0,
    relayed: false,
    ...changes,
  });
}

describe('Q1 what a page reports of its connection', () => {
  test('Q1 15 seconds in one sample: middle round trip, loss by packets, sums of the rest', () => {
    for (let at = 0; at < 14; at += 1) second();
    expect(sent).toEqual([]);
    second({
      up: { ...well, loss: 0.5 },
      packetsUp: 100,
      roundTripMs: 900,
      lostDown: 150,
      freezes: 2,
      frozenMs: 400.4,
      concealedMs: 99.6,
      relayed: true,
    });
    expect(sent).toEqual([
      {
        spanMilliseconds: 15_000,
        joinMilliseconds: null,
        roundTripMilliseconds: 40,
        lossUp: 50 / 1_500,
        lossDown: 150 / 1_500,
        freezes: 2,
        frozenMilliseconds: 400,
        concealedMilliseconds: 100,
        reconnections: 0,
        uplink: 'smaller',
        downlink: 'full',
        relayed: true,
      },
    ]);
  });

  test('Q1 what is left at the end is handed in, a moment alone is not; the next begins at nothing', () => {
    report.end();
    expect(sent).toEqual([]);
    second({ freezes: 3 });
    report.reconnected();
    report.end();
    report.end();
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({ spanMilliseconds: 1_000, freezes: 3, reconnections: 1 });
    second();
    report.end();
    expect(sent[1]).toMatchObject({ freezes: 0, reconnections: 0 });
  });

  test('Q1 nothing sent, nothing come: loss and round trip are unknown, not nought', () => {
    const up = { ...well, loss: null };
    second({ up, packetsUp: 0, packetsDown: 0, roundTripMs: null });
    report.end();
    expect(sent[0]).toMatchObject({ lossUp: null, lossDown: null, roundTripMilliseconds: null });
  });
});

describe('Q1 how long it took until media came', () => {
  test('Q1 from the click, told once', () => {
    report.clicked();
    report.meets(true);
    now += 700;
    report.mediaCame();
    now += 5_000;
    report.mediaCame();
    second();
    report.end();
    second();
    report.end();
    expect(sent.map(({ joinMilliseconds }) => joinMilliseconds)).toEqual([700, null]);
  });

  test('Q1 the time that a person waited for somebody is not the line’s', () => {
    report.clicked();
    report.meets(false);
    now += 600_000;
    report.meets(true);
    now += 300;
    report.mediaCame();
    second();
    report.end();
    expect(sent[0]?.joinMilliseconds).toBe(300);
  });

  test('Q1 nobody has met anybody: nothing is told', () => {
    report.meets(true);
    report.mediaCame();
    second();
    report.end();
    expect(sent[0]?.joinMilliseconds).toBeNull();
  });
});
