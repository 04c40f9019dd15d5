import { AppError } from '@gabinet/shared/contracts/errors';
import { id } from '@gabinet/shared/contracts/words';
import { clientOf } from '../accounts/access.ts';
import type { BrowserSessions } from '../accounts/BrowserSessions.ts';
import type { EntryService } from '../invitations/EntryService.ts';
import { addressOf, readSessionCookie, setSessionCookie } from '../transport/cookies.ts';
import { answerError, type RouteParts, route } from '../transport/route.ts';
import type { ClientPageService } from './ClientPageService.ts';
import type { ClientSignIn } from './ClientSignIn.ts';

/** Mounts the client's own page (rule A6). */
export function mountClientPage(
  parts: RouteParts,
  services: { signIn: ClientSignIn; pages: ClientPageService; entries: EntryService },
  browserSessions: BrowserSessions,
): void {
  const { signIn, pages, entries } = services;

  route(parts, 'requestClientCode', async ({ email }) => {
    await signIn.requestCode(email);
    return {};
  });
  route(parts, 'verifyClient', async ({ email, code }, caller) => {
    const browser = async () =>
      caller.browserSession ?? (await browserSessions.create()).browserSession;
    const { token, lifetimeMs } = await signIn.verify(browser, email, code);
    setSessionCookie(caller.response, token, { secure: parts.secure, maxAgeMs: lifetimeMs });
    return {};
  });
  route(parts, 'clientPage', (_input, { browserSession }) => pages.page(clientOf(browserSession)));
  route(parts, 'clientBook', (input, { browserSession, idempotencyKey }) =>
    pages.book(clientOf(browserSession), input, idempotencyKey),
  );
  route(parts, 'clientMove', (input, { browserSession }) =>
    pages.move(clientOf(browserSession), input),
  );
  route(parts, 'clientCancel', ({ appointmentId }, { browserSession }) =>
    pages.cancel(clientOf(browserSession), appointmentId),
  );
  route(parts, 'clientModality', (input, { browserSession }) =>
    pages.changeModality(clientOf(browserSession), input),
  );
  route(parts, 'clientDecline', async ({ appointmentId }, { browserSession }) => {
    await pages.decline(clientOf(browserSession), appointmentId);
    return {};
  });
  route(parts, 'clientJoin', async ({ appointmentId, moveHere }, { browserSession }) => {
    const clientId = clientOf(browserSession);
    if (browserSession === undefined) throw new AppError('SIGN_IN_REQUIRED');
    return entries.asClient(browserSession, clientId, appointmentId, moveHere);
  });

  // A file and no message of the API: a browser saves it, or opens it in the calendar.
  parts.router.get(
    '/api/client/appointments/:appointmentId/calendar.ics',
    async (request, response) => {
      response.setHeader('Cache-Control', 'no-store');
      try {
        await parts.limits.take('request', addressOf(request));
        const cookie = readSessionCookie(request.headers.cookie, parts.secure);
        const clientId = clientOf(
          cookie === undefined ? undefined : await browserSessions.find(cookie),
        );
        const appointmentId = id.parse(request.params.appointmentId);
        const text = await pages.calendarFile(clientId, appointmentId);
        response.attachment('calendar.ics').type('text/calendar; charset=utf-8').send(text);
      } catch (thrown) {
        answerError(response, thrown, parts.log, 'clientCalendar');
      }
    },
  );
}
