import type { JSX } from 'preact';
import type { PathTestState } from '../live/PathTester.ts';
import { judgePath, type PathFigures } from '../live/pathVerdict.ts';
import { MailList } from '../pages/DemoMails.tsx';
import DemoSignIn from '../pages/DemoSignIn.tsx';
import { DayView } from '../pages/day/DayView.tsx';
import Home from '../pages/Home.tsx';
import InvitationFirst from '../pages/InvitationFirst.tsx';
import { HelpDialog } from '../pages/session/MoreDialog.tsx';
import { Page } from '../ui/TopLine.tsx';
import { accountStates } from './accountStates.tsx';
import { availabilityStates } from './availabilityStates.tsx';
import { calendarStates } from './calendarStates.tsx';
import { chatStates } from './chatStates.tsx';
import { clientPageStates } from './clientPageStates.tsx';
import { deviceStates } from './deviceStates.tsx';
import { anna, day, galleryNow, person } from './fakes.ts';
import { formStates } from './formStates.tsx';
import { intakeStates } from './intakeStates.tsx';
import { qualityStates } from './qualityStates.tsx';
import { deviceOn, devices, failed, live, remote, session, staff } from './sessionScreens.tsx';

const nothing = (): void => undefined;
function tested(part: Partial<PathFigures>): PathTestState {
  const figures: PathFigures = {
    form: 'video',
    reached: true,
    roundTripMilliseconds: 38,
    lossUp: 0,
    lossDown: 0.004,
    upKilobits: 1_240,
    downKilobits: 1_190,
    relayed: false,
    protocol: 'udp',
    ...part,
  };
  return { state: 'done', figures, verdict: judgePath(figures) };
}

const marta = person();
const sound = {
  soundOn: true,
  soundBlocked: false,
  onSound: nothing,
  onSignOut: nothing,
  roles: ['psychologist'] as const,
};

/** Every page and state by name, as `gallery.html#NAME` shows it. */
export const states: Record<string, () => JSX.Element> = {
  ...accountStates,
  ...calendarStates,
  ...availabilityStates,
  ...intakeStates,
  ...clientPageStates,
  ...deviceStates,
  ...qualityStates,
  ...formStates,
  ...chatStates,
  home: () => <Home />,
  'invitation-first': () => <InvitationFirst />,
  loading: () => session({ name: 'loading' }),
  invitation: () => session({ name: 'invitation' }, {}, devices()),
  'path-testing': () =>
    session({ name: 'invitation' }, {}, { ...devices(), path: { state: 'running' } }),
  'path-good': () => session({ name: 'invitation' }, {}, { ...devices(), path: tested({}) }),
  'path-weak': () =>
    session({ name: 'invitation' }, {}, { ...devices(), path: tested({ upKilobits: 140 }) }),
  'path-blocked': () =>
    session({ name: 'invitation' }, {}, { ...devices(), path: tested({ reached: false }) }),
  'invitation-unchecked': () => session({ name: 'invitation' }),
  'invitation-early': () =>
    session({ name: 'invitation' }, { phase: 'scheduled', opensAt: galleryNow + 7 * 60_000 }),
  'invitation-blocked': () =>
    session(
      { name: 'invitation' },
      {},
      { ...devices(), camera: { state: 'denied', by: 'browser' } },
    ),
  'invitation-voice': () =>
    session({ name: 'invitation' }, { modality: 'audio', zone: 'Europe/London' }, devices()),
  'waiting-room': () =>
    session({ name: 'waiting' }, { you: person({ presence: 'waiting' }) }, devices()),
  'waiting-room-reconnecting': () =>
    session(
      { name: 'waiting' },
      { you: person({ presence: 'waiting' }) },
      {
        camera: { state: 'off' },
        microphone: deviceOn('microphone'),
        link: { state: 'reconnecting', since: galleryNow, media: false, seen: true },
      },
    ),
  call: () => session({ name: 'call' }, live, { ...devices(), people: [remote()] }),
  'call-picture-off': () =>
    session({ name: 'call' }, live, { ...devices(), people: [remote({ videoPaused: true })] }),
  'call-muted-reconnecting': () =>
    session({ name: 'call' }, live, {
      ...devices(),
      microphoneOn: false,
      people: [remote({ audioPaused: true })],
      // This device's own clock, unlike the rest.
      link: { state: 'reconnecting', since: Date.now() - 12_000, media: true, seen: true },
    }),
  'call-weak-theirs': () =>
    session(
      { name: 'call' },
      { ...live, others: [{ ...anna, uplink: 'picture-paused' }] },
      { ...devices(), people: [remote({ videoPaused: true })] },
    ),
  'call-weak-thin': () =>
    session({ name: 'call' }, live, { ...devices(), people: [remote()], uplink: 'slower' }),
  'call-weak-writing': () =>
    session({ name: 'call' }, live, {
      ...devices(),
      people: [remote({ videoPaused: true })],
      uplink: 'chat-only',
    }),
  'call-picture-returns': () =>
    session({ name: 'call' }, live, {
      ...devices(),
      people: [remote()],
      uplink: 'slower',
      countdown: 5,
    }),
  'call-psychologist': () =>
    session(
      { name: 'call' },
      {
        ...staff,
        others: [
          ...(staff.others ?? []),
          person({
            participantId: '00000000-0000-4000-8000-000000000009',
            displayName: 'Tomasz Zieliński',
            presence: 'waiting',
          }),
        ],
      },
      { ...devices(), people: [remote({ participantId: marta.participantId })] },
    ),
  'call-psychologist-alone': () =>
    session({ name: 'call' }, { ...staff, others: [person({ presence: 'waiting' })] }, devices()),
  ended: () => session({ name: 'ended' }),
  left: () => session({ name: 'left' }),
  'ended-psychologist': () => session({ name: 'ended' }, { you: anna }),
  'seat-taken': () => session({ name: 'seat-taken' }),
  'taken-elsewhere': () => session({ name: 'taken-elsewhere' }),
  offline: failed('OFFLINE'),
  'session-over': failed('SESSION_ENDED'),
  'invitation-invalid': failed('INVITATION_INVALID'),
  'invitation-removed': failed('INVITATION_REMOVED'),
  'appointment-cancelled': failed('APPOINTMENT_OVER'),
  'sign-in-again': failed('SIGN_IN_REQUIRED'),
  error: failed('INTERNAL'),
  day: () => <DayView day={day('waiting')} connected {...sound} />,
  'day-sound-blocked': () => (
    <DayView day={day('quiet')} connected={false} {...sound} soundBlocked />
  ),
  'day-empty': () => <DayView day={day('empty')} connected {...sound} soundOn={false} />,
  'demo-sign-in': () => <DemoSignIn />,
  'demo-mails': () => (
    <Page>
      <MailList
        mails={[
          {
            mailId: '00000000-0000-4000-8000-000000000001',
            html: true,
            calendarMethod: 'REQUEST',
            to: 'marta@example.org',
            subject: 'Zaproszenie na spotkanie',
            text: 'Dzień dobry,\n\nlink do spotkania w czwartek o 16:00:\nhttp://127.0.0.1:3000/j#AAAAAAAAAAAAAAAAAAAAAAAAAAA',
            at: galleryNow,
          },
        ]}
      />
    </Page>
  ),
  'help-dialog': () => <HelpDialog onClose={nothing} />,
};
