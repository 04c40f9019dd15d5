import type { ParticipantView, SessionView } from '@gabinet/shared/contracts/session';
import { describe, expect, test } from 'vitest';
import { exampleView, examplePerson as person } from '../../../live/exampleView.ts';
import { holdsSound, weaknessOf } from './weakness.ts';

const viewOf = (you: Partial<ParticipantView>, ...others: ParticipantView[]): SessionView =>
  exampleView({ you: person(1, you), others });

const well = { uplink: 'full', downlink: 'full' } as const;

describe('L4 whose link it is', () => {
  test('L4 the worst level counts, and only those who are at it are named', () => {
    const view = viewOf({}, person(2, { downlink: 'audio-only' }));
    expect(weaknessOf(view, { ...well, uplink: 'smaller' })).toEqual({
      level: 'voice',
      yours: false,
      names: ['Person 2'],
    });
    expect(weaknessOf(view, { ...well, downlink: 'audio-only' })).toMatchObject({ yours: true });
    expect(weaknessOf(viewOf({}, person(2)), well)).toBeNull();
  });

  test('L4 among several, who cannot take the pictures of others takes nothing from them', () => {
    const view = viewOf({}, person(2, { downlink: 'audio-only' }), person(3));
    expect(weaknessOf(view, well)).toBeNull();
  });
});

describe('L4 a voice that the line keeps back is nobody’s mute', () => {
  test('L4 by the line of whoever speaks; between two people by that of whoever listens too', () => {
    const other = person(2);
    expect(holdsSound(viewOf({}, other), other)).toBe(false);
    expect(holdsSound(viewOf({ downlink: 'chat-only' }, other), other)).toBe(true);
    expect(holdsSound(viewOf({ uplink: 'chat-only' }, other), other)).toBe(false);
    expect(holdsSound(viewOf({ downlink: 'chat-only' }, other, person(3)), other)).toBe(false);
    for (const weak of [{ uplink: 'chat-only' }, { downlink: 'chat-only' }] as const) {
      const unheard = person(2, weak);
      expect(holdsSound(viewOf({}, unheard, person(3)), unheard)).toBe(true);
    }
  });
});
