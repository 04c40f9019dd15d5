import { describe, expect, test } from 'vitest';
import {
  accepted,
  admit,
  after,
  arrive,
  client,
  closesAt,
  disconnect,
  end,
  endsAt,
  everyone,
  expire,
  inCall,
  inTime,
  leave,
  minute,
  partner,
  person,
  psychologist,
  refusal,
  remove,
  session,
  startsAt,
  stranger,
  tick,
  waiting,
} from './exampleSession.ts';
import { decide, openBeforeMinutes, opensAt, phaseByClock, returnWithinMinutes } from './rules.ts';

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
