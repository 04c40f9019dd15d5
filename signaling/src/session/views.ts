import type { ParticipantView, ProposalView, SessionView } from '@gabinet/shared/contracts/session';
import type { Proposal } from '@gabinet/shared/session/modality';
import { opensAt, phaseByClock } from '@gabinet/shared/session/rules';
import { type ParticipantState, visibleOthers } from '@gabinet/shared/session/state';
import type { SessionRecord } from './SessionStore.ts';

/** The session as one participant may see it (rule S9); null for somebody who is not in it. */
export function viewFor(record: SessionRecord, viewerId: string, now: number): SessionView | null {
  const { state } = record;
  const viewer = state.participants.find((one) => one.participantId === viewerId);
  if (viewer === undefined) return null;
  return {
    sessionId: state.sessionId,
    version: state.version,
    // The clock may be ahead of the last sweep.
    phase: phaseByClock(state, now),
    modality: state.modality,
    startsAt: state.startsAt,
    endsAt: state.endsAt,
    opensAt: opensAt(state),
    liveAt: state.liveAt,
    endedAt: state.endedAt,
    zone: record.zone,
    practiceName: record.practiceName,
    now,
    you: person(record, viewer),
    others: visibleOthers(state, viewerId).map((one) => person(record, one)),
    // A question between those who are inside; who waits is not asked.
    proposal: viewer.presence === 'admitted' ? proposalView(state.proposal) : null,
  };
}

function person(record: SessionRecord, one: ParticipantState): ParticipantView {
  return {
    participantId: one.participantId,
    role: one.role,
    displayName: record.names.get(one.participantId) ?? '',
    presence: one.presence,
    ceiling: one.ceiling,
    connected: one.connected,
    arrivedAt: one.arrivedAt,
    uplink: one.uplink,
    downlink: one.downlink,
    wantsMarks: one.wantsMarks,
  };
}

function proposalView(proposal: Proposal | null): ProposalView | null {
  if (proposal === null) return null;
  const { proposalId, by, modality, acceptedBy } = proposal;
  return { proposalId, byParticipantId: by, modality, acceptedBy: [...acceptedBy] };
}
