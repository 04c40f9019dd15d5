import type { ParticipantView } from '@gabinet/shared/contracts/session';
import type { JSX } from 'preact';
import { t } from '../../i18n/text.ts';
import { firstName } from '../../i18n/time.ts';
import type { RemotePerson } from '../../live/model.ts';
import { LevelRing, useLoudness } from '../../ui/levels.tsx';
import { VideoTrack } from '../../ui/media.tsx';

/** One other person: their picture, or a still surface with their name. A picture off is no fault. */
export function Tile(props: {
  other: ParticipantView;
  person: RemotePerson | undefined;
  /** The line, and not its owner, keeps their sound back. */
  soundHeld: boolean;
}): JSX.Element {
  const { other, person } = props;
  const first = firstName(other.displayName);
  const picture = person?.video && !person.videoPaused ? person.video : null;
  const muted = person?.audioPaused ?? false;
  const silence = props.soundHeld ? t('ladder.soundHeld') : t('call.muted', { first });
  return (
    <div class="tile">
      {picture ? (
        <>
          <VideoTrack
            track={picture}
            label={t('call.pictureOf', { name: other.displayName })}
            testId="remote-video"
          />
          {muted && <span class="tag">{silence}</span>}
        </>
      ) : (
        <Voice
          name={other.displayName}
          track={muted ? null : (person?.audio ?? null)}
          silence={muted ? silence : null}
        />
      )}
    </div>
  );
}

function Voice(props: {
  name: string;
  track: MediaStreamTrack | null;
  /** Why nothing is heard, where something keeps the sound back. */
  silence: string | null;
}): JSX.Element {
  const level = useLoudness(props.track);
  const first = firstName(props.name);
  return (
    <div class="voice">
      <LevelRing name={props.name} level={level} />
      <h2>{props.name}</h2>
      <p class="soft">
        {props.silence ?? (level > 0.08 ? t('call.speaking', { first }) : t('call.voiceOnly'))}
      </p>
    </div>
  );
}
