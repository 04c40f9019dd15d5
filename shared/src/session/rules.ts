import type { Phase } from '../contracts/words.ts';
import { answer, propose, reviewProposal, setCeiling, withdraw } from './modality.ts';
import {
  type Decision,
  isPsychologist,
  type ParticipantState,
  type SessionCommand,
  type SessionEvent,
  type SessionRefusal,
  type SessionState,
} from './state.ts';

/** Times of rules S1, S4, S10 in minutes and seconds. */
export const openBeforeMinutes = 15;
export const endAfterMinutes = 30;
export const returnWithinMinutes = 10;
export const outOfReachSeconds = 60;

const minute = 60_000;

/** When people may begin to arrive (rule S1), epoch milliseconds. */
export function opensAt(state: Pick<SessionState, 'startsAt'>): number {
  return state.startsAt - openBeforeMinutes * minute;
}

/** The phase that the clock alone brings about (rule S1). */
export function phaseByClock(state: SessionState, now: number): Phase {
  switch (state.phase) {
    case 'scheduled':
    case 'open':
    case 'live': {
      // By presence, not by connection: who is out of reach is still in the session until rule S10
      // says otherwise, so a restart of a server long after the end throws nobody out.
      const someoneInside = state.participants.some(
        (one) => one.presence === 'admitted' || one.presence === 'waiting',
      );
      if (!someoneInside && now >= state.endsAt + endAfterMinutes * minute) return 'ended';
      if (state.phase === 'scheduled' && now >= opensAt(state)) return 'open';
      return state.phase;
    }
    case 'ended':
      return 'ended';
  }
}

/**
 * The one place where a session changes: a state and a command give the next state with its events,
 * or a refusal. Pure; `now` is epoch milliseconds. The same command twice changes nothing twice.
 */
export function decide(before: SessionState, command: SessionCommand, now: number): Decision {
  const events: SessionEvent[] = [];
  const state = advance(before, now, events);
  const participant =
    'participantId' in command
      ? state.participants.find((one) => one.participantId === command.participantId)
      : undefined;
  // Who asks is checked first: a client learns from no answer whether somebody else exists.
  if ('by' in command && !isPsychologist(state, command.by)) return refuse('NOT_ALLOWED');
  if ('participantId' in command && !participant) return refuse('NOT_FOUND');

  switch (command.kind) {
    case 'tick':
      return done(before, state, events);
    case 'arrive':
      return participant ? arrive(before, state, participant, now, events) : refuse('NOT_FOUND');
    case 'disconnect':
      if (!participant?.connected) return done(before, state, events);
      events.push({ kind: 'disconnected', participantId: participant.participantId });
      return done(before, change(state, participant, { connected: false }), events);
    case 'leave':
      return participant ? leave(before, state, participant, now, events) : refuse('NOT_FOUND');
    case 'expire-presence':
      if (!participant || participant.connected) return done(before, state, events);
      return leave(before, state, participant, now, events);
    case 'admit':
      return participant ? admit(before, state, participant, now, events) : refuse('NOT_FOUND');
    case 'remove':
      if (!participant || participant.role === 'psychologist') return refuse('WRONG_PHASE');
      if (participant.presence === 'removed') return done(before, state, events);
      if (state.phase === 'ended') return refuse('SESSION_ENDED');
      events.push({ kind: 'removed', participantId: participant.participantId });
      return done(
        before,
        change(state, participant, { presence: 'removed', connected: false, leftAt: now }),
        events,
      );
    case 'end':
      if (state.phase === 'ended') return done(before, state, events);
      // Before it opens there is no encounter to end; the appointment would be cancelled instead.
      if (state.phase === 'scheduled') return refuse('WRONG_PHASE');
      return done(before, end(state, now, events), events);
    case 'set-ceiling':
    case 'propose':
    case 'answer':
    case 'withdraw':
    case 'report-link':
    case 'wish-marks':
      return participant
        ? ownAct(before, state, participant, command, events)
        : refuse('NOT_FOUND');
  }
}

type OwnAct = Extract<
  SessionCommand,
  { kind: 'set-ceiling' | 'propose' | 'answer' | 'withdraw' | 'report-link' | 'wish-marks' }
>;

/** What people change about their own part while they are there (rules S11, S12, L4, C6). */
function ownAct(
  before: SessionState,
  state: SessionState,
  participant: ParticipantState,
  command: OwnAct,
  events: SessionEvent[],
): Decision {
  if (state.phase === 'ended') return refuse('SESSION_ENDED');
  if (participant.presence === 'removed') return refuse('INVITATION_REMOVED');
  const inside = participant.presence === 'admitted';
  // Who waits may already choose how to be met; all else is between those who are inside.
  const here = inside || (command.kind === 'set-ceiling' && participant.presence === 'waiting');
  if (!here) return refuse('WRONG_PHASE');
  const id = participant.participantId;
  switch (command.kind) {
    case 'set-ceiling':
      return done(before, setCeiling(state, id, command.ceiling, events), events);
    case 'propose': {
      const next = propose(state, id, command, events);
      return next ? done(before, next, events) : refuse('WRONG_PHASE');
    }
    case 'answer': {
      const next = answer(state, id, command, events);
      return next ? done(before, next, events) : refuse('WRONG_PHASE');
    }
    case 'withdraw':
      return done(before, withdraw(state, id, command.proposalId, events), events);
    case 'report-link': {
      const { uplink, downlink } = command;
      if (participant.uplink === uplink && participant.downlink === downlink) {
        return done(before, state, events);
      }
      events.push({ kind: 'link-changed', participantId: id, detail: { uplink, downlink } });
      return done(before, change(state, participant, { uplink, downlink }), events);
    }
    case 'wish-marks':
      if (participant.wantsMarks === command.wanted) return done(before, state, events);
      return done(before, change(state, participant, { wantsMarks: command.wanted }), events);
  }
}

function arrive(
  before: SessionState,
  state: SessionState,
  participant: ParticipantState,
  now: number,
  events: SessionEvent[],
): Decision {
  if (state.phase === 'ended') return refuse('SESSION_ENDED');
  if (state.phase === 'scheduled') return refuse('SESSION_NOT_OPEN');
  const id = participant.participantId;
  switch (participant.presence) {
    case 'removed':
      return refuse('INVITATION_REMOVED');
    case 'waiting':
    case 'admitted':
      if (participant.connected) return done(before, state, events);
      events.push({ kind: 'returned', participantId: id });
      return done(before, change(state, participant, { connected: true }), events);
    case 'left':
    case 'invited': {
      const back =
        participant.leftAt !== null &&
        participant.admittedAt !== null &&
        now - participant.leftAt <= returnWithinMinutes * minute;
      const admitted = participant.role === 'psychologist' || back;
      events.push({ kind: back ? 'returned' : 'arrived', participantId: id });
      return done(
        before,
        change(state, participant, {
          presence: admitted ? 'admitted' : 'waiting',
          connected: true,
          arrivedAt: now,
          admittedAt: admitted ? (participant.admittedAt ?? now) : null,
          firstAdmittedAt: participant.firstAdmittedAt ?? (admitted ? now : null),
          leftAt: null,
          // The page that comes begins its measuring anew.
          uplink: 'full',
          downlink: 'full',
        }),
        events,
      );
    }
  }
}

function leave(
  before: SessionState,
  state: SessionState,
  participant: ParticipantState,
  now: number,
  events: SessionEvent[],
): Decision {
  switch (participant.presence) {
    case 'invited':
    case 'left':
    case 'removed':
      return done(before, state, events);
    case 'waiting':
    case 'admitted':
      events.push({ kind: 'left', participantId: participant.participantId });
      return done(
        before,
        change(state, participant, {
          presence: participant.presence === 'waiting' ? 'invited' : 'left',
          connected: false,
          leftAt: now,
        }),
        events,
      );
  }
}

function admit(
  before: SessionState,
  state: SessionState,
  participant: ParticipantState,
  now: number,
  events: SessionEvent[],
): Decision {
  if (state.phase === 'ended') return refuse('SESSION_ENDED');
  switch (participant.presence) {
    case 'admitted':
      return done(before, state, events);
    case 'invited':
    case 'left':
      return refuse('WRONG_PHASE');
    case 'removed':
      return refuse('INVITATION_REMOVED');
    case 'waiting': {
      events.push({ kind: 'admitted', participantId: participant.participantId });
      const next = change(state, participant, {
        presence: 'admitted',
        admittedAt: now,
        firstAdmittedAt: participant.firstAdmittedAt ?? now,
      });
      return done(before, { ...next, phase: 'live', liveAt: state.liveAt ?? now }, events);
    }
  }
}

/** Lets the clock act first, so that no command meets a phase that is already over. */
function advance(state: SessionState, now: number, events: SessionEvent[]): SessionState {
  const phase = phaseByClock(state, now);
  if (phase === state.phase) return state;
  if (phase === 'ended') return end(state, now, events);
  events.push({ kind: 'opened', participantId: null });
  return { ...state, phase };
}

function end(state: SessionState, now: number, events: SessionEvent[]): SessionState {
  events.push({ kind: 'ended', participantId: null });
  const participants = state.participants.map((one) =>
    one.presence === 'admitted' || one.presence === 'waiting'
      ? { ...one, presence: 'left' as const, connected: false, leftAt: now }
      : one,
  );
  return { ...state, phase: 'ended', endedAt: now, participants, proposal: null };
}

function change(
  state: SessionState,
  participant: ParticipantState,
  part: Partial<ParticipantState>,
): SessionState {
  const participants = state.participants.map((one) =>
    one === participant ? { ...one, ...part } : one,
  );
  return { ...state, participants };
}

function done(before: SessionState, state: SessionState, events: SessionEvent[]): Decision {
  if (state === before) return { ok: true, state: before, events };
  const reviewed = reviewProposal(state, events);
  return { ok: true, state: { ...reviewed, version: before.version + 1 }, events };
}

function refuse(refusal: SessionRefusal): Decision {
  return { ok: false, refusal };
}
