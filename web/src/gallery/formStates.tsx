import type { ProposalView, SessionView } from '@gabinet/shared/contracts/session';
import type { Modality } from '@gabinet/shared/contracts/words';
import type { JSX } from 'preact';
import { RaiseDialog } from '../pages/session/forms/FormActs.tsx';
import { MoreDialog } from '../pages/session/MoreDialog.tsx';
import { anna, type FakeOptions, fakeLive, galleryNow, person, view } from './fakes.ts';
import { deviceOn, devices, live, remote, session, staff, voice } from './sessionScreens.tsx';

/** The forms of meeting: rooms, ceilings, questions, and the time of a session. */

const nothing = (): void => undefined;
const minute = 60_000;
const call = { name: 'call' } as const;
const marta = person({ presence: 'admitted' });
const tomek = person({
  participantId: '00000000-0000-4000-8000-000000000009',
  displayName: 'Tomasz Zieliński',
  role: 'partner',
  presence: 'admitted',
});
const inVoice: Partial<SessionView> = { ...live, modality: 'audio' };
const silent = remote({ video: null });
const microphone = (): FakeOptions => ({ microphone: deviceOn('microphone') });

const voiceRoom =
  (changes: Partial<SessionView> = {}, options: FakeOptions = {}): (() => JSX.Element) =>
  () =>
    session(call, { ...inVoice, ...changes }, { ...microphone(), people: [silent], ...options });
const proposal = (
  modality: Modality,
  by = anna.participantId,
  acceptedBy: readonly string[] = [],
): ProposalView => ({
  proposalId: '00000000-0000-4000-8000-000000000077',
  byParticipantId: by,
  modality,
  acceptedBy: [...acceptedBy],
});
const videoRoom =
  (changes: Partial<SessionView> = {}): (() => JSX.Element) =>
  () =>
    session(call, { ...live, ...changes }, { ...devices(), people: [remote()] });
const staffRoom =
  (changes: Partial<SessionView> = {}): (() => JSX.Element) =>
  () =>
    session(
      call,
      { ...staff, ...changes },
      { ...devices(), people: [remote({ participantId: marta.participantId })] },
    );
/** The service's answer to who comes next; nothing is behind the gallery. */
const nextWaits =
  (waitingSince: number | null, draw: () => JSX.Element): (() => JSX.Element) =>
  () => {
    const next = {
      sessionId: '00000000-0000-4000-8000-000000000011',
      startsAt: galleryNow + 38 * minute,
      names: ['Jan Kowalski'],
      waitingSince,
    };
    globalThis.fetch = async () => Response.json({ next });
    return draw();
  };
const more = (changes: Partial<SessionView>) => (): JSX.Element => {
  const shown = view({ ...live, ...changes });
  return (
    <MoreDialog
      live={fakeLive(shown, devices())}
      view={shown}
      selfHidden={false}
      onHideSelf={nothing}
      onHelp={nothing}
      onSettings={nothing}
      onRaise={nothing}
      attempt={nothing}
      onClose={nothing}
    />
  );
};
const raise = (form: 'audio' | 'video') => (): JSX.Element => (
  <RaiseDialog form={form} live={fakeLive(view(inVoice))} attempt={nothing} onClose={nothing} />
);

export const formStates: Record<string, () => JSX.Element> = {
  'call-voice': voiceRoom(),
  'call-voice-speaking': () =>
    session(call, inVoice, { ...microphone(), people: [{ ...silent, audio: voice() }] }),
  'call-voice-muted': voiceRoom({}, { microphoneOn: false }),
  'call-voice-other-muted': voiceRoom({}, { people: [{ ...silent, audioPaused: true }] }),
  'call-voice-reconnecting': voiceRoom(
    {},
    { link: { state: 'reconnecting', since: galleryNow, media: true, seen: true } },
  ),
  'call-voice-alone': voiceRoom({ others: [] }, { people: [] }),
  'call-voice-psychologist': () =>
    session(
      call,
      { ...staff, modality: 'audio' },
      { ...microphone(), people: [{ ...silent, participantId: marta.participantId }] },
    ),
  'call-voice-three': voiceRoom({ others: [anna, tomek] }),
  'call-voice-with-picture': () =>
    session(
      call,
      { ...live, you: person({ presence: 'admitted', ceiling: 'audio' }) },
      { ...microphone(), people: [remote()] },
    ),
  'call-writing': () => session(call, { ...live, modality: 'chat' }),
  'call-writing-others-talk': () =>
    session(
      call,
      { ...inVoice, you: person({ presence: 'admitted', ceiling: 'chat' }) },
      { people: [silent] },
    ),
  'call-proposal-lower': videoRoom({ proposal: proposal('audio') }),
  'call-proposal-writing': videoRoom({ proposal: proposal('chat') }),
  'call-proposal-higher': voiceRoom({ proposal: proposal('video') }),
  'call-proposal-waits': staffRoom({ proposal: proposal('audio') }),
  'call-proposal-accepted': voiceRoom({
    others: [anna, tomek],
    proposal: proposal('chat', anna.participantId, [marta.participantId]),
  }),
  'call-other-writes': staffRoom({ others: [person({ presence: 'admitted', ceiling: 'chat' })] }),
  'call-raise-picture': raise('video'),
  'call-raise-voice': raise('audio'),
  'call-more': more({}),
  'call-more-voice': more({ modality: 'audio' }),
  'call-more-psychologist': more({ ...staff }),
  'call-five-minutes': videoRoom({ endsAt: galleryNow + 5 * minute - 1 }),
  'call-voice-five-minutes': voiceRoom({ endsAt: galleryNow + 5 * minute - 1 }),
  'call-overtime': staffRoom({ endsAt: galleryNow - 12 * minute }),
  'call-voice-overtime': voiceRoom({ endsAt: galleryNow - 12 * minute }),
  'call-next-waiting': nextWaits(galleryNow - 3 * minute, staffRoom()),
  'call-next-near-end': nextWaits(null, staffRoom({ endsAt: galleryNow + 4 * minute })),
  'call-voice-next-waiting': nextWaits(galleryNow - 3 * minute, () =>
    session(
      call,
      { ...staff, modality: 'audio', endsAt: galleryNow - 2 * minute },
      { ...microphone(), people: [{ ...silent, participantId: marta.participantId }] },
    ),
  ),
  'waiting-room-voice': () =>
    session(
      { name: 'waiting' },
      { you: person({ presence: 'waiting', ceiling: 'audio' }) },
      microphone(),
    ),
  'waiting-room-writing': () =>
    session({ name: 'waiting' }, { you: person({ presence: 'waiting', ceiling: 'chat' }) }),
};
