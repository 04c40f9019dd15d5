import type { ClientAppointment } from '@gabinet/shared/contracts/appointments';
import type { Conflict } from '@gabinet/shared/contracts/errors';
import type { HttpOutput } from '@gabinet/shared/contracts/http';
import type { IntakeView } from '@gabinet/shared/contracts/intake';
import { paths } from '@gabinet/shared/contracts/paths';
import type { JSX } from 'preact';
import { ClientSignIn } from '../pages/clientPage/ClientSignIn.tsx';
import { ClientView, type Doing } from '../pages/clientPage/ClientView.tsx';
import type { Draft, Practice, Psychologist, Step } from '../pages/intake/flow.ts';
import { ComeBack, NotOpen } from '../pages/intake/IntakePage.tsx';
import '../pages/clientPage/clientPage.css';
import { t } from '../i18n/text.ts';
import { Failure } from '../pages/Failure.tsx';
import { IntakeFlow } from '../pages/intake/IntakeFlow.tsx';
import { LinkFirst } from '../pages/intake/LinkFirst.tsx';
import { QuietPage } from '../pages/intake/StepShell.tsx';
import type { Intake } from '../pages/intake/useIntake.ts';
import WhenOnlineIsNotEnough from '../pages/intake/WhenOnlineIsNotEnough.tsx';
import { Skeletons } from '../ui/Skeletons.tsx';
import { Page } from '../ui/TopLine.tsx';
import { galleryNow } from './fakes.ts';

/** Intake, booking and the client's own page with made-up answers. */

const minute = 60_000;
const uuid = (last: number): string => `00000000-0000-4000-8000-${String(last).padStart(12, '0')}`;
const nothing = (): void => undefined;
const slot = Date.UTC(2027, 0, 21, 15);

const practice: Practice = {
  name: 'Poradnia przy Lipowej',
  language: 'pl',
  zone: 'Europe/Warsaw',
  country: 'PL',
  address: 'ul. Lipowa 12, Gdańsk',
  phone: null,
  duty: { staffed: false, callWithinMinutes: null },
  letterReplyDays: 3,
  demo: true,
  staffed: true,
};

const anna: Psychologist = {
  psychologistId: uuid(3),
  displayName: 'Anna Nowak',
  title: 'psycholożka',
  about: {},
  approaches: ['cbt', 'schema'],
  problems: ['anxiety', 'sleep'],
  languages: ['pl', 'en'],
  modalities: ['video', 'audio', 'chat', 'message', 'office'],
  zone: 'Europe/Warsaw',
  whoMayBook: 'anyone',
  approval: false,
  durationMinutes: 50,
  cancellationMinutes: 24 * 60,
};

const answers: Draft = {
  forWhom: 'me',
  safety: 'yes',
  modality: 'audio',
  psychologistId: anna.psychologistId,
  displayName: 'Marta Zielińska',
  ageYears: 34,
  language: 'pl',
  reason: '',
  email: 'marta@example.org',
  phone: '600 123 456',
  phoneIsSafe: true,
  discreet: false,
  calendarInvitations: true,
  reminders: true,
};

function view(changes: Partial<IntakeView> = {}): IntakeView {
  return {
    intakeId: uuid(50),
    invitedBy: null,
    keptUntil: galleryNow + 7 * 24 * 60 * minute,
    answers: {},
    held: {
      appointmentIds: [uuid(60)],
      psychologistId: anna.psychologistId,
      psychologistName: anna.displayName,
      psychologistZone: anna.zone,
      startsAt: slot,
      endsAt: slot + 50 * minute,
      occurrences: 1,
      everyWeeks: null,
      starts: [slot],
      expiresAt: galleryNow + 8 * minute,
    },
    consentTexts: [
      {
        consentId: uuid(70),
        modality: 'audio',
        version: 3,
        language: 'pl',
        title: 'Rozmowa głosem przez internet',
        text: 'Spotkanie odbywa się głosem, przez przeglądarkę. Nikt go nie nagrywa: w serwisie nie ma takiej funkcji.\n\nPoradnia nie wie, co dzieje się w pokoju po drugiej stronie. Zadbaj o miejsce, w którym nikt nie słucha.\n\nGdy połączenie zniknie, psycholog zadzwoni pod podany numer, jeśli wolno pod niego dzwonić.',
      },
    ],
    minorConsentAge: 16,
    duty: practice.duty,
    dutyCallBefore: null,
    dutyAcknowledgedAt: null,
    codeSentTo: null,
    emailProved: false,
    confirmed: null,
    ...changes,
  };
}

const series = {
  ...(view().held as NonNullable<IntakeView['held']>),
  occurrences: 8,
  everyWeeks: 1,
  starts: [0, 1, 2, 3, 4, 5, 6, 7].map((week) => slot + week * 7 * 24 * 60 * minute),
};

function fake(changes: Partial<Intake> = {}): Intake {
  const done = async (): Promise<{ done: true }> => ({ done: true });
  return {
    view: view(),
    draft: answers,
    offline: false,
    skipped: [],
    change: nothing,
    save: done,
    hold: done,
    release: async () => undefined,
    sendCode: done,
    confirm: done,
    forget: done,
    refresh: async () => undefined,
    ...changes,
  };
}

type Answer = { status: number; json: unknown };
const day = 24 * 60 * minute;
const times = [1, 4, 5, 7, 8].flatMap((days, index) =>
  [8, 10, 12, 15, 17]
    .filter((_, at) => (at + index) % 3 !== 0)
    .map((hour) => Date.UTC(2027, 0, 14, hour - 1) + days * day),
);
const found: HttpOutput<'psychologists'>['found'] = [
  { ...anna, firstOpenings: times.slice(0, 3) },
  {
    ...anna,
    psychologistId: uuid(4),
    displayName: 'Oleksandra Bondarenko-Wiśniewska',
    title: 'psychoterapeutka',
    approaches: ['systemic', 'emdr'],
    languages: ['uk', 'pl', 'ru'],
    firstOpenings: times.slice(6, 8),
    approval: true,
  },
  {
    ...anna,
    psychologistId: uuid(5),
    displayName: 'Jan Lis',
    title: null,
    approaches: ['psychodynamic'],
    languages: ['pl'],
    firstOpenings: [],
  },
];

/** What the service would answer: the pages ask for openings and psychologists by themselves. */
function answering(
  answers: Partial<Record<keyof typeof paths, Answer | 'offline' | 'never'>>,
): void {
  const known: Partial<Record<keyof typeof paths, Answer | 'offline' | 'never'>> = {
    practice: { status: 200, json: practice },
    psychologists: { status: 200, json: { found } },
    openings: {
      status: 200,
      json: { zone: anna.zone, durationMinutes: 50, openings: times },
    },
    psychologist: { status: 200, json: anna },
    ...answers,
  };
  const real = window.fetch.bind(window);
  window.fetch = async (input, options) => {
    const { pathname } = new URL(String(input), location.href);
    for (const [name, answer] of Object.entries(known)) {
      const pattern = paths[name as keyof typeof paths].path.replace(/:\w+/g, '[^/]+');
      if (!answer || !new RegExp(`^${pattern}$`).test(pathname)) continue;
      if (answer === 'offline') throw new TypeError('no network');
      if (answer === 'never') return new Promise(nothing);
      return Response.json(answer.json, { status: answer.status });
    }
    if (pathname.startsWith('/api/')) throw new TypeError('no network');
    return real(input, options);
  };
}

function flow(
  step: Step,
  changes: Partial<Intake> = {},
  more: { fixed?: boolean; met?: readonly Conflict[] } = {},
): JSX.Element {
  return (
    <IntakeFlow
      intake={fake(changes)}
      practice={practice}
      psychologist={anna}
      fixedPsychologist={more.fixed ?? false}
      step={step}
      onGo={nothing}
      onForgotten={nothing}
      {...(more.met ? { met: more.met } : {})}
    />
  );
}

function state(draw: () => JSX.Element, answers: Parameters<typeof answering>[0] = {}) {
  let ready = false;
  return (): JSX.Element => {
    if (!ready) answering(answers);
    ready = true;
    return draw();
  };
}

const dutyOn = { staffed: true, callWithinMinutes: 30 };
const asking = { ...answers, safety: 'talk' as const };
const accepted = { ...answers, consents: [uuid(70)] };
const child: Draft = {
  ...answers,
  forWhom: 'my-child',
  child: { displayName: 'Staś', ageYears: 16 },
  guardians: [
    { displayName: 'Marta Zielińska', mayConsent: true, email: 'marta@example.org' },
    { displayName: 'Piotr Zieliński', mayConsent: false, courtNote: 'Opieka naprzemienna.' },
  ],
};
const conflicts: Conflict[] = [
  { index: 2, startsAt: series.starts[2] ?? slot, endsAt: slot, reason: 'busy', sentence: '' },
  { index: 5, startsAt: series.starts[5] ?? slot, endsAt: slot, reason: 'holiday', sentence: '' },
];
const london = { zone: 'Europe/London' };
const refused = (code: string): Answer => ({ status: 503, json: { error: { code, message: '' } } });

function appointment(changes: Partial<ClientAppointment> = {}): ClientAppointment {
  return {
    appointmentId: uuid(60),
    status: 'confirmed',
    modality: 'audio',
    modalities: ['video', 'audio', 'chat', 'office'],
    psychologistName: anna.displayName,
    psychologistId: anna.psychologistId,
    startsAt: slot,
    endsAt: slot + 50 * minute,
    zone: anna.zone,
    address: null,
    sequence: 0,
    series: { seriesId: uuid(80), index: 2, of: 8 },
    withOthers: false,
    cancelUntil: slot - day,
    opensAt: slot - 15 * minute,
    ...changes,
  };
}
const soon = appointment({
  appointmentId: uuid(61),
  startsAt: galleryNow + 8 * minute,
  endsAt: galleryNow + 58 * minute,
  opensAt: galleryNow - 7 * minute,
  cancelUntil: galleryNow - day,
  series: { seriesId: uuid(80), index: 1, of: 8 },
});

function mine(doing?: Doing, receipt?: string, appointments = [soon, appointment(), family]) {
  return (
    <Page practiceName={practice.name}>
      <ClientView
        page={{
          displayName: 'Marta Zielińska',
          language: 'pl',
          practiceName: practice.name,
          now: galleryNow,
          appointments,
          psychologists: [{ psychologistId: anna.psychologistId, displayName: anna.displayName }],
        }}
        onChanged={nothing}
        onClosed={nothing}
        {...(doing ? { doing } : {})}
        {...(receipt ? { receipt } : {})}
      />
    </Page>
  );
}
const family = appointment({
  appointmentId: uuid(62),
  startsAt: slot + 30 * day,
  endsAt: slot + 30 * day + 50 * minute,
  modality: 'office',
  address: practice.address,
  status: 'requested',
  series: null,
  withOthers: true,
  opensAt: null,
  cancelUntil: slot + 29 * day,
});

export const intakeStates: Record<string, () => JSX.Element> = {
  'intake-loading': state(() => (
    <QuietPage>
      <Skeletons label={t('common.loading')} />
    </QuietPage>
  )),
  'intake-failed': state(() => (
    <QuietPage>
      <Failure code="UNAVAILABLE" onRetry={nothing} />
    </QuietPage>
  )),
  'intake-for-whom': state(() => flow('for-whom', { view: null, draft: {} })),
  'intake-come-back': state(() => (
    <ComeBack keptUntil={galleryNow + 5 * day} onGoOn={nothing} onAnew={async () => undefined} />
  )),
  'intake-resume-link': state(() => {
    location.hash = 'A'.repeat(27);
    return <LinkFirst kind="resume" />;
  }),
  'intake-invited': state(() => {
    location.hash = 'A'.repeat(27);
    return <LinkFirst kind="book" />;
  }),
  'intake-not-open': state(() => <NotOpen psychologist={anna} />),
  'intake-safety': state(() =>
    flow('safety', { view: view({ held: null }), draft: { forWhom: 'me' } }),
  ),
  'intake-safety-nobody': state(() => flow('safety', { draft: asking })),
  'intake-safety-duty': state(() =>
    flow('safety', {
      draft: { ...asking, phone: undefined },
      view: view({ duty: dutyOn, dutyCallBefore: galleryNow + 30 * minute }),
    }),
  ),
  'intake-safety-duty-calls': state(() =>
    flow('safety', {
      draft: asking,
      view: view({ duty: dutyOn, dutyCallBefore: galleryNow + 30 * minute }),
    }),
  ),
  'intake-safety-acknowledged': state(() =>
    flow('safety', {
      draft: asking,
      view: view({ duty: dutyOn, dutyAcknowledgedAt: galleryNow }),
    }),
  ),
  'intake-form': state(() =>
    flow('form', { draft: { forWhom: 'me', safety: 'yes' }, view: view({ held: null }) }),
  ),
  'intake-form-fixed': state(() => flow('form', {}, { fixed: true })),
  'intake-form-offline': state(() => flow('form', { offline: true })),
  'intake-not-enough': state(() => <WhenOnlineIsNotEnough />),
  'intake-search': state(() => flow('psychologist')),
  'intake-search-empty': state(() => flow('psychologist'), {
    psychologists: { status: 200, json: { found: [] } },
  }),
  'intake-search-loading': state(() => flow('psychologist'), { psychologists: 'never' }),
  'intake-search-failed': state(() => flow('psychologist'), {
    psychologists: refused('UNAVAILABLE'),
  }),
  'intake-time': state(() => flow('time', { draft: { ...answers, ...london } })),
  'intake-time-same-zone': state(() => flow('time', { view: view({ held: null }) })),
  'intake-time-series': state(() => flow('time', { view: view({ held: series }) })),
  'intake-time-conflicts': state(() =>
    flow('time', { view: view({ held: series }) }, { met: conflicts }),
  ),
  'intake-time-none': state(() => flow('time', { view: view({ held: null }) }), {
    openings: { status: 200, json: { zone: anna.zone, durationMinutes: 50, openings: [] } },
  }),
  'intake-time-loading': state(() => flow('time', { view: view({ held: null }) }), {
    openings: 'never',
  }),
  'intake-time-offline': state(() => flow('time', { view: view({ held: null }) }), {
    openings: 'offline',
  }),
  'intake-about': state(() => flow('about')),
  'intake-about-expired': state(() =>
    flow('about', { view: view({ held: { ...series, expiresAt: galleryNow - minute } }) }),
  ),
  'intake-child': state(() => flow('people', { draft: child })),
  'intake-two': state(() => flow('people', { draft: { ...answers, forWhom: 'us-two' } })),
  'intake-family': state(() =>
    flow('people', {
      draft: {
        ...answers,
        forWhom: 'our-family',
        others: [{ displayName: 'Piotr Zieliński' }, { displayName: '' }],
      },
    }),
  ),
  'intake-contact': state(() => flow('contact')),
  'intake-contact-discreet': state(() =>
    flow('contact', {
      draft: { ...answers, discreet: true, calendarInvitations: false, reminders: false },
    }),
  ),
  'intake-consents': state(() => flow('consents')),
  'intake-summary': state(() => flow('summary', { draft: accepted, view: view({ held: series }) })),
  'intake-summary-code': state(() =>
    flow('summary', { draft: accepted, view: view({ codeSentTo: 'marta@example.org' }) }),
  ),
  'intake-summary-expired': state(() =>
    flow('summary', {
      draft: { ...accepted, ...london },
      view: view({ held: { ...series, expiresAt: galleryNow - minute } }),
    }),
  ),
  'intake-done': state(() =>
    flow('summary', {
      draft: { ...accepted, ...london },
      view: view({ held: series, confirmed: { status: 'confirmed', appointmentIds: [uuid(60)] } }),
      skipped: [{ index: 3, startsAt: series.starts[3] ?? slot, reason: 'busy' }],
    }),
  ),
  'intake-done-requested': state(() =>
    flow('summary', { view: view({ confirmed: { status: 'requested', appointmentIds: [] } }) }),
  ),
  'intake-done-letters': state(() =>
    flow('summary', {
      draft: { ...accepted, modality: 'message' },
      view: view({ held: null, confirmed: { status: 'letters', appointmentIds: [] } }),
    }),
  ),
  'me-ask': state(() => (
    <Page>
      <ClientSignIn onOpen={nothing} />
    </Page>
  )),
  'me-code': state(() => (
    <Page>
      <ClientSignIn onOpen={nothing} sentTo="marta@example.org" />
    </Page>
  )),
  me: state(() => mine()),
  'me-empty': state(() => mine(undefined, undefined, [])),
  'me-cancel': state(() => mine({ what: 'cancel', appointment: appointment() })),
  'me-cancel-late': state(() => mine({ what: 'cancel', appointment: soon })),
  'me-decline': state(() => mine({ what: 'decline', appointment: family })),
  'me-form': state(() => mine({ what: 'form', appointment: appointment() })),
  'me-move': state(() => mine({ what: 'move', appointment: appointment() })),
  'me-moved': state(() =>
    mine(undefined, t('me.moved', { day: 'piątek, 22 stycznia', time: '10:00' })),
  ),
  'me-next': state(() => mine({ what: 'next', psychologistId: anna.psychologistId })),
};
