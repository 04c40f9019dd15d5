import { describe, expect, it } from 'vitest';
import { anna, person, view } from '../../gallery/fakes.ts';
import { browserHint, isInsideApp, systemHint } from './browser.ts';
import { allowed } from './devices.ts';
import { chooseScreen, happenings, isOpen, type Known } from './screen.ts';
import { readArrival } from './useSession.ts';

const known: Known = {
  view: view(),
  failure: null,
  inside: false,
  left: false,
  stayed: false,
  takenElsewhere: false,
};
const screen = (changes: Partial<Known>): string => chooseScreen({ ...known, ...changes }).name;

describe('the screen of a session', () => {
  it('shows the invitation until the person goes in', () => {
    expect(screen({ view: null })).toBe('loading');
    expect(screen({})).toBe('invitation');
  });

  it('S2 S3: waits until admitted, then calls', () => {
    const waiting = view({ you: person({ presence: 'waiting' }) });
    const admitted = view({ you: person({ presence: 'admitted' }) });
    expect(screen({ view: waiting, inside: true })).toBe('waiting');
    expect(screen({ view: admitted, inside: true })).toBe('call');
  });

  it('S10: a person who was out of reach waits, and does not start over', () => {
    const back = view({ you: person({ presence: 'invited' }) });
    expect(screen({ view: back, inside: true })).toBe('waiting');
  });

  it('B10: a time moved away while somebody waits shows when it is now', () => {
    const moved = view({ phase: 'scheduled', you: person({ presence: 'waiting' }) });
    expect(screen({ view: moved, inside: true })).toBe('invitation');
  });

  it('B11: an appointment that was cancelled ends the waiting', () => {
    const waiting = view({ you: person({ presence: 'waiting' }) });
    expect(
      chooseScreen({ ...known, view: waiting, inside: true, failure: 'APPOINTMENT_OVER' }),
    ).toEqual({ name: 'failed', code: 'APPOINTMENT_OVER' });
  });

  it('S5 S6 S7: endings win over everything that goes on', () => {
    const ended = view({ phase: 'ended', you: person({ presence: 'admitted' }) });
    expect(screen({ view: ended, inside: true })).toBe('ended');
    expect(chooseScreen({ ...known, view: ended })).toEqual({
      name: 'failed',
      code: 'SESSION_ENDED',
    });
    expect(screen({ view: view({ you: person({ presence: 'removed' }) }), inside: true })).toBe(
      'failed',
    );
    expect(screen({ takenElsewhere: true, inside: true })).toBe('taken-elsewhere');
    expect(screen({ failure: 'SEAT_TAKEN' })).toBe('seat-taken');
    expect(screen({ failure: 'SEAT_TAKEN', stayed: true })).toBe('stayed');
    expect(screen({ left: true, inside: true })).toBe('left');
  });

  it('never shows an invitation to the psychologist', () => {
    const staff = view({ you: { ...anna, presence: 'invited' } });
    expect(screen({ view: staff })).toBe('loading');
  });
});

describe('happenings', () => {
  it('tell arrivals, admissions and departures once', () => {
    const before = view({ others: [person()] });
    const waiting = view({ others: [person({ presence: 'waiting' })] });
    const admitted = view({ others: [person({ presence: 'admitted' })] });
    const left = view({ others: [person({ presence: 'left' })] });
    const name = 'Marta Zielińska';
    expect(happenings(null, waiting)).toEqual([]);
    expect(happenings(before, waiting)).toEqual([{ what: 'arrived', name }]);
    expect(happenings(waiting, waiting)).toEqual([]);
    expect(happenings(waiting, admitted)).toEqual([{ what: 'joined', name }]);
    expect(happenings(admitted, left)).toEqual([{ what: 'left', name }]);
  });
});

describe('the door', () => {
  it('S4: opens by the clock even before the service has said so', () => {
    const scheduled = view({ phase: 'scheduled', opensAt: 1_000 });
    expect(isOpen(scheduled, 999)).toBe(false);
    expect(isOpen(scheduled, 1_000)).toBe(true);
  });
});

describe('devices', () => {
  it('S8: the lower of modality and ceiling counts', () => {
    expect(allowed(view())).toEqual({ microphone: true, camera: true });
    expect(allowed(view({ you: person({ ceiling: 'audio' }) }))).toEqual({
      microphone: true,
      camera: false,
    });
    expect(allowed(view({ modality: 'chat' }))).toEqual({ microphone: false, camera: false });
  });
});

describe('hints', () => {
  it('know an iPad from a Mac', () => {
    const mac = 'Mozilla/5.0 (Macintosh; Intel Mac OS X) AppleWebKit/605 Version/18 Safari/605';
    expect(browserHint(mac, 0)).toBe('safariDesktop');
    expect(browserHint(mac, 5)).toBe('safariPhone');
    expect(browserHint('Mozilla/5.0 (Linux; Android 15) Chrome/140 Safari/537', 5)).toBe(
      'chromeAndroid',
    );
    expect(browserHint('Mozilla/5.0 (X11; Linux) Gecko Firefox/140', 0)).toBe('firefox');
  });
  it('know browsers that look alike, and the system below', () => {
    const edge = 'Mozilla/5.0 (Windows NT 10.0) Chrome/140 Safari/537 Edg/140';
    const chromePhone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18) CriOS/140 Mobile Safari/604';
    const firefoxPhone = 'Mozilla/5.0 (Android 15; Mobile) Gecko Firefox/140';
    expect(browserHint(edge, 0)).toBe('edge');
    expect(systemHint(edge, 0)).toBe('windows');
    expect(browserHint(chromePhone, 5)).toBe('otherPhone');
    expect(browserHint(firefoxPhone, 5)).toBe('firefoxAndroid');
    expect(systemHint(firefoxPhone, 5)).toBe('android');
  });
  it('know a page that is shown inside another app', () => {
    expect(isInsideApp('Mozilla/5.0 (iPhone) Mobile/15E148 [FBAN/FBIOS;FBAV/500]')).toBe(true);
    expect(isInsideApp('Mozilla/5.0 (Linux; Android 15) Chrome/140 Instagram 300')).toBe(true);
    expect(isInsideApp('Mozilla/5.0 (iPhone) Version/18 Mobile Safari/604')).toBe(false);
  });
});

describe('the way in from the day', () => {
  it('says whom to let in', () => {
    const id = '00000000-0000-4000-8000-000000000001';
    expect(readArrival('')).toEqual({ asPsychologist: false, admit: null });
    expect(readArrival('#start')).toEqual({ asPsychologist: true, admit: null });
    expect(readArrival(`#start=${id}`)).toEqual({ asPsychologist: true, admit: id });
  });
});
