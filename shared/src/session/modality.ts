import type { Modality } from '../contracts/words.ts';
import type { ParticipantState, SessionEvent, SessionState } from './state.ts';

/** The forms of meeting as state: ceilings (rules S8 and S11) and proposals (rule S12). All pure. */

const order: Record<Modality, number> = { chat: 0, audio: 1, video: 2 };

/** The less revealing of two modalities (rule S8). */
export function lowerModality(a: Modality, b: Modality): Modality {
  return order[a] <= order[b] ? a : b;
}

/** Whether a track of this kind stays within a modality (rule S8). */
export function allowsTrack(limit: Modality, kind: 'audio' | 'video'): boolean {
  return order[limit] >= (kind === 'video' ? order.video : order.audio);
}

/** A question on the table: a card, not a switch. */
export interface Proposal {
  readonly proposalId: string;
  /** Participant id of whoever proposed it. */
  readonly by: string;
  readonly modality: Modality;
  /** Who has said yes; the proposer is not among them. */
  readonly acceptedBy: readonly string[];
}

/**
 * Rule S11: one's own ceiling. Lowering caps this person alone. Raising above the session's form
 * raises that too: it turns nothing on, for everybody else's own ceiling still holds.
 */
export function setCeiling(
  state: SessionState,
  participantId: string,
  ceiling: Modality,
  events: SessionEvent[],
): SessionState {
  const own = state.participants.find((one) => one.participantId === participantId);
  if (own === undefined) return state;
  let next = state;
  if (own.ceiling !== ceiling) {
    events.push({
      kind: order[ceiling] > order[own.ceiling] ? 'ceiling-raised' : 'ceiling-lowered',
      participantId,
      detail: { modality: ceiling },
    });
    next = withCeiling(next, participantId, ceiling);
  }
  return order[ceiling] > order[state.modality] ? changeTo(next, ceiling, events) : next;
}

/** Rule S12: puts a question on the table. Null when there is another's, or nobody to ask. */
export function propose(
  state: SessionState,
  participantId: string,
  asked: { proposalId: string; modality: Modality },
  events: SessionEvent[],
): SessionState | null {
  const { proposalId, modality } = asked;
  if (state.proposal?.proposalId === proposalId) return state;
  if (state.proposal && state.proposal.by !== participantId) return null;
  if (modality === state.modality || askedOf(state, participantId).length === 0) return null;
  events.push({ kind: 'proposed', participantId, detail: { modality } });
  return { ...state, proposal: { proposalId, by: participantId, modality, acceptedBy: [] } };
}

/**
 * Rule S12: a no takes the question off the table; the last yes brings the change about (in
 * `reviewProposal`), and with it everybody's own ceiling moves to the form agreed on. Null when that
 * question is not on the table, or is one's own.
 */
export function answer(
  state: SessionState,
  participantId: string,
  given: { proposalId: string; accept: boolean },
  events: SessionEvent[],
): SessionState | null {
  const { proposal } = state;
  if (proposal?.proposalId !== given.proposalId || proposal.by === participantId) return null;
  const { modality } = proposal;
  if (!given.accept) {
    events.push({ kind: 'declined', participantId, detail: { modality } });
    return { ...state, proposal: null };
  }
  if (proposal.acceptedBy.includes(participantId)) return state;
  events.push({ kind: 'accepted', participantId, detail: { modality } });
  const acceptedBy = [...proposal.acceptedBy, participantId];
  return { ...state, proposal: { ...proposal, acceptedBy } };
}

/** Rule S12: only whoever proposed takes it back; anything else changes nothing. */
export function withdraw(
  state: SessionState,
  participantId: string,
  proposalId: string,
  events: SessionEvent[],
): SessionState {
  const { proposal } = state;
  if (proposal?.proposalId !== proposalId || proposal.by !== participantId) return state;
  events.push({ kind: 'withdrawn', participantId, detail: { modality: proposal.modality } });
  return { ...state, proposal: null };
}

/**
 * Rule S12 after any change: a question whose proposer has gone, that has nobody left to answer, or
 * that has come about already, is off the table; one whose last open answer has left is settled.
 */
export function reviewProposal(state: SessionState, events: SessionEvent[]): SessionState {
  const { proposal } = state;
  if (proposal === null) return state;
  const proposer = state.participants.find((one) => one.participantId === proposal.by);
  const asked = askedOf(state, proposal.by);
  const stands =
    proposer?.presence === 'admitted' && proposal.modality !== state.modality && asked.length > 0;
  if (!stands) return { ...state, proposal: null };
  if (!asked.every((one) => proposal.acceptedBy.includes(one.participantId))) return state;
  let next: SessionState = { ...state, proposal: null };
  for (const { participantId } of [...asked, proposer]) {
    next = withCeiling(next, participantId, proposal.modality);
  }
  return changeTo(next, proposal.modality, events);
}

/** Everybody inside but one. */
function askedOf(state: SessionState, exceptId: string): readonly ParticipantState[] {
  return state.participants.filter(
    (one) => one.presence === 'admitted' && one.participantId !== exceptId,
  );
}

function changeTo(state: SessionState, modality: Modality, events: SessionEvent[]): SessionState {
  events.push({ kind: 'modality-changed', participantId: null, detail: { modality } });
  return { ...state, modality };
}

function withCeiling(state: SessionState, participantId: string, ceiling: Modality): SessionState {
  const participants = state.participants.map((one) =>
    one.participantId === participantId && one.ceiling !== ceiling ? { ...one, ceiling } : one,
  );
  return { ...state, participants };
}
