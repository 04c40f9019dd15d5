import type { HttpOutput } from '@gabinet/shared/contracts/http';
import type { IntakeView } from '@gabinet/shared/contracts/intake';
import { paths } from '@gabinet/shared/contracts/paths';
import type { JSX } from 'preact';
import type { Draft, Practice, Psychologist } from '../pages/intake/flow.ts';
import type { Intake } from '../pages/intake/useIntake.ts';
import { galleryNow } from './fakes.ts';

/** Made-up answers, psychologists and openings for the gallery. */

export const minute = 60_000;
export const uuid = (last: number): string =>
  `00000000-0000-4000-8000-${String(last).padStart(12, '0')}`;
export const nothing = (): void => undefined;
export const slot = Date.UTC(2027, 0, 21, 15);

export const practice: Practice = {
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

export const anna: Psychologist = {
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

export const answers: Draft = {
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

export function view(changes: Partial<IntakeView> = {}): IntakeView {
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

export const series = {
  ...(view().held as NonNullable<IntakeView['held']>),
  occurrences: 8,
  everyWeeks: 1,
  starts: [0, 1, 2, 3, 4, 5, 6, 7].map((week) => slot + week * 7 * 24 * 60 * minute),
};

export function fake(changes: Partial<Intake> = {}): Intake {
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

export type Answer = { status: number; json: unknown };
export const day = 24 * 60 * minute;
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

/** A state with what the service would answer while it is shown. */
export function state(draw: () => JSX.Element, answers: Parameters<typeof answering>[0] = {}) {
  let ready = false;
  return (): JSX.Element => {
    if (!ready) answering(answers);
    ready = true;
    return draw();
  };
}
