import type { JSX } from 'preact';
import { ErrorBoundary, LocationProvider, lazy, Route, Router } from 'preact-iso';
import { t } from './i18n/text.ts';
import { Failure } from './pages/Failure.tsx';
import InvitationFirst from './pages/InvitationFirst.tsx';
import { Page } from './ui/TopLine.tsx';
import { Announcer, useTitle } from './ui/words.tsx';

const Home = lazy(() => import('./pages/Home.tsx'));
const Day = lazy(() => import('./pages/day/Day.tsx'));
const DemoSignIn = lazy(() => import('./pages/DemoSignIn.tsx'));
const DemoMails = lazy(() => import('./pages/DemoMails.tsx'));
const SessionPage = lazy(() => import('./pages/session/SessionPage.tsx'));

/**
 * `/help` is a static page of its own. Links to `/j` and `/s` load a whole page: only documents loaded there may use the camera
 * (Permissions-Policy). The way from `/j` to `/s` keeps its document and is one of `route`.
 */
const clientSideLinks = /^\/(?!j|s\/|help)/;

export function App(): JSX.Element {
  return (
    <LocationProvider scope={clientSideLinks}>
      <ErrorBoundary>
        <Router>
          <Route path="/" component={Home} />
          <Route path="/j" component={InvitationFirst} />
          <Route path="/s/:sessionId" component={SessionPage} />
          <Route path="/day" component={Day} />
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
