import type { SessionView } from '@gabinet/shared/contracts/session';
import type { Modality } from '@gabinet/shared/contracts/words';
import { expect, it } from 'vitest';
import { outcomeOf } from './outcomes.ts';

const you = {
  participantId: '00000000-0000-4000-8000-000000000001',
  role: 'client',
  displayName: 'Marta Zielińska',
  presence: 'admitted',
  ceiling: 'video',
  connected: true,
  arrivedAt: null,
  uplink: 'full',
  downlink: 'full',
  wantsMarks: false,
} as const;

function view(modality: Modality, asked: Modality | null, proposalId = 'one'): SessionView {
  return {
    sessionId: '00000000-0000-4000-8000-000000000010',
    version: 1,
    phase: 'live',
    modality,
    startsAt: 0,
    endsAt: 3_000_000,
    opensAt: 0,
    liveAt: 0,
    endedAt: null,
    zone: 'Europe/Warsaw',
    practiceName: 'Poradnia',
    now: 0,
    you,
    others: [],
    proposal: asked && {
      proposalId,
      byParticipantId: you.participantId,
      modality: asked,
      acceptedBy: [],
    },
  };
}

it('S12 says what a question came to: which form it is now, or that all stays', () => {
  expect(outcomeOf(view('video', 'audio'), view('audio', null))).toBe('proposal.nowVoice');
  expect(outcomeOf(view('chat', 'audio'), view('audio', null))).toBe('proposal.nowVoiceRaised');
  expect(outcomeOf(view('audio', 'video'), view('video', null))).toBe('proposal.nowVideo');
  expect(outcomeOf(view('video', 'chat'), view('chat', null))).toBe('proposal.nowWriting');
  expect(outcomeOf(view('video', 'audio'), view('video', null))).toBe('proposal.kept');
});

it('S12 says nothing while a question is open, nor when there was none', () => {
  expect(outcomeOf(null, view('video', 'audio'))).toBeNull();
  expect(outcomeOf(view('video', null), view('audio', null))).toBeNull();
  expect(outcomeOf(view('video', 'audio'), view('video', 'audio'))).toBeNull();
  expect(outcomeOf(view('video', 'audio'), { ...view('video', null), phase: 'ended' })).toBeNull();
});
