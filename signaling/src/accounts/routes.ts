import { clearSessionCookie } from '../transport/cookies.ts';
import { type RouteParts, route } from '../transport/route.ts';
import type { BrowserSessions } from './BrowserSessions.ts';

/** Mounts what concerns the browser's own session. */
export function mountAccounts(parts: RouteParts, browserSessions: BrowserSessions): void {
  route(parts, 'signOut', async (_input, { browserSession, response }) => {
    if (browserSession) await browserSessions.end(browserSession);
    clearSessionCookie(response, parts.secure);
    return {};
  });
}
