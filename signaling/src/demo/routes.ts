import { AppError } from '@gabinet/shared/contracts/errors';
import { type BrowserSessions, browserSessionLifetimeMs } from '../accounts/BrowserSessions.ts';
import type { Database } from '../database/Database.ts';
import { setSessionCookie } from '../transport/cookies.ts';
import { isLoopbackName } from '../transport/origins.ts';
import { type Caller, type RouteParts, route } from '../transport/route.ts';
import type { DemoPractice } from './DemoPractice.ts';

/** Mounts the demo; without a demo its routes answer that there is nothing. */
export function mountDemo(
  parts: RouteParts,
  demo: DemoPractice | undefined,
  database: Database,
  browserSessions: BrowserSessions,
): void {
  const onLoopback = (caller: Caller): DemoPractice => {
    // A name that was rebound to this machine arrives from loopback too, so both must be ours.
    const here = isLoopback(caller.address) && isLoopbackName(caller.response.req.hostname);
    if (demo === undefined || !here) throw new AppError('NOT_FOUND');
    return demo;
  };

  route(parts, 'demoSignIn', async ({ token }, caller) => {
    const practice = onLoopback(caller);
    if (!practice.isSignInToken(token)) throw new AppError('INVITATION_INVALID');
    const signedIn = await browserSessions.signIn(caller.browserSession, {
      staffId: await practice.staffId(),
      passkeyId: null,
      userAgent: caller.userAgent,
    });
    setSessionCookie(caller.response, signedIn.token, {
      secure: parts.secure,
      maxAgeMs: browserSessionLifetimeMs,
    });
    return {};
  });

  route(parts, 'demoMails', async (_input, caller) => {
    onLoopback(caller);
    const rows = await database
      .selectFrom('mails')
      .selectAll()
      .orderBy('created_at', 'desc')
      .limit(50)
      .execute();
    return {
      mails: rows.map((row) => ({
        mailId: row.id,
        to: row.recipient,
        subject: row.subject,
        text: row.body_text,
        html: row.body_html !== null,
        calendarMethod: row.calendar_method,
        at: row.created_at.getTime(),
      })),
    };
  });
}

function isLoopback(address: string): boolean {
  return address === '::1' || /^(::ffff:)?127\./.test(address);
}
