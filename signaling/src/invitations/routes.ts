import { AppError } from '@gabinet/shared/contracts/errors';
import { type BrowserSessions, browserSessionLifetimeMs } from '../accounts/BrowserSessions.ts';
import { setSessionCookie } from '../transport/cookies.ts';
import { type RouteParts, route } from '../transport/route.ts';
import type { EntryService } from './EntryService.ts';

/** Mounts the ways into a session. */
export function mountEntries(
  parts: RouteParts,
  entries: EntryService,
  browserSessions: BrowserSessions,
): void {
  route(parts, 'openInvitation', async ({ token, moveHere }, caller) => {
    const browser = async () => {
      if (caller.browserSession) return caller.browserSession;
      const made = await browserSessions.create();
      setSessionCookie(caller.response, made.token, {
        secure: parts.secure,
        maxAgeMs: browserSessionLifetimeMs,
      });
      return made.browserSession;
    };
    return entries.byInvitation(token, browser, moveHere);
  });

  route(parts, 'enterSession', async ({ sessionId, moveHere }, { browserSession }) => {
    if (browserSession === undefined) throw new AppError('SIGN_IN_REQUIRED');
    return entries.byCookie(browserSession, sessionId, moveHere);
  });

  route(parts, 'startSession', async ({ sessionId, moveHere }, { browserSession }) => {
    if (browserSession === undefined) throw new AppError('SIGN_IN_REQUIRED');
    return entries.asPsychologist(browserSession, sessionId, moveHere);
  });
}
