import type { SessionView } from '@gabinet/shared/contracts/session';
import type { Modality } from '@gabinet/shared/contracts/words';
import { expect, it } from 'vitest';
import { examplePerson, exampleView } from '../../../live/exampleView.ts';
import { outcomeOf } from './outcomes.ts';

const you = examplePerson(1);

const view = (modality: Modality, asked: Modality | null, proposalId = 'one'): SessionView =>
  exampleView({
    modality,
    you,
    proposal: asked && {
      proposalId,
      byParticipantId: you.participantId,
      modality: asked,
      acceptedBy: [],
    },
  });

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
