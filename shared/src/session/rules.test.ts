import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Modality, modality, type Phase, type Presence } from '../contracts/words.ts';
import {
  allowsTrack,
  type Decision,
  decide,
  endAfterMinutes,
  lowerModality,
  openBeforeMinutes,
  opensAt,
  type ParticipantState,
  phaseByClock,
  returnWithinMinutes,
  type SessionCommand,
  type SessionState,
  visibleOthers,
} from './rules.ts';

const minute = 60_000;
const startsAt = Date.UTC(2026, 8, 1, 9, 0);
const endsAt = startsAt + 50 * minute;
const inTime = startsAt - minute;
const closesAt = endsAt + endAfterMinutes * minute;

const psychologist = 'psychologist';
const client = 'client';
const partner = 'partner';
const stranger = 'stranger';
const everyone = [psychologist, client, partner] as const;

function participant(
  participantId: (typeof everyone)[number],
  part: Partial<ParticipantState> = {},
): ParticipantState {
  return {
    participantId,
    role: participantId,
    presence: 'invited',
    ceiling: 'video',
    connected: false,
    arrivedAt: null,
    admittedAt: null,
    leftAt: null,
    ...part,
  };
}

function session(part: Partial<SessionState> = {}): SessionState {
  return {
    sessionId: 'session',
    version: 1,
    phase: 'scheduled',
    modality: 'video',
    startsAt,
    endsAt,
    liveAt: null,
    endedAt: null,
    participants: everyone.map((one) => participant(one)),
    ...part,
  };
}

type Step = readonly [SessionCommand, number];

/** Decides one after the other; every step must be accepted. */
function after(steps: readonly Step[], from: SessionState = session()): SessionState {
  return steps.reduce((state, [command, now]) => accepted(decide(state, command, now)).state, from);
}

function accepted(decision: Decision) {
  if (!decision.ok) throw new Error(`refused: ${decision.refusal}`);
  return decision;
}

function refusal(decision: Decision): string | null {
  return decision.ok ? null : decision.refusal;
}

function person(state: SessionState, participantId: string): ParticipantState {
  const found = state.participants.find((one) => one.participantId === participantId);
  if (!found) throw new Error(`no ${participantId}`);
  return found;
}

const arrive = (participantId: string): SessionCommand => ({ kind: 'arrive', participantId });
const leave = (participantId: string): SessionCommand => ({ kind: 'leave', participantId });
const admit = (participantId: string, by = psychologist): SessionCommand => ({
  kind: 'admit',
  by,
  participantId,
});
const remove = (participantId: string, by = psychologist): SessionCommand => ({
  kind: 'remove',
  by,
  participantId,
});
const disconnect = (participantId: string): SessionCommand => ({
  kind: 'disconnect',
  participantId,
});
const expire = (participantId: string): SessionCommand => ({
  kind: 'expire-presence',
  participantId,
});
const end = (by = psychologist): SessionCommand => ({ kind: 'end', by });
const tick: SessionCommand = { kind: 'tick' };

const waiting: readonly Step[] = [
  [arrive(psychologist), inTime],
  [arrive(client), inTime],
];
const inCall: readonly Step[] = [...waiting, [admit(client), inTime]];

describe('S1 phases', () => {
  test('S1 a session opens 15 minutes before its start, to the millisecond', () => {
    expect(opensAt(session())).toBe(startsAt - openBeforeMinutes * minute);
    expect(phaseByClock(session(), opensAt(session()) - 1)).toBe('scheduled');
    expect(phaseByClock(session(), opensAt(session()))).toBe('open');
  });

  test('S1 the clock alone makes no session live', () => {
    expect(phaseByClock(session({ phase: 'open' }), endsAt)).toBe('open');
  });

  test('S1 an empty session ends 30 minutes after the end of the appointment', () => {
    for (const phase of ['scheduled', 'open', 'live'] as const) {
      expect(phaseByClock(session({ phase }), closesAt - 1)).not.toBe('ended');
      expect(phaseByClock(session({ phase }), closesAt)).toBe('ended');
    }
    const ended = accepted(decide(session({ phase: 'live' }), tick, closesAt));
    expect(ended.state).toMatchObject({ phase: 'ended', endedAt: closesAt, version: 2 });
    expect(ended.events).toEqual([{ kind: 'ended', participantId: null }]);
  });

  test('S1 a session with somebody in it goes on past its time', () => {
    expect(phaseByClock(after(inCall), closesAt + 60 * minute)).toBe('live');
    expect(phaseByClock(after(waiting), closesAt)).toBe('open');
  });

  test('S1 S10 who is out of reach is still in it: a server restart ends no late session', () => {
    const lost = after([
      ...inCall,
      [disconnect(client), closesAt + 1],
      [disconnect(psychologist), closesAt + 1],
      [tick, closesAt + 2],
    ]);
    expect(lost.phase).toBe('live');
    const gone = after(
      [
        [expire(client), closesAt + minute],
        [expire(psychologist), closesAt + minute],
        [tick, closesAt + minute],
      ],
      lost,
    );
    expect(gone.phase).toBe('ended');
  });

  test('S1 opening is an event of the timeline, told once', () => {
    const opened = accepted(decide(session(), tick, inTime));
    expect(opened.events).toEqual([{ kind: 'opened', participantId: null }]);
    expect(accepted(decide(opened.state, tick, inTime + 1)).events).toEqual([]);
  });

  test('S1 an ended session stays ended', () => {
    expect(phaseByClock(session({ phase: 'ended' }), inTime)).toBe('ended');
  });
});

describe('S2 people', () => {
  test('S2 the psychologist is admitted by arriving, and that makes nothing live', () => {
    const state = after([[arrive(psychologist), inTime]]);
    expect(person(state, psychologist)).toMatchObject({ presence: 'admitted', connected: true });
    expect(state).toMatchObject({ phase: 'open', liveAt: null });
  });

  test.each([client, partner])('S2 a %s who arrives waits', (who) => {
    const state = after([[arrive(who), inTime]]);
    expect(person(state, who)).toMatchObject({
      presence: 'waiting',
      connected: true,
      arrivedAt: inTime,
      admittedAt: null,
    });
  });

  test('S2 leaving the waiting room makes one invited again, leaving the call makes one left', () => {
    expect(person(after([...waiting, [leave(client), inTime]]), client).presence).toBe('invited');
    expect(person(after([...inCall, [leave(client), inTime]]), client)).toMatchObject({
      presence: 'left',
      connected: false,
      leftAt: inTime,
    });
  });
});

describe('S3 admission', () => {
  test('S3 the first admission makes the session live, the second keeps the moment', () => {
    const live = after(inCall);
    expect(live).toMatchObject({ phase: 'live', liveAt: inTime });
    const both = after(
      [
        [arrive(partner), inTime + 5],
        [admit(partner), inTime + 9],
      ],
      live,
    );
    expect(both.liveAt).toBe(inTime);
    expect(person(both, partner)).toMatchObject({ presence: 'admitted', admittedAt: inTime + 9 });
  });

  test.each([client, partner, stranger])('S3 a %s admits nobody, not even themselves', (by) => {
    expect(refusal(decide(after(waiting), admit(client, by), inTime))).toBe('NOT_ALLOWED');
    expect(refusal(decide(after(waiting), remove(psychologist, by), inTime))).toBe('NOT_ALLOWED');
    expect(refusal(decide(after(waiting), end(by), inTime))).toBe('NOT_ALLOWED');
  });

  test('S3 a refused client learns nothing about who exists', () => {
    expect(refusal(decide(after(waiting), admit(stranger, client), inTime))).toBe('NOT_ALLOWED');
    expect(refusal(decide(after(waiting), admit(stranger), inTime))).toBe('NOT_FOUND');
  });

  test('S3 only who waits can be admitted', () => {
    expect(refusal(decide(after(waiting), admit(partner), inTime))).toBe('WRONG_PHASE');
    const left = after([...inCall, [leave(client), inTime]]);
    expect(refusal(decide(left, admit(client), inTime))).toBe('WRONG_PHASE');
  });
});

describe('S4 arrival', () => {
  test('S4 before it opens nobody can join, not even the psychologist', () => {
    for (const who of everyone) {
      expect(refusal(decide(session(), arrive(who), opensAt(session()) - 1))).toBe(
        'SESSION_NOT_OPEN',
      );
    }
    expect(after([[arrive(client), opensAt(session())]]).phase).toBe('open');
  });

  test('S4 after it ended nobody can join, by hand or by the clock', () => {
    const ended = after([...inCall, [end(), inTime]]);
    for (const who of everyone) {
      expect(refusal(decide(ended, arrive(who), inTime))).toBe('SESSION_ENDED');
      expect(refusal(decide(session(), arrive(who), closesAt))).toBe('SESSION_ENDED');
    }
  });

  test('S4 who was admitted returns within 10 minutes without asking, later they wait', () => {
    const left = after([...inCall, [leave(client), inTime]]);
    const lastMoment = inTime + returnWithinMinutes * minute;
    const back = accepted(decide(left, arrive(client), lastMoment));
    expect(person(back.state, client)).toMatchObject({ presence: 'admitted', leftAt: null });
    expect(back.events).toEqual([{ kind: 'returned', participantId: client }]);
    const late = accepted(decide(left, arrive(client), lastMoment + 1));
    expect(person(late.state, client)).toMatchObject({ presence: 'waiting', admittedAt: null });
    expect(late.events).toEqual([{ kind: 'arrived', participantId: client }]);
  });

  test('S4 who came back too late and left the waiting room gains nothing by it', () => {
    const late = inTime + 11 * minute;
    const state = after([
      ...inCall,
      [leave(client), inTime],
      [arrive(client), late],
      [leave(client), late],
      [arrive(client), late + 1],
    ]);
    expect(person(state, client).presence).toBe('waiting');
  });

  test('S4 who never was admitted waits again, however soon they return', () => {
    const state = after([...waiting, [leave(client), inTime], [arrive(client), inTime + 1]]);
    expect(person(state, client).presence).toBe('waiting');
  });

  test('S4 the psychologist returns at any time', () => {
    const state = after([
      ...inCall,
      [leave(psychologist), inTime],
      [arrive(psychologist), inTime + 40 * minute],
    ]);
    expect(person(state, psychologist).presence).toBe('admitted');
  });
});

describe('S5 removal', () => {
  test('S5 a removed person is out and their invitation is dead', () => {
    const state = after([...inCall, [remove(client), inTime]]);
    expect(person(state, client)).toMatchObject({ presence: 'removed', connected: false });
    expect(refusal(decide(state, arrive(client), inTime + 1))).toBe('INVITATION_REMOVED');
    expect(refusal(decide(state, admit(client), inTime + 1))).toBe('INVITATION_REMOVED');
  });

  test('S5 one may be removed from the waiting room and before arriving', () => {
    expect(person(after([...waiting, [remove(client), inTime]]), client).presence).toBe('removed');
    expect(person(after([[remove(partner), inTime]]), partner).presence).toBe('removed');
  });

  test('S5 leaving or losing the connection does not undo a removal', () => {
    const state = after([
      ...inCall,
      [remove(client), inTime],
      [leave(client), inTime],
      [disconnect(client), inTime],
      [expire(client), inTime],
    ]);
    expect(person(state, client).presence).toBe('removed');
  });

  test('S5 the psychologist cannot be removed', () => {
    expect(refusal(decide(after(inCall), remove(psychologist), inTime))).toBe('WRONG_PHASE');
  });
});

test('S6 arriving on another device while present changes nothing about the person', () => {
  const state = after(inCall);
  const again = accepted(decide(state, arrive(client), inTime + 1));
  expect(again.state).toBe(state);
  expect(again.events).toEqual([]);
});

describe('S7 ending', () => {
  test('S7 the psychologist ends it for all who are there', () => {
    const { state, events } = accepted(decide(after(inCall), end(), inTime + 5));
    expect(state).toMatchObject({ phase: 'ended', endedAt: inTime + 5 });
    expect(state.participants.map((one) => [one.presence, one.connected])).toEqual([
      ['left', false],
      ['left', false],
      ['invited', false],
    ]);
    expect(events).toEqual([{ kind: 'ended', participantId: null }]);
  });

  test('S7 there is nothing to end before the session opens', () => {
    expect(refusal(decide(session(), end(), opensAt(session()) - 1))).toBe('WRONG_PHASE');
    expect(after([[end(), opensAt(session())]]).phase).toBe('ended');
  });

  test('S7 nobody is admitted to or removed from an ended session', () => {
    const ended = after([...waiting, [end(), inTime]]);
    expect(refusal(decide(ended, admit(client), inTime))).toBe('SESSION_ENDED');
    expect(refusal(decide(ended, remove(client), inTime))).toBe('SESSION_ENDED');
  });
});

describe('S8 modality and ceiling', () => {
  test.each<[Modality, boolean, boolean]>([
    ['chat', false, false],
    ['audio', true, false],
    ['video', true, true],
  ])('S8 %s allows a microphone: %s, a camera: %s', (limit, microphone, camera) => {
    expect(allowsTrack(limit, 'audio')).toBe(microphone);
    expect(allowsTrack(limit, 'video')).toBe(camera);
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

describe('S9 views', () => {
  const names = (state: SessionState, viewer: string) =>
    visibleOthers(state, viewer).map((one) => one.participantId);

  test('S9 the psychologist sees everybody, at all times', () => {
    expect(names(session(), psychologist)).toEqual([client, partner]);
    expect(names(after(inCall), psychologist)).toEqual([client, partner]);
  });

  test('S9 a client sees the psychologist, and others only while these are admitted', () => {
    const bothWait = after([...waiting, [arrive(partner), inTime]]);
    expect(names(bothWait, partner)).toEqual([psychologist]);
    expect(names(bothWait, client)).toEqual([psychologist]);
    const together = after(
      [
        [admit(client), inTime],
        [admit(partner), inTime],
      ],
      bothWait,
    );
    expect(names(together, client)).toEqual([psychologist, partner]);
    expect(names(after([[leave(partner), inTime]], together), client)).toEqual([psychologist]);
  });
});

describe('S10 presence', () => {
  test('S10 a lost page stays in its phase, marked, and returns to it', () => {
    const lost = accepted(decide(after(inCall), disconnect(client), inTime + 1));
    expect(person(lost.state, client)).toMatchObject({ presence: 'admitted', connected: false });
    expect(lost.events).toEqual([{ kind: 'disconnected', participantId: client }]);
    const back = accepted(decide(lost.state, arrive(client), inTime + 2));
    expect(person(back.state, client)).toMatchObject({ presence: 'admitted', connected: true });
    expect(back.events).toEqual([{ kind: 'returned', participantId: client }]);
  });

  test('S10 out of reach too long: the admitted have left, the waiting are invited again', () => {
    const lost = after([
      ...inCall,
      [arrive(partner), inTime],
      [disconnect(client), inTime],
      [disconnect(partner), inTime],
      [expire(client), inTime + minute],
      [expire(partner), inTime + minute],
    ]);
    expect(person(lost, client)).toMatchObject({ presence: 'left', leftAt: inTime + minute });
    expect(person(lost, partner).presence).toBe('invited');
  });

  test('S10 who came back in time is not expired by the old alarm', () => {
    const state = after([...inCall, [disconnect(client), inTime], [arrive(client), inTime]]);
    expect(accepted(decide(state, expire(client), inTime + minute)).state).toBe(state);
  });
});

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
      const again = decide(decision.state, step, now);
      if (again.ok) expect(again.state).toBe(decision.state);
      else expect(again.refusal).toMatch(/SESSION_ENDED|WRONG_PHASE/);
    });
  });

  test('X2 the state given is never written to', () => {
    always(({ before, command: step, now }) => {
      const copy = structuredClone(before);
      decide(before, step, now);
      expect(before).toEqual(copy);
    });
  });
});
