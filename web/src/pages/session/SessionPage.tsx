import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { t } from '../../i18n/text.ts';
import { allowSound } from '../../sounds.ts';
import { Skeletons } from '../../ui/Skeletons.tsx';
import { Page } from '../../ui/TopLine.tsx';
import { Failure } from '../Failure.tsx';
import { Call } from './Call.tsx';
import { Ended, SeatTaken, Stayed, TakenElsewhere } from './Endings.tsx';
import { Invitation } from './Invitation.tsx';
import { HelpDialog } from './MoreDialog.tsx';
import { useAnnouncements } from './useAnnouncements.ts';
import { type SessionState, useSession } from './useSession.ts';
import { WaitingRoom } from './WaitingRoom.tsx';

/** `/s/:sessionId`: one page for the client and the psychologist, driven by the session's state. */
export default function SessionPage({ sessionId }: { sessionId: string }): JSX.Element {
  const state = useSession(sessionId);
  const [help, setHelp] = useState(false);
  useAnnouncements(
    state.view,
    state.live,
    state.screen.name,
    state.invitation?.psychologist.displayName ?? '',
  );
  return (
    <>
      <SessionScreen state={state} onHelp={() => setHelp(true)} />
      {help && <HelpDialog onClose={() => setHelp(false)} />}
    </>
  );
}

/** The screen for a state; the gallery draws it with made-up states. */
export function SessionScreen(props: { state: SessionState; onHelp: () => void }): JSX.Element {
  const { state, onHelp } = props;
  const { screen, live, invitation, view } = state;
  const practiceName = view?.practiceName;
  const staff = view?.you.role === 'psychologist';
  const frame = (content: JSX.Element): JSX.Element => (
    <Page practiceName={practiceName} onHelp={onHelp}>
      {content}
    </Page>
  );
  const loading = frame(<Skeletons label={t('common.loading')} />);

  switch (screen.name) {
    case 'loading':
      return loading;
    case 'invitation':
      if (!invitation || !view) return loading;
      return frame(
        <Invitation
          invitation={invitation}
          view={view}
          live={live}
          entering={state.entering}
          onEnter={(withDevices) => {
            void allowSound();
            state.enter(withDevices);
          }}
        />,
      );
    case 'waiting':
      if (!invitation || !view || !live) return loading;
      return (
        <WaitingRoom
          invitation={invitation}
          view={view}
          live={live}
          onHelp={onHelp}
          onLeave={state.leave}
        />
      );
    case 'call':
      if (!invitation || !view || !live) return loading;
      return (
        <Call
          view={view}
          live={live}
          psychologistName={invitation.psychologist.displayName}
          onLeave={state.leave}
        />
      );
    case 'left':
    case 'ended':
      return (
        <Ended
          practiceName={practiceName}
          staff={staff}
          left={screen.name === 'left'}
          onReturn={() => state.again(false)}
        />
      );
    case 'seat-taken':
      return frame(
        <SeatTaken busy={state.entering} onMove={() => state.again(true)} onStay={state.stay} />,
      );
    case 'stayed':
      return frame(<Stayed />);
    case 'taken-elsewhere':
      return frame(<TakenElsewhere busy={state.entering} onMove={() => state.again(true)} />);
    case 'failed':
      return frame(<Failure code={screen.code} staff={staff} onRetry={() => state.again(false)} />);
  }
}
