import type { SessionView } from '@gabinet/shared/contracts/session';
import type { JSX } from 'preact';
import type { FailureCode } from '../api.ts';
import type { DeviceState, RemotePerson } from '../live/model.ts';
import { SessionScreen } from '../pages/session/SessionPage.tsx';
import type { Screen } from '../pages/session/screen.ts';
import {
  anna,
  type FakeOptions,
  fakeLive,
  galleryNow,
  invitation,
  person,
  picture,
  view,
} from './fakes.ts';

/** What the states of a session are drawn from. */

const nothing = (): void => undefined;
let microphone: DeviceState | undefined;

export function deviceOn(kind: 'camera' | 'microphone'): DeviceState {
  if (kind === 'camera') return { state: 'on', track: picture('#c2952f', '#74422d'), label: '' };
  const [track] = new AudioContext().createMediaStreamDestination().stream.getAudioTracks();
  if (!microphone && track) microphone = { state: 'on', track, label: '' };
  return microphone ?? { state: 'off' };
}

export const devices = (): FakeOptions => ({
  camera: deviceOn('camera'),
  microphone: deviceOn('microphone'),
});

export const remote = (changes: Partial<RemotePerson> = {}): RemotePerson => ({
  participantId: anna.participantId,
  audio: null,
  video: picture('#4f7f7c', '#5b4636'),
  audioPaused: false,
  videoPaused: false,
  ...changes,
});

/** A sound that goes on: what a level ring shows of a voice. */
export function voice(): MediaStreamTrack | null {
  const audio = new AudioContext();
  const out = audio.createMediaStreamDestination();
  const oscillator = audio.createOscillator();
  const gain = audio.createGain();
  gain.gain.value = 0.2;
  oscillator.connect(gain).connect(out);
  oscillator.start();
  return out.stream.getAudioTracks()[0] ?? null;
}

export const live: Partial<SessionView> = {
  phase: 'live',
  startsAt: galleryNow - 18 * 60_000,
  endsAt: galleryNow + 32 * 60_000,
  you: person({ presence: 'admitted' }),
};

export const staff: Partial<SessionView> = {
  ...live,
  you: anna,
  others: [person({ presence: 'admitted' })],
};

export function session(
  screen: Screen,
  changes: Partial<SessionView> = {},
  options: FakeOptions = {},
): JSX.Element {
  const shown = view(changes);
  return (
    <SessionScreen
      onHelp={nothing}
      state={{
        screen,
        live: fakeLive(shown, options),
        invitation: invitation(shown),
        view: shown,
        entering: false,
        enter: nothing,
        leave: nothing,
        again: nothing,
        stay: nothing,
      }}
    />
  );
}

export const failed = (code: FailureCode): (() => JSX.Element) => {
  return () => session({ name: 'failed', code });
};
