/** A live session of a page and one other person, as its view comes from the server: for tests of pages. */
import type { ParticipantView, SessionView } from '@gabinet/shared/contracts/session';

/** A client who is in the call with all their line gives. @param last the last digit of their id */
export function examplePerson(last: number, part: Partial<ParticipantView> = {}): ParticipantView {
  return {
    participantId: `00000000-0000-4000-8000-00000000000${last}`,
    role: 'client',
    displayName: `Person ${last}`,
    presence: 'admitted',
    ceiling: 'video',
    connected: true,
    arrivedAt: 0,
    uplink: 'full',
    downlink: 'full',
    wantsMarks: false,
    ...part,
  };
}

/** Person 1 looks at person 2, who is the psychologist. */
export function exampleView(part: Partial<SessionView> = {}): SessionView {
  return {
    sessionId: '00000000-0000-4000-8000-000000000010',
    version: 1,
    phase: 'live',
    modality: 'video',
    startsAt: 0,
    endsAt: 1,
    opensAt: 0,
    liveAt: 0,
    endedAt: null,
    zone: 'Europe/Warsaw',
    practiceName: 'Poradnia',
    now: 0,
    you: examplePerson(1),
    others: [examplePerson(2, { role: 'psychologist' })],
    proposal: null,
    ...part,
  };
}
