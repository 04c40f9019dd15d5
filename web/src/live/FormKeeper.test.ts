import type { SessionView } from '@gabinet/shared/contracts/session';
import type { Modality } from '@gabinet/shared/contracts/words';
import { describe, expect, it } from 'vitest';
import { examplePerson, exampleView } from './exampleView.ts';
import { FormKeeper } from './FormKeeper.ts';
import type { DeviceKind } from './model.ts';

const view = (modality: Modality, ceiling: Modality): SessionView =>
  exampleView({ modality, you: examplePerson(1, { ceiling }) });

/** What a keeper did, after the views that came before. */
function followed(...views: readonly SessionView[]): { off: DeviceKind[]; media: number } {
  const last = views.at(-1) ?? null;
  let off: DeviceKind[] = [];
  let media = 0;
  const keeper = new FormKeeper({
    turnOff: (kind) => off.push(kind),
    needMedia: () => {
      media += 1;
    },
  });
  for (const one of views) {
    if (one === last) {
      off = [];
      media = 0;
    }
    keeper.follow(one);
  }
  return { off, media };
}

describe('a page follows its own form of meeting', () => {
  it('S8 begins with nothing wanted that the form does not allow', () => {
    expect(followed(view('video', 'video')).off).toEqual([]);
    expect(followed(view('audio', 'video')).off).toEqual(['camera']);
    expect(followed(view('video', 'chat')).off).toEqual(['microphone', 'camera']);
  });

  it('S11 S12 turns off what a lower form no longer allows, by a ceiling or by the session', () => {
    expect(followed(view('video', 'video'), view('video', 'audio')).off).toEqual(['camera']);
    expect(followed(view('video', 'video'), view('audio', 'audio')).off).toEqual(['camera']);
    expect(followed(view('video', 'video'), view('chat', 'chat')).off).toEqual([
      'microphone',
      'camera',
    ]);
    expect(followed(view('audio', 'audio'), view('audio', 'chat')).off).toEqual(['microphone']);
  });

  it('S11 S12 turns nothing on or off when the form rises, nor when the same view comes twice', () => {
    expect(followed(view('audio', 'audio'), view('video', 'video')).off).toEqual([]);
    const same = view('video', 'audio');
    const keeper = new FormKeeper({
      turnOff: () => {
        turned += 1;
      },
      needMedia: () => undefined,
    });
    let turned = 0;
    keeper.follow(same);
    keeper.follow(same);
    expect(turned).toBe(1);
  });

  it('S12 M9 asks for media when a written session gets sound, and only then', () => {
    expect(followed(view('chat', 'video'), view('audio', 'audio')).media).toBe(1);
    expect(followed(view('audio', 'video'), view('video', 'video')).media).toBe(0);
    expect(followed(view('video', 'chat'), view('video', 'audio')).media).toBe(0);
    expect(followed(view('audio', 'audio')).media).toBe(0);
  });
});
