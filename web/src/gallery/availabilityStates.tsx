import { defaultPolicy } from '@gabinet/shared/contracts/availability';
import type { Profile } from '@gabinet/shared/contracts/http/availability';
import type { CrisisContact } from '@gabinet/shared/contracts/intake';
import type { JSX } from 'preact';
import { AvailabilityView } from '../pages/calendar/availability/AvailabilityView.tsx';
import { CalendarLinks } from '../pages/calendar/availability/CalendarLinks.tsx';
import { Preview } from '../pages/calendar/availability/Preview.tsx';
import type { Trouble } from '../pages/calendar/useMoves.ts';
import { DayView } from '../pages/day/DayView.tsx';
import { PracticeView } from '../pages/practice/PracticeView.tsx';
import { StaffPage } from '../ui/StaffTop.tsx';
import { availabilityOf } from './fakeAvailability.ts';
import { day, galleryNow } from './fakes.ts';
import '../pages/calendar/calendar.css';
import '../pages/calendar/forms.css';
import '../pages/calendar/availability/availability.css';
import '../pages/practice/practice.css';

const hour = 3_600_000;
const nothing = (): void => undefined;
const done = async (): Promise<void> => undefined;
const uuid = (last: number): string => `00000000-0000-4000-8000-${String(last).padStart(12, '0')}`;
const zone = 'Europe/Warsaw';

const profile: Profile = {
  displayName: 'Anna Nowak',
  title: 'psycholożka',
  about: { pl: 'Pracuję z dorosłymi i z parami.' },
  approaches: ['cbt', 'systemic'],
  problems: ['anxiety', 'relationships'],
  languages: ['pl', 'en'],
  modalities: ['video', 'audio', 'chat', 'office'],
  listed: true,
};
/** Free times on a few of the next days. */
const openings = [18, 19, 21, 25].flatMap((date) =>
  [8, 9, 11, 14].map((utcHour) => Date.UTC(2027, 0, date, utcHour)),
);
const externalCalendars = [
  { calendarId: uuid(5), name: 'Prywatny', fetchedAt: galleryNow - hour, failing: false },
  { calendarId: uuid(6), name: 'Uczelnia', fetchedAt: null, failing: true },
];

function availability(trouble?: Trouble): JSX.Element {
  const chosen = { psychologistId: uuid(3), displayName: 'Anna Nowak', zone, own: true };
  return (
    <StaffPage current="/availability" roles={['psychologist']}>
      <AvailabilityView
        calendars={[chosen]}
        chosen={chosen}
        now={galleryNow}
        openings={openings}
        loaded={{
          read: {
            availability: availabilityOf(),
            ownPolicy: { stepMinutes: 30 },
            practicePolicy: defaultPolicy,
            holidays: [{ date: '2027-05-03', name: 'Święto Konstytucji 3 Maja' }],
            version: 1,
            externalCalendars,
          },
          profile,
          feedSince: galleryNow - 200 * hour,
        }}
        {...(trouble ? { trouble } : {})}
        onChoose={nothing}
        onAgain={done}
      />
    </StaffPage>
  );
}

const contact = (number: string, name: string, verifiedOn: string | null): CrisisContact => ({
  country: 'PL',
  number,
  name: { pl: name },
  who: { pl: 'Każdy, cała doba' },
  hours: { pl: 'cała doba' },
  verifiedOn,
});

function practice(): JSX.Element {
  return (
    <StaffPage current="/practice" roles={['owner', 'psychologist']}>
      <PracticeView
        now={galleryNow}
        read={{
          settings: {
            name: 'Poradnia przy Lipowej',
            language: 'pl',
            zone,
            country: 'PL',
            address: 'ul. Lipowa 12, Gdańsk',
            phone: '+48 58 123 45 67',
            policy: defaultPolicy,
            minorConsentAge: 13,
            duty: { staffed: true, callWithinMinutes: 60 },
            letterReplyDays: 3,
          },
          crisis: {
            country: 'PL',
            contacts: [
              contact('112', 'Numer alarmowy', '2027-01-02'),
              contact('116 123', 'Telefon zaufania', '2026-09-01'),
              contact('800 70 2222', 'Centrum Wsparcia', null),
            ],
            verificationDue: true,
          },
          texts: [
            {
              consentId: uuid(7),
              modality: 'video',
              version: 2,
              language: 'pl',
              title: 'Zgoda na rozmowy wideo',
              text: 'Zgadzam się.',
              writtenOn: '2026-11-02',
            },
          ],
        }}
      />
    </StaffPage>
  );
}

function busyDay(): JSX.Element {
  const shown = day('waiting');
  return (
    <DayView
      day={{
        ...shown,
        appointments: shown.appointments.map((one, index) =>
          index === 4
            ? { ...one, modality: 'office', address: 'ul. Lipowa 12' }
            : index === 5
              ? { ...one, status: 'requested' }
              : one,
        ),
      }}
      connected
      soundOn
      soundBlocked={false}
      roles={['psychologist']}
      dutyCalls={[
        {
          callId: uuid(8),
          at: galleryNow - 10 * 60_000,
          answer: 'talk',
          displayName: 'Ola Sęk',
          phone: '+48 600 123 456',
          language: 'pl',
          callBefore: galleryNow + 50 * 60_000,
          acknowledgedAt: null,
        },
      ]}
      onSound={nothing}
      onSignOut={nothing}
    />
  );
}

/** Open hours, the practice and a full day with made-up data. */
export const availabilityStates: Record<string, () => JSX.Element> = {
  availability: () => availability(),
  'availability-stale': () => availability({ code: 'VERSION_STALE', conflicts: [] }),
  'availability-preview-empty': () => (
    <StaffPage current="/availability" roles={['psychologist']}>
      <main class="availability">
        <h1>Dostępność</h1>
        <Preview
          psychologistId={uuid(3)}
          availability={availabilityOf()}
          ownPolicy={{}}
          zone={zone}
          now={galleryNow}
          openings={[]}
        />
      </main>
    </StaffPage>
  ),
  'availability-link-made': () => (
    <StaffPage current="/availability" roles={['psychologist']}>
      <main class="availability">
        <h1>Dostępność</h1>
        <div class="availability-form">
          <section>
            <h2>Połączone kalendarze</h2>
            <CalendarLinks
              psychologistId={uuid(3)}
              feedSince={galleryNow}
              calendars={externalCalendars}
              madeUrl="https://gabinet.example/feeds/q3vXn0kZ1yTz8mB5rW2e7uLpAaC.ics"
            />
          </section>
        </div>
      </main>
    </StaffPage>
  ),
  practice,
  'day-busy': busyDay,
};
