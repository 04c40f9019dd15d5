import type { HttpOutput } from '@gabinet/shared/contracts/http';
import type { QualityOfPerson, QualityPoint } from '@gabinet/shared/contracts/quality';
import type { JSX } from 'preact';
import { ConnectionView } from '../pages/quality/ConnectionView.tsx';
import { NotRead } from '../pages/reading.tsx';
import { galleryNow } from './fakes.ts';
import { uuid } from './intakeFakes.ts';

/** The psychologist's page of a session's connection. */

const minute = 60_000;
const startsAt = galleryNow - 40 * minute;

/** Forty minutes of a line, weak around the 12th and the 27th. */
function points(trouble: number): QualityPoint[] {
  return Array.from({ length: 240 }, (_, index) => {
    const at = startsAt + index * 10_000;
    const wave = Math.sin(index / 5);
    const weak = (index > 70 && index < 78) || (index > 160 && index < 163);
    const hurt = weak ? trouble : 0;
    return {
      at,
      spanMilliseconds: 10_000,
      joinMilliseconds: index === 0 ? 740 : null,
      roundTripMilliseconds: Math.round(60 + 8 * wave + hurt * 300),
      lossUp: hurt * 0.09,
      lossDown: Math.max(0, 0.004 * wave) + hurt * 0.02,
      freezes: weak ? 1 : 0,
      frozenMilliseconds: hurt * 400,
      concealedMilliseconds: hurt * 700,
      reconnections: index === 78 ? trouble : 0,
      uplink: weak && trouble > 0 ? 'audio-only' : index > 60 && index < 90 ? 'smaller' : 'full',
      downlink: weak && trouble > 0 ? 'slower' : 'full',
      relayed: false,
    };
  });
}

function person(last: number, displayName: string, trouble: number | null): QualityOfPerson {
  return {
    participantId: uuid(last),
    displayName,
    joinMilliseconds: trouble === null ? null : 740,
    reconnections: trouble ?? 0,
    points: trouble === null ? [] : points(trouble),
  };
}

function quality(
  phase: 'open' | 'live' | 'ended',
  people: QualityOfPerson[],
): HttpOutput<'sessionQuality'> {
  return {
    sessionId: uuid(1),
    startsAt,
    endsAt: startsAt + 50 * minute,
    phase,
    now: galleryNow,
    people,
  };
}

const shown =
  (data: HttpOutput<'sessionQuality'>, stale = false) =>
  () => <ConnectionView quality={data} stale={stale} roles={['psychologist']} />;
const marta = 'Marta Zielińska';
const anna = 'Anna Nowak';

export const qualityStates: Record<string, () => JSX.Element> = {
  'connection-over': shown(quality('ended', [person(4, marta, 1), person(3, anna, 0)])),
  'connection-live': shown(quality('live', [person(4, marta, 0), person(3, anna, null)])),
  'connection-stale': shown(quality('live', [person(4, marta, 1)]), true),
  'connection-empty': shown(quality('open', [person(4, marta, null), person(3, anna, null)])),
  'connection-missing': () => <NotRead failure="NOT_FOUND" again={async () => undefined} />,
};
