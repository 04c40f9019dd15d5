import { describe, expect, test } from 'vitest';
import type { Modality } from '../contracts/words.ts';
import {
  accepted,
  admit,
  after,
  arrive,
  client,
  disconnect,
  end,
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
  waiting,
} from './exampleSession.ts';
import { allowsTrack } from './modality.ts';
import { decide, opensAt } from './rules.ts';
import { type SessionState, visibleOthers } from './state.ts';

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
});

describe('S9 views', () => {
  const names = (state: SessionState, viewer: string) =>
    visibleOthers(state, viewer).map((one) => one.participantId);

  test('S9 the psychologist sees everybody, at all times', () => {
    expect(names(session(), psychologist)).toEqual([client, partner]);
    expect(names(after(inCall), psychologist)).toEqual([client, partner]);
  });

  test('S9 a client sees the psychologist, and others only while both are admitted', () => {
    const bothWait = after([...waiting, [arrive(partner), inTime]]);
    expect(names(bothWait, partner)).toEqual([psychologist]);
    expect(names(bothWait, client)).toEqual([psychologist]);
    const oneInside = after([[admit(client), inTime]], bothWait);
    expect(names(oneInside, partner)).toEqual([psychologist]);
    const together = after([[admit(partner), inTime]], oneInside);
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
