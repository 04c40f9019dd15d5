import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { modality, type Rung } from '../contracts/words.ts';
import {
  calmMs,
  type Direction,
  type LadderOf,
  type LadderReason,
  type LadderState,
  type LinkSample,
  ladderAtStart,
  rungsOf,
  stepLadder,
  worseRung,
} from './ladder.ts';

const start = 1_800_000_000_000;
const second = 1_000;
const up = { direction: 'up', form: 'video' } as const;
const down = { direction: 'down', form: 'video' } as const;

const calm: LinkSample = {
  loss: 0,
  roundTripMs: 40,
  delayCounts: true,
  availableKbps: 2_000,
  carriedKbps: 900,
  concealedShare: 0,
  audioStalled: false,
  pictureStalled: false,
  lateMs: 0,
  lossIsNew: true,
};
const line = (kbps: number): LinkSample => ({ ...calm, availableKbps: kbps, carriedKbps: kbps });
const lossy = (loss: number): LinkSample => ({ ...calm, loss });

/** A page that samples each second: gives the rung after each sample, and why it changed. */
class Page {
  readonly on: LadderOf;
  state: LadderState = ladderAtStart(start);
  now = start;
  readonly reasons: LadderReason[] = [];

  constructor(on: LadderOf = up) {
    this.on = on;
  }

  see(sample: LinkSample, seconds = 1, sentAs?: Rung): Rung[] {
    const on = sentAs ? { ...this.on, sentAs } : this.on;
    return Array.from({ length: seconds }, () => {
      this.now += second;
      const { state, why } = stepLadder(this.state, on, sample, this.now);
      if (why) this.reasons.push(why);
      this.state = state;
      return state.rung;
    });
  }
}

/** One whose estimate has settled, as it has some seconds into a call. */
function settled(on: Page['on'] = up): Page {
  const page = new Page(on);
  page.see(calm, 30);
  return page;
}

describe('L1 the rungs of a form', () => {
  test('L1 a voice has none for pictures, writing has none at all', () => {
    expect(rungsOf('up', 'audio')).toEqual(['full', 'chat-only']);
    expect(rungsOf('down', 'chat')).toEqual(['full']);
    expect(rungsOf('up', 'video')).toContain('picture-paused');
    expect(rungsOf('down', 'video')).toContain('audio-only');
  });

  test('L1 a page that goes on by voice leaves the rungs of a picture, and keeps that of writing', () => {
    const page = settled();
    page.see(line(150), 2);
    expect(page.state.rung).not.toBe('full');
    const by = (state: LadderState) =>
      stepLadder(state, { direction: 'up', form: 'audio' }, calm, page.now + second).state.rung;
    expect(by(page.state)).toBe('full');
    expect(by({ ...page.state, rung: 'chat-only' })).toBe('chat-only');
  });
});

describe('L2 down', () => {
  test('L2 one rung a second where a line cannot carry the next one either: sound is safe within 3 s', () => {
    expect(settled().see(line(30), 3)).toEqual(['smaller', 'slower', 'picture-paused']);
    expect(settled().see(lossy(0.5), 1)).toEqual(['smaller']);
  });

  test('L2 a single bad second is no trouble; two are', () => {
    const page = settled();
    expect(page.see(lossy(0.1))).toEqual(['full']);
    page.see(calm);
    expect(page.see(lossy(0.1), 2)).toEqual(['full', 'smaller']);
  });

  test('L2 one report that is read twice is one bad second, and so is a voice’s', () => {
    const page = settled();
    page.see(lossy(0.2));
    expect(page.see({ ...lossy(0.2), lossIsNew: false }, 3).at(-1)).toBe('full');
    expect(page.see(lossy(0.2))).toEqual(['smaller']);
    const voice = new Page({ direction: 'up', form: 'audio' });
    voice.see(lossy(0.6));
    expect(voice.see({ ...lossy(0.6), lossIsNew: false }, 5).at(-1)).toBe('full');
  });

  test('L2 stops at the rung that the line carries', () => {
    const page = settled();
    page.see(line(150), 2);
    // The queue of before still drains: what is late now is no sign against the smaller picture.
    page.see({ ...calm, roundTripMs: 1_400, availableKbps: 240, carriedKbps: 100 });
    expect(page.see({ ...calm, availableKbps: 240, carriedKbps: 230 }, 10).at(-1)).toBe(
      page.state.rung,
    );
    expect(['smaller', 'slower']).toContain(page.state.rung);
  });

  test('L2 a line that is long by nature is no trouble, one that has become so is', () => {
    const far = new Page(down);
    expect(far.see({ ...calm, roundTripMs: 650 }, 20).at(-1)).toBe('full');
    expect(far.see({ ...calm, roundTripMs: 1_700 }, 2)).toEqual(['full', 'smaller']);
  });

  test('L2 what is late because of the other direction is no trouble of this one', () => {
    expect(
      settled()
        .see({ ...calm, roundTripMs: 1_500, delayCounts: false }, 20)
        .at(-1),
    ).toBe('full');
  });

  test('L2 what is estimated low because little is sent is no trouble', () => {
    expect(
      settled()
        .see({ ...calm, availableKbps: 100, carriedKbps: 40 }, 30)
        .at(-1),
    ).toBe('full');
  });

  test("L2 L4 who sends less for somebody else's sake is estimated at that, and is not in trouble for it", () => {
    expect(settled().see(line(28), 60, 'audio-only').at(-1)).toBe('full');
    expect(settled().see(line(80), 60, 'slower').at(-1)).toBe('full');
    // What is lost on the way is one's own all the same, and so is a line that cannot carry even this.
    expect(settled().see(lossy(0.5), 1, 'slower')).toEqual(['smaller']);
    expect(settled().see(line(40), 1, 'slower')).toEqual(['smaller']);
  });

  test('L2 when more is asked again, the estimate may climb first; where it does not, that is trouble', () => {
    const page = settled();
    page.see(line(28), 20, 'audio-only');
    expect(page.see(line(120), 14, 'slower').at(-1)).toBe('full');
    expect(page.see(line(150), 14).at(-1)).toBe('full');
    expect(page.see(line(150), 3).at(-1)).not.toBe('full');
  });

  test('L2 a page that has only just begun to send, however long it waited before, may climb too', () => {
    const page = new Page();
    page.now += 600 * second;
    expect(page.see(line(150), 15).at(-1)).toBe('full');
    expect(page.see(line(150), 3).at(-1)).not.toBe('full');
  });

  test('L2 voice is given up only when it does not get through, and within 3 s then', () => {
    const page = new Page({ direction: 'up', form: 'audio' });
    expect(page.see({ ...lossy(0.2), roundTripMs: 900 }, 20).at(-1)).toBe('full');
    expect(page.see(lossy(0.6), 3)).toEqual(['full', 'full', 'chat-only']);
    expect(page.reasons).toEqual(['loss']);
  });

  test('L2 a page that slept is not in trouble for it', () => {
    const page = settled();
    page.see(lossy(0.1));
    page.now += 60 * second;
    expect(page.see(lossy(0.1))).toEqual(['full']);
  });
});

describe('L4 the processor and the line', () => {
  const busy: LinkSample = { ...calm, lateMs: 600 };

  test('L4 what a busy processor does as well, names no line: estimate, answers, made-up sound, a still picture', () => {
    for (const on of [up, down]) {
      const page = settled(on);
      const starved = {
        ...busy,
        availableKbps: 120,
        carriedKbps: 115,
        roundTripMs: 1_400,
        concealedShare: 0.5,
        pictureStalled: true,
      };
      expect(page.see(starved, 60).at(-1)).toBe('full');
    }
  });

  test('L4 an estimate that a late page has pulled down may climb first; where it does not, it is the line', () => {
    const page = settled();
    page.see({ ...line(120), lateMs: 600 }, 5);
    expect(page.see(line(120), 14).at(-1)).toBe('full');
    expect(page.see(line(120), 3).at(-1)).not.toBe('full');
  });

  test('L2 L4 what is lost on the way is the line, however busy the page is: sound is safe within 3 s', () => {
    const narrow = { ...busy, availableKbps: 120, carriedKbps: 115, loss: 0.5 };
    expect(settled().see(narrow, 3).at(-1)).toBe('picture-paused');
    expect(settled(down).see(narrow, 3).at(-1)).toBe('audio-only');
  });

  test('L4 a picture that does not come is the line only after the line was strained', () => {
    const still = { ...calm, pictureStalled: true };
    expect(settled(down).see(still, 30).at(-1)).toBe('full');
    const page = settled(down);
    page.see({ ...calm, roundTripMs: 200 });
    expect(page.see(still, 2)).toEqual(['full', 'smaller']);
  });
});

describe('L2 up', () => {
  test('L2 one rung after 15 s of calm, and the next after 15 more', () => {
    const page = settled();
    page.see(line(30), 3);
    const rungs = page.see(calm, 46);
    expect(rungs.indexOf('slower')).toBe(14);
    expect(rungs.indexOf('smaller')).toBe(29);
    expect(rungs.indexOf('full')).toBe(44);
    expect(page.reasons.slice(-3)).toEqual(['calm', 'calm', 'calm']);
  });

  test('L2 after a rise that failed it waits longer, at most two minutes, and forgets once one held', () => {
    const page = settled();
    page.see(lossy(0.1), 2);
    const waits: number[] = [];
    for (let rise = 0; rise < 6; rise += 1) {
      let waited = 0;
      while (page.see(calm)[0] !== 'full') waited += 1;
      waits.push(waited + 1);
      page.see(lossy(0.1), 2);
    }
    expect(waits).toEqual([15, 30, 60, 120, 120, 120]);
    page.see(calm, 120 + 31);
    expect(page.state).toMatchObject({ rung: 'full', riseAfterMs: calmMs });
  });
});

describe('L2 whatever a line does', () => {
  const anySample: fc.Arbitrary<LinkSample> = fc.record({
    loss: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
    roundTripMs: fc.option(fc.integer({ min: 0, max: 5_000 })),
    delayCounts: fc.boolean(),
    availableKbps: fc.option(fc.integer({ min: 0, max: 3_000 })),
    carriedKbps: fc.integer({ min: 0, max: 3_000 }),
    concealedShare: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
    audioStalled: fc.boolean(),
    pictureStalled: fc.boolean(),
    lateMs: fc.integer({ min: 0, max: 3_000 }),
    lossIsNew: fc.boolean(),
  });
  const direction = fc.constantFrom<Direction>('up', 'down');

  test('L2 a step is one rung of its form at most, and a rise never comes before 15 s of calm', () => {
    fc.assert(
      fc.property(
        direction,
        fc.constantFrom(...modality.options),
        fc.array(fc.oneof(anySample, fc.constant(calm)), { maxLength: 120 }),
        (way, form, samples) => {
          const on = { direction: way, form };
          const rungs = rungsOf(way, form);
          let state = ladderAtStart(start);
          let changedAt = start;
          samples.forEach((sample, index) => {
            const now = start + (index + 1) * second;
            const { state: next, why } = stepLadder(state, on, sample, now);
            const climbed = rungs.indexOf(next.rung) - rungs.indexOf(state.rung);
            expect(rungs).toContain(next.rung);
            expect(Math.abs(climbed)).toBeLessThanOrEqual(1);
            expect(why !== null).toBe(climbed !== 0);
            if (climbed < 0) expect(now - changedAt).toBeGreaterThanOrEqual(calmMs);
            if (climbed !== 0) changedAt = now;
            state = next;
          });
        },
      ),
    );
  });

  test('L2 unbearable trouble has the sound safe within 3 s from any rung; calm brings everything back', () => {
    fc.assert(
      fc.property(direction, fc.array(anySample, { maxLength: 60 }), (way, samples) => {
        const page = new Page({ direction: way, form: 'video' });
        for (const sample of samples) page.see(sample);
        const after = page.see({ ...calm, loss: 0.6, audioStalled: true }, 3).at(-1) ?? 'full';
        expect(worseRung(after, 'picture-paused')).toBe(after);
        expect(page.see(calm, 4 * 120 + 1).at(-1)).toBe('full');
      }),
    );
  });
});
