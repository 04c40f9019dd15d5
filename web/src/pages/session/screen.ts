import type { SessionView } from '@gabinet/shared/contracts/session';
import type { FailureCode } from '../../api.ts';

/** What the session's page shows, chosen from what is known. */
export type Screen =
  | { name: 'loading' }
  | { name: 'invitation' }
  | { name: 'waiting' }
  | { name: 'call' }
  | { name: 'left' }
  | { name: 'ended' }
  | { name: 'seat-taken' }
  | { name: 'stayed' }
  | { name: 'taken-elsewhere' }
  | { name: 'failed'; code: FailureCode };

export interface Known {
  view: SessionView | null;
  failure: FailureCode | null;
  /** The person went in on this page (or was in already when it loaded). */
  inside: boolean;
  /** The person left by their own press. */
  left: boolean;
  /** The person answered "leave it there" to a taken seat. */
  stayed: boolean;
  takenElsewhere: boolean;
}

/** Rules S1, S2, S4 to S7, as one person sees them. */
export function chooseScreen(known: Known): Screen {
  const { view, failure } = known;
  if (known.stayed) return { name: 'stayed' };
  if (known.takenElsewhere) return { name: 'taken-elsewhere' };
  if (view?.phase === 'ended') return known.inside ? { name: 'ended' } : failed('SESSION_ENDED');
  if (view?.you.presence === 'removed') return failed('INVITATION_REMOVED');
  if (failure === 'SEAT_TAKEN') return { name: 'seat-taken' };
  if (failure === 'SESSION_ENDED' && known.inside) return { name: 'ended' };
  if (failure) return failed(failure);
  if (!view) return { name: 'loading' };
  if (known.left) return { name: 'left' };
  if (!known.inside) {
    return view.you.role === 'psychologist' ? { name: 'loading' } : { name: 'invitation' };
  }
  switch (view.you.presence) {
    case 'admitted':
      return { name: 'call' };
    case 'invited':
    case 'waiting':
    case 'left':
      // Moved away while they waited (rule B10): when it is now, and the door that opens by itself.
      if (view.phase === 'scheduled' && view.you.role !== 'psychologist') {
        return { name: 'invitation' };
      }
      // On the way in, or coming back after a long silence: nothing to do but wait.
      return view.you.role === 'psychologist' ? { name: 'loading' } : { name: 'waiting' };
  }
}

function failed(code: FailureCode): Screen {
  return { name: 'failed', code };
}

/** Something that happened between two views of one session and is worth a word or a sound. */
export type Happening =
  | { what: 'admitted' }
  | { what: 'arrived' | 'joined' | 'left'; name: string };

/** What changed for this person from one view to the next. */
export function happenings(before: SessionView | null, after: SessionView): Happening[] {
  if (!before || before.sessionId !== after.sessionId) return [];
  const found: Happening[] = [];
  if (before.you.presence !== 'admitted' && after.you.presence === 'admitted') {
    found.push({ what: 'admitted' });
  }
  const known = new Map(before.others.map((other) => [other.participantId, other.presence]));
  for (const { participantId, presence, displayName: name } of after.others) {
    const was = known.get(participantId);
    if (was === presence) continue;
    if (presence === 'waiting') found.push({ what: 'arrived', name });
    if (presence === 'admitted') found.push({ what: 'joined', name });
    if (presence === 'left' && was === 'admitted') found.push({ what: 'left', name });
  }
  return found;
}

/** Whether the door is open for this person now (rule S4); the page's clock may be ahead of a view. */
export function isOpen(view: SessionView, now: number): boolean {
  return view.phase === 'open' || view.phase === 'live' || now >= view.opensAt;
}
