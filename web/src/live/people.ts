import type { SessionView } from '@gabinet/shared/contracts/session';
import { allowsTrack, lowerModality } from '@gabinet/shared/session/modality';
import type { Carried } from './Ladder.ts';
import type { SendWish } from './LocalSender.ts';
import type { DeviceState, RemotePerson } from './model.ts';
import type { RemoteTrack } from './RemoteTracks.ts';
import { cameraShapes, microphoneShapes } from './sending.ts';

/** The newer of two views; a stale one is dropped (rule S9). */
export function newerView(held: SessionView | null, arrived: SessionView): SessionView {
  return held?.sessionId === arrived.sessionId && arrived.version <= held.version ? held : arrived;
}

/** Who is in the call with us, with their tracks. Nobody, until we are admitted ourselves. */
export function peopleOf(
  view: SessionView | null,
  tracks: readonly RemoteTrack[],
): readonly RemotePerson[] {
  if (view?.you.presence !== 'admitted' || view.phase === 'ended') return [];
  return view.others
    .filter(({ presence }) => presence === 'admitted')
    .map(({ participantId }) => {
      const own = tracks.filter((one) => one.participantId === participantId);
      const audio = own.find(({ source }) => source === 'microphone');
      const video = own.find(({ source }) => source === 'camera');
      return {
        participantId,
        audio: audio?.track ?? null,
        video: video?.track ?? null,
        audioPaused: audio?.paused ?? true,
        videoPaused: (video?.paused ?? true) || (video?.limited ?? false),
      };
    });
}

/** Whether this person may send such a track in this session (rule S8). */
export function maySend(view: SessionView | null, kind: 'audio' | 'video'): boolean {
  return view !== null && allowsTrack(lowerModality(view.modality, view.you.ceiling), kind);
}

/** What should leave the page from one device: nothing before admission (rule M3), nor beyond the ladder. */
export function sendWish(
  view: SessionView | null,
  kind: 'audio' | 'video',
  device: DeviceState,
  on: boolean,
  carried: Carried,
): SendWish {
  return {
    track: device.state === 'on' ? device.track : null,
    allowed: maySend(view, kind) && view?.phase !== 'ended',
    on: on && (kind === 'audio' ? carried.sound : carried.picture),
    shape: (kind === 'audio' ? microphoneShapes : cameraShapes)[carried.rung],
    admitted: view?.you.presence === 'admitted',
  };
}

/** Whether the screen must not go dark: not for a voice, as at a phone. */
export function keepsAwake(view: SessionView | null): boolean {
  return view?.you.presence === 'admitted' && maySend(view, 'video');
}

/** Whether this person's part is over, and why. */
export function ending(view: SessionView | null): 'ended' | 'removed' | null {
  if (view?.you.presence === 'removed') return 'removed';
  return view?.phase === 'ended' ? 'ended' : null;
}
