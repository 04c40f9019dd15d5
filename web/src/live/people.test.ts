import { expect, test } from 'vitest';
import { examplePerson, exampleView as view } from './exampleView.ts';
import type { Carried } from './Ladder.ts';
import { ending, maySend, newerView, peopleOf, sendWish } from './people.ts';

const you = examplePerson(1);
const other = examplePerson(2, { role: 'psychologist' });

test('S9: a view whose version is not above the last is dropped', () => {
  const held = view({ version: 3 });
  expect(newerView(held, view({ version: 2 }))).toBe(held);
  expect(newerView(held, view({ version: 3 }))).toBe(held);
  expect(newerView(held, view({ version: 4 })).version).toBe(4);
  expect(newerView(null, held)).toBe(held);
});

test('S8: the lower of modality and ceiling decides what may be sent', () => {
  expect(maySend(view(), 'video')).toBe(true);
  expect(maySend(view({ modality: 'audio' }), 'video')).toBe(false);
  expect(maySend(view({ modality: 'audio' }), 'audio')).toBe(true);
  expect(maySend(view({ you: { ...you, ceiling: 'chat' } }), 'audio')).toBe(false);
  expect(maySend(null, 'audio')).toBe(false);
});

const all: Carried = { rung: 'full', picture: true, sound: true, others: 'all' };

test('M3: who still waits may warm a track up, and is not admitted to send it', () => {
  const device = { state: 'off' } as const;
  const waiting = view({ you: { ...you, presence: 'waiting' } });
  expect(sendWish(waiting, 'audio', device, true, all)).toEqual({
    track: null,
    allowed: true,
    on: true,
    shape: {},
    admitted: false,
  });
  expect(sendWish(view(), 'audio', device, false, all)).toMatchObject({
    on: false,
    admitted: true,
  });
  expect(sendWish(view({ phase: 'ended' }), 'audio', device, true, all).allowed).toBe(false);
});

test('L2: the ladder holds back what is on, and turns nothing on', () => {
  const device = { state: 'off' } as const;
  const voice: Carried = { rung: 'picture-paused', picture: false, sound: true, others: 'all' };
  expect(sendWish(view(), 'video', device, true, voice).on).toBe(false);
  expect(sendWish(view(), 'audio', device, true, voice).on).toBe(true);
  expect(sendWish(view(), 'video', device, false, all).on).toBe(false);
});

test('nobody is shown to somebody who still waits, nor somebody who still waits', () => {
  expect(peopleOf(view(), []).map(({ participantId }) => participantId)).toEqual([
    other.participantId,
  ]);
  expect(peopleOf(view({ you: { ...you, presence: 'waiting' } }), [])).toEqual([]);
  const waiting = { ...other, presence: 'waiting' } as const;
  expect(peopleOf(view({ others: [waiting] }), [])).toEqual([]);
});

test('S5, S7: removal and the end are the end', () => {
  expect(ending(view())).toBeNull();
  expect(ending(view({ phase: 'ended' }))).toBe('ended');
  expect(ending(view({ you: { ...you, presence: 'removed' } }))).toBe('removed');
});
