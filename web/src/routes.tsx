import type { JSX } from 'preact';
import { ErrorBoundary, LocationProvider, lazy, Route, Router } from 'preact-iso';
import type { Area } from './i18n/catalogue.ts';
import { loadWords, t } from './i18n/text.ts';
import { Failure } from './pages/Failure.tsx';
import InvitationFirst from './pages/InvitationFirst.tsx';
import { Page } from './ui/TopLine.tsx';
import { Announcer, useTitle } from './ui/words.tsx';

/** A page that comes together with the words of its area. */
function withWords<T>(area: Area, page: () => Promise<T>): Promise<T> {
  return Promise.all([page(), loadWords(area)]).then(([loaded]) => loaded);
}
const withIntakeWords = <T,>(page: () => Promise<T>): Promise<T> => withWords('intake', page);
const withAccountWords = <T,>(page: () => Promise<T>): Promise<T> => withWords('account', page);

const IntakePage = lazy(() => withIntakeWords(() => import('./pages/intake/IntakePage.tsx')));
const ResumePage = lazy(() => withIntakeWords(() => import('./pages/intake/ResumePage.tsx')));
const BookPage = lazy(() => withIntakeWords(() => import('./pages/intake/BookPage.tsx')));
const WhenOnlineIsNotEnough = lazy(() =>
  withIntakeWords(() => import('./pages/intake/WhenOnlineIsNotEnough.tsx')),
);
const ClientPage = lazy(() => withIntakeWords(() => import('./pages/clientPage/ClientPage.tsx')));
const SignIn = lazy(() => withAccountWords(() => import('./pages/account/SignIn.tsx')));
const Enrol = lazy(() => withAccountWords(() => import('./pages/account/Enrol.tsx')));
const Recover = lazy(() => withAccountWords(() => import('./pages/account/Recover.tsx')));
const Account = lazy(() => withAccountWords(() => import('./pages/account/Account.tsx')));
const Staff = lazy(() => withAccountWords(() => import('./pages/account/Staff.tsx')));
const Home = lazy(() => import('./pages/Home.tsx'));
const Day = lazy(() => withWords('calendar', () => import('./pages/day/Day.tsx')));
const AvailabilityPage = lazy(() =>
  withWords('calendar', () =>
    withIntakeWords(() => import('./pages/calendar/availability/AvailabilityPage.tsx')),
  ),
);
const PracticePage = lazy(() =>
  withWords('practice', () =>
    withWords('calendar', () => import('./pages/practice/PracticePage.tsx')),
  ),
);
const ConnectionPage = lazy(() =>
  withWords('practice', () => import('./pages/quality/ConnectionPage.tsx')),
);
const CalendarPage = lazy(() =>
  withWords('calendar', () => import('./pages/calendar/CalendarPage.tsx')),
);
const DemoSignIn = lazy(() => import('./pages/DemoSignIn.tsx'));
const DemoMails = lazy(() => import('./pages/DemoMails.tsx'));
const SessionPage = lazy(() =>
  withWords('session', () => import('./pages/session/SessionPage.tsx')),
);

/**
 * `/help` is a static page of its own. Links to `/j` and `/s` load a whole page: only documents loaded there may use the camera
 * (Permissions-Policy). The way from `/j` to `/s` keeps its document and is one of `route`.
 */
const clientSideLinks = /^\/(?!j|s\/|help|api\/)/;

export function App(): JSX.Element {
  return (
    <LocationProvider scope={clientSideLinks}>
      <ErrorBoundary>
        <Router>
          <Route path="/" component={Home} />
          <Route path="/j" component={InvitationFirst} />
          <Route path="/s/:sessionId" component={SessionPage} />
          <Route path="/start" component={IntakePage} />
          <Route path="/p/:psychologistId" component={IntakePage} />
          <Route path="/start/when-online-is-not-enough" component={WhenOnlineIsNotEnough} />
          <Route path="/intake" component={ResumePage} />
          <Route path="/book" component={BookPage} />
          <Route path="/me" component={ClientPage} />
          <Route path="/day" component={Day} />
          <Route path="/sessions/:sessionId/connection" component={ConnectionPage} />
          <Route path="/calendar" component={CalendarPage} />
          <Route path="/availability" component={AvailabilityPage} />
          <Route path="/practice" component={PracticePage} />
          <Route path="/sign-in" component={SignIn} />
          <Route path="/enrol" component={Enrol} />
          <Route path="/recover" component={Recover} />
          <Route path="/account" component={Account} />
          <Route path="/staff" component={Staff} />
          <Route path="/demo/sign-in" component={DemoSignIn} />
          <Route path="/demo/mails" component={DemoMails} />
          <Route default component={NotFound} />
        </Router>
      </ErrorBoundary>
      <Announcer />
    </LocationProvider>
  );
}

function NotFound(): JSX.Element {
  useTitle(t('state.notFoundTitle'));
  return (
    <Page>
      <Failure code="NOT_FOUND" />
    </Page>
  );
}
