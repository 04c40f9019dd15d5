import type { SessionView } from '@gabinet/shared/contracts/session';
import type { PlainKey } from '../../../i18n/catalogue.ts';
import { isHigher } from './form.ts';

/** What came of a question, as one page sees it from one view to the next (rule S12); null is nothing. */
export function outcomeOf(before: SessionView | null, after: SessionView): PlainKey | null {
  if (!before?.proposal || before.sessionId !== after.sessionId) return null;
  const { proposalId, modality } = before.proposal;
  if (after.proposal?.proposalId === proposalId || after.phase === 'ended') return null;
  if (after.modality !== modality || before.modality === modality) return 'proposal.kept';
  switch (modality) {
    case 'chat':
      return 'proposal.nowWriting';
    case 'audio':
      return isHigher(modality, before.modality) ? 'proposal.nowVoiceRaised' : 'proposal.nowVoice';
    case 'video':
      return 'proposal.nowVideo';
  }
}
