import type { ProposalView, SessionView } from '@gabinet/shared/contracts/session';
import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import { t } from '../../../i18n/text.ts';
import { firstName } from '../../../i18n/time.ts';
import type { LiveSession } from '../../../live/model.ts';
import { Button } from '../../../ui/controls.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import { Banner } from '../../../ui/words.tsx';
import { isHigher } from './form.ts';

const asked = {
  chat: 'proposal.writingAsked',
  audio: 'proposal.voiceAsked',
  video: 'proposal.videoAsked',
} as const;
const waits = {
  chat: 'proposal.writingWaits',
  audio: 'proposal.voiceWaits',
  video: 'proposal.videoWaits',
} as const;
const yes = {
  chat: 'proposal.yesWriting',
  audio: 'proposal.yesVoice',
  video: 'proposal.yesVideo',
} as const;
const stay = {
  chat: 'proposal.stayWriting',
  audio: 'proposal.stayVoice',
  video: 'proposal.stayVideo',
} as const;

/** The question on the table (rule S12): a card to who is asked, a wait to who asks. */
export function ProposalCard(props: {
  view: SessionView;
  live: LiveSession;
  attempt: (action: Promise<void>) => void;
}): JSX.Element | null {
  const { view, live, attempt } = props;
  const { proposal, you } = view;
  const titleId = useId();
  if (!proposal) return null;
  const { proposalId, modality } = proposal;
  if (proposal.byParticipantId === you.participantId) {
    return (
      <Banner icon="people" tone="surface">
        <p>{t(waits[modality])}</p>
        <Button small onPress={() => attempt(live.withdraw(proposalId))}>
          {t('proposal.takeBack')}
        </Button>
      </Banner>
    );
  }
  if (proposal.acceptedBy.includes(you.participantId)) {
    return (
      <Banner icon="people" tone="surface">
        {t('proposal.othersAnswer')}
      </Banner>
    );
  }
  return (
    <section class="sheet proposal" aria-labelledby={titleId}>
      <Icon name="people" />
      <h2 id={titleId}>{t(asked[modality], { first: firstName(proposer(view, proposal)) })}</h2>
      <p class="soft">{t(whatYesDoes(view, proposal))}</p>
      <div class="row">
        <Button kind="main" onPress={() => attempt(live.answer(proposalId, true))}>
          {t(yes[modality])}
        </Button>
        <Button kind="quiet" onPress={() => attempt(live.answer(proposalId, false))}>
          {t(stay[view.modality])}
        </Button>
      </div>
    </section>
  );
}

/** Who put the question on the table. */
function proposer(view: SessionView, { byParticipantId }: ProposalView): string {
  return view.others.find((one) => one.participantId === byParticipantId)?.displayName ?? '';
}

/** A yes to less turns off at once; a yes to more turns nothing on. */
function whatYesDoes(view: SessionView, { modality }: ProposalView) {
  const higher = isHigher(modality, view.modality);
  switch (modality) {
    case 'chat':
      return 'proposal.lowerWriting';
    case 'audio':
      return higher ? 'proposal.raiseVoice' : 'proposal.lowerVoice';
    case 'video':
      return 'proposal.raiseVideo';
  }
}
