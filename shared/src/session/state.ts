import type { Modality, Phase, Presence, Role, Rung } from '../contracts/words.ts';
import type { Proposal } from './modality.ts';

/** One participant's part in a session. All instants are epoch milliseconds. */
export interface ParticipantState {
  participantId: string;
  role: Role;
  presence: Presence;
  ceiling: Modality;
  connected: boolean;
  arrivedAt: number | null;
  admittedAt: number | null;
  /** Of this session; stays when somebody is away for long and is admitted again. */
  firstAdmittedAt: number | null;
  leftAt: number | null;
  uplink: Rung;
  downlink: Rung;
  wantsMarks: boolean;
}

/** The truth of a session, as it is kept in the database. */
export interface SessionState {
  sessionId: string;
  version: number;
  phase: Phase;
  modality: Modality;
  startsAt: number;
  endsAt: number;
  liveAt: number | null;
  endedAt: number | null;
  participants: readonly ParticipantState[];
  proposal: Proposal | null;
}

/** What may happen to a session; `by` and `participantId` come from tickets, never payloads. */
export type SessionCommand =
  | { kind: 'arrive'; participantId: string }
  | { kind: 'disconnect'; participantId: string }
  | { kind: 'leave'; participantId: string }
  | { kind: 'expire-presence'; participantId: string }
  | { kind: 'admit'; by: string; participantId: string }
  | { kind: 'remove'; by: string; participantId: string }
  | { kind: 'end'; by: string }
  | { kind: 'set-ceiling'; participantId: string; ceiling: Modality }
  | { kind: 'propose'; participantId: string; proposalId: string; modality: Modality }
  | { kind: 'answer'; participantId: string; proposalId: string; accept: boolean }
  | { kind: 'withdraw'; participantId: string; proposalId: string }
  | { kind: 'report-link'; participantId: string; uplink: Rung; downlink: Rung }
  | { kind: 'wish-marks'; participantId: string; wanted: boolean }
  | { kind: 'tick' };

export type SessionRefusal =
  | 'SESSION_NOT_OPEN'
  | 'SESSION_ENDED'
  | 'INVITATION_REMOVED'
  | 'NOT_ALLOWED'
  | 'NOT_FOUND'
  | 'WRONG_PHASE';

/** An entry of the session's timeline. */
export interface SessionEvent {
  kind:
    | 'opened'
    | 'arrived'
    | 'returned'
    | 'disconnected'
    | 'admitted'
    | 'left'
    | 'removed'
    | 'ended'
    | 'ceiling-raised'
    | 'ceiling-lowered'
    | 'modality-changed'
    | 'proposed'
    | 'accepted'
    | 'declined'
    | 'withdrawn'
    | 'link-changed';
  participantId: string | null;
  /** What it was about: a form of meeting, or what a link carries. */
  detail?: { modality: Modality } | { uplink: Rung; downlink: Rung };
}

export type Decision =
  | { ok: true; state: SessionState; events: readonly SessionEvent[] }
  | { ok: false; refusal: SessionRefusal };

/** Whether a participant is the session's psychologist (rule S3). */
export function isPsychologist(state: SessionState, participantId: string): boolean {
  return state.participants.some(
    (one) => one.participantId === participantId && one.role === 'psychologist',
  );
}

/** Which participants this one may see (rule S9); themselves are not among them. */
export function visibleOthers(state: SessionState, viewerId: string): readonly ParticipantState[] {
  const viewerIsPsychologist = isPsychologist(state, viewerId);
  const viewerIsInside = state.participants.some(
    (one) => one.participantId === viewerId && one.presence === 'admitted',
  );
  return state.participants.filter(
    (one) =>
      one.participantId !== viewerId &&
      (viewerIsPsychologist ||
        one.role === 'psychologist' ||
        (viewerIsInside && one.presence === 'admitted')),
  );
}
