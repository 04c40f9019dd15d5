/** An appointment of three people, and short ways to say what happens to it: for the tests of the rules. */
import { decide, endAfterMinutes } from './rules.ts';
import type { Decision, ParticipantState, SessionCommand, SessionState } from './state.ts';

export const minute = 60_000;
export const startsAt = Date.UTC(2026, 8, 1, 9, 0);
export const endsAt = startsAt + 50 * minute;
export const inTime = startsAt - minute;
export const closesAt = endsAt + endAfterMinutes * minute;

export const psychologist = 'psychologist';
export const client = 'client';
export const partner = 'partner';
export const stranger = 'stranger';
export const everyone = [psychologist, client, partner] as const;

function participant(
  participantId: (typeof everyone)[number],
  part: Partial<ParticipantState> = {},
): ParticipantState {
  return {
    participantId,
    role: participantId,
    presence: 'invited',
    ceiling: 'video',
    connected: false,
    arrivedAt: null,
    admittedAt: null,
    firstAdmittedAt: null,
    leftAt: null,
    uplink: 'full',
    downlink: 'full',
    wantsMarks: false,
    ...part,
  };
}

export function session(part: Partial<SessionState> = {}): SessionState {
  return {
    sessionId: 'session',
    version: 1,
    phase: 'scheduled',
    modality: 'video',
    startsAt,
    endsAt,
    liveAt: null,
    endedAt: null,
    participants: everyone.map((one) => participant(one)),
    proposal: null,
    ...part,
  };
}

export type Step = readonly [SessionCommand, number];

/** Decides one after the other; every step must be accepted. */
export function after(steps: readonly Step[], from: SessionState = session()): SessionState {
  return steps.reduce((state, [command, now]) => accepted(decide(state, command, now)).state, from);
}

export function accepted(decision: Decision) {
  if (!decision.ok) throw new Error(`refused: ${decision.refusal}`);
  return decision;
}

export function refusal(decision: Decision): string | null {
  return decision.ok ? null : decision.refusal;
}

export function person(state: SessionState, participantId: string): ParticipantState {
  const found = state.participants.find((one) => one.participantId === participantId);
  if (!found) throw new Error(`no ${participantId}`);
  return found;
}

export const arrive = (participantId: string): SessionCommand => ({
  kind: 'arrive',
  participantId,
});
export const leave = (participantId: string): SessionCommand => ({ kind: 'leave', participantId });
export const admit = (participantId: string, by = psychologist): SessionCommand => ({
  kind: 'admit',
  by,
  participantId,
});
export const remove = (participantId: string, by = psychologist): SessionCommand => ({
  kind: 'remove',
  by,
  participantId,
});
export const disconnect = (participantId: string): SessionCommand => ({
  kind: 'disconnect',
  participantId,
});
export const expire = (participantId: string): SessionCommand => ({
  kind: 'expire-presence',
  participantId,
});
export const end = (by = psychologist): SessionCommand => ({ kind: 'end', by });
export const tick: SessionCommand = { kind: 'tick' };

export const waiting: readonly Step[] = [
  [arrive(psychologist), inTime],
  [arrive(client), inTime],
];
export const inCall: readonly Step[] = [...waiting, [admit(client), inTime]];
