import type { ChatMessage } from '@gabinet/shared/contracts/chat';
import type { ParticipantView, SessionView } from '@gabinet/shared/contracts/session';
import { describe, expect, test } from 'vitest';
import type { OutgoingLetter } from './ChatOutbox.ts';
import { examplePerson, exampleView } from './exampleView.ts';
import { lettersOf, marksOn } from './letters.ts';

const person = (participantId: string, wantsMarks = true): ParticipantView =>
  examplePerson(1, { participantId, displayName: participantId, ceiling: 'chat', wantsMarks });
const view = (you: ParticipantView, ...others: ParticipantView[]): SessionView =>
  exampleView({ modality: 'chat', you, others });
const message = (sequence: number): ChatMessage => ({
  messageId: `m${sequence}`,
  sequence,
  participantId: 'me',
  text: '',
  image: null,
  at: 0,
});
const outgoing = (messageId: string, changes: Partial<OutgoingLetter> = {}): OutgoingLetter => ({
  messageId,
  text: '',
  image: null,
  at: 0,
  stored: null,
  failure: null,
  progress: null,
  ...changes,
});

/** What has become of own letters 1 to 3. */
function fates(
  shown: SessionView,
  marks: Record<string, { delivered: number; read: number }>,
): (string | undefined)[] {
  return lettersOf({
    messages: [1, 2, 3].map(message),
    outgoing: [],
    marks: new Map(Object.entries(marks)),
    view: shown,
    names: new Map(),
  }).map(({ fate }) => fate?.state);
}

describe('C5 C6 what has become of a letter', () => {
  test('C5 it is delivered when it has reached everybody inside', () => {
    const group = view(person('me', false), person('a', false), person('b', false));
    const marks = { a: { delivered: 3, read: 0 }, b: { delivered: 1, read: 0 } };
    expect(fates(group, marks)).toEqual(['delivered', 'sent', 'sent']);
    expect(fates(view(person('me')), {})).toEqual(['sent', 'sent', 'sent']);
  });

  test('C6 it is read only while everybody wants that to be shown', () => {
    const marks = { a: { delivered: 3, read: 2 } };
    expect(fates(view(person('me'), person('a')), marks)).toEqual(['read', 'read', 'delivered']);
    expect(fates(view(person('me'), person('a', false)), marks)).toEqual([
      'delivered',
      'delivered',
      'delivered',
    ]);
    expect(marksOn(view(person('me'), person('a')))).toBe(true);
    expect(marksOn(view(person('me', false), person('a')))).toBe(false);
    expect(marksOn(view(person('me')))).toBe(false);
  });

  test('C1 one that is in the log is not shown a second time as being on its way', () => {
    const shown = lettersOf({
      messages: [message(1)],
      outgoing: [outgoing('m1'), outgoing('m9'), outgoing('m8', { failure: 'LIMIT_REACHED' })],
      marks: new Map(),
      view: view(person('me')),
      names: new Map([['me', 'Marta']]),
    });
    expect(shown.map(({ messageId, fate }) => [messageId, fate?.state])).toEqual([
      ['m1', 'sent'],
      ['m9', 'sending'],
      ['m8', 'failed'],
    ]);
    expect(shown[0]?.name).toBe('Marta');
  });
});
