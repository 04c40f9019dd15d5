import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { modality, type Phase, type Presence } from '../contracts/words.ts';
import {
  admit,
  after,
  arrive,
  client,
  disconnect,
  end,
  everyone,
  expire,
  leave,
  minute,
  partner,
  person,
  psychologist,
  remove,
  session,
  startsAt,
  stranger,
  tick,
} from './exampleSession.ts';
import { allowsTrack, lowerModality } from './modality.ts';
import { decide, opensAt, returnWithinMinutes } from './rules.ts';
import { type Decision, type SessionCommand, type SessionState, visibleOthers } from './state.ts';

describe('whatever happens', () => {
  const who = fc.constantFrom(...everyone, stranger);
  const command: fc.Arbitrary<SessionCommand> = fc.oneof(
    who.map(arrive),
    who.map(leave),
    who.map(disconnect),
    who.map(expire),
    fc.tuple(who, who).map(([target, by]) => admit(target, by)),
    who.map((target) => admit(target)),
    fc.tuple(who, who).map(([target, by]) => remove(target, by)),
    { weight: 1, arbitrary: who.map((by) => end(by)) },
    fc.constant(tick),
  );
  /** A history: commands with the pauses between them, from before the opening to past the end. */
  const history = fc.array(fc.tuple(command, fc.integer({ min: 0, max: 25 * minute })), {
    maxLength: 40,
  });

  interface Moment {
    before: SessionState;
    command: SessionCommand;
    now: number;
    decision: Decision;
  }

  function always(check: (moment: Moment) => void): void {
    fc.assert(
      fc.property(history, (steps) => {
        let before = session();
        let now = startsAt - 40 * minute;
        for (const [next, pause] of steps) {
          now += pause;
          const decision = decide(before, next, now);
          check({ before, command: next, now, decision });
          if (decision.ok) before = decision.state;
        }
      }),
      { numRuns: 300 },
    );
  }

  const rank: Record<Phase, number> = { scheduled: 0, open: 1, live: 2, ended: 3 };
  const inside: readonly Presence[] = ['waiting', 'admitted'];

  test('S1 a phase never goes back, and its instants are set exactly when they are due', () => {
    always(({ before, decision, now }) => {
      if (!decision.ok) return;
      const { state } = decision;
      expect(rank[state.phase]).toBeGreaterThanOrEqual(rank[before.phase]);
      if (state.phase === 'live') expect(state.liveAt).not.toBeNull();
      expect(state.endedAt !== null).toBe(state.phase === 'ended');
      if (before.liveAt !== null) expect(state.liveAt).toBe(before.liveAt);
      if (state.phase !== 'scheduled') expect(now).toBeGreaterThanOrEqual(opensAt(state));
    });
  });

  test('S2 S10 only who is inside is connected, and nobody is inside an ended session', () => {
    always(({ decision }) => {
      if (!decision.ok) return;
      for (const one of decision.state.participants) {
        if (one.connected) expect(inside).toContain(one.presence);
        if (decision.state.phase === 'ended') expect(inside).not.toContain(one.presence);
        if (one.presence === 'admitted') expect(one.admittedAt).not.toBeNull();
        if (one.presence === 'waiting') expect(one.admittedAt).toBeNull();
      }
    });
  });

  test('S3 S4 nobody is admitted but by the psychologist, or by returning in time', () => {
    always(({ before, command: step, decision, now }) => {
      if (!decision.ok) return;
      for (const one of decision.state.participants) {
        const earlier = person(before, one.participantId);
        if (one.presence !== 'admitted' || earlier.presence === 'admitted') continue;
        const byPsychologist = step.kind === 'admit' && step.by === psychologist;
        const returned =
          step.kind === 'arrive' &&
          earlier.presence === 'left' &&
          earlier.leftAt !== null &&
          now - earlier.leftAt <= returnWithinMinutes * minute;
        expect(one.role === 'psychologist' || byPsychologist || returned).toBe(true);
      }
    });
  });

  test('S5 removed is for good', () => {
    always(({ before, decision }) => {
      if (!decision.ok) return;
      for (const one of before.participants) {
        if (one.presence !== 'removed') continue;
        expect(person(decision.state, one.participantId).presence).toBe('removed');
      }
    });
  });

  test('S9 the version grows by one with each change and with nothing else', () => {
    always(({ before, decision }) => {
      if (!decision.ok) return;
      const { version, ...now } = decision.state;
      const { version: earlier, ...then } = before;
      const changed = JSON.stringify(now) !== JSON.stringify(then);
      expect(version).toBe(changed ? earlier + 1 : earlier);
      expect(decision.events.length > 0).toBe(changed);
    });
  });

  test('S9 a client is never shown anyone who is not admitted, but the psychologist', () => {
    always(({ decision }) => {
      if (!decision.ok) return;
      for (const viewer of [client, partner]) {
        for (const one of visibleOthers(decision.state, viewer)) {
          expect(one.participantId).not.toBe(viewer);
          expect(one.role === 'psychologist' || one.presence === 'admitted').toBe(true);
        }
      }
    });
  });

  test('S1 S6 S7 the same command at the same moment a second time changes nothing', () => {
    always(({ command: step, decision, now }) => {
      if (!decision.ok) return;
      // Who leaves last, late, lets the clock end the session: that is the clock's change.
      const settled = after([[tick, now]], decision.state);
      const again = decide(settled, step, now);
      if (again.ok) expect(again.state).toBe(settled);
      else expect(again.refusal).toMatch(/SESSION_ENDED|WRONG_PHASE/);
    });
  });

  test('decide is pure: the state it is given is never written to', () => {
    always(({ before, command: step, now }) => {
      const copy = structuredClone(before);
      decide(before, step, now);
      expect(before).toEqual(copy);
    });
  });

  test('S8 the lower of two counts, in whatever order, and reveals no more than either', () => {
    const anyModality = fc.constantFrom(...modality.options);
    fc.assert(
      fc.property(anyModality, anyModality, fc.constantFrom('audio', 'video'), (a, b, kind) => {
        const lower = lowerModality(a, b);
        expect([a, b]).toContain(lower);
        expect(lowerModality(b, a)).toBe(lower);
        expect(allowsTrack(lower, kind)).toBe(allowsTrack(a, kind) && allowsTrack(b, kind));
      }),
    );
  });
});
