import { staffOf } from '../accounts/access.ts';
import { type BrowserSessions, browserSessionLifetimeMs } from '../accounts/BrowserSessions.ts';
import { setSessionCookie } from '../transport/cookies.ts';
import { type Caller, type RouteParts, route } from '../transport/route.ts';
import type { Intake } from './createIntake.ts';

/** Mounts the way from "I need help" to a confirmed appointment. */
export function mountIntake(
  parts: RouteParts,
  { intakes, confirmation, rights }: Intake,
  browserSessions: BrowserSessions,
): void {
  /** The caller's browser; a new one gets its cookie with the answer. */
  const browserOf = async (caller: Caller) => {
    if (caller.browserSession) return caller.browserSession;
    const made = await browserSessions.create();
    setSessionCookie(caller.response, made.token, {
      secure: parts.secure,
      maxAgeMs: browserSessionLifetimeMs,
    });
    return made.browserSession;
  };

  route(parts, 'intake', async (_input, { browserSession }) =>
    intakes.view(await intakes.of(browserSession)),
  );
  route(parts, 'startIntake', async (input, caller) =>
    intakes.start(await browserOf(caller), input),
  );
  route(parts, 'saveIntake', (input, { browserSession }) => intakes.save(browserSession, input));
  route(parts, 'holdOpening', (input, { browserSession }) => intakes.hold(browserSession, input));
  route(parts, 'releaseHold', async (_input, { browserSession }) => {
    await intakes.release(browserSession);
    return {};
  });
  route(parts, 'sendIntakeCode', (_input, { browserSession }) =>
    confirmation.sendCode(browserSession),
  );
  route(parts, 'confirmIntake', (input, { browserSession }) =>
    confirmation.confirm(browserSession, input),
  );
  route(parts, 'resumeIntake', ({ token }, caller) =>
    confirmation.resume(() => browserOf(caller), token),
  );
  route(parts, 'forgetIntake', async (_input, { browserSession }) => {
    await intakes.forget(browserSession);
    return {};
  });
  route(parts, 'inviteToBook', async (input, { browserSession }) => {
    await rights.invite(staffOf(browserSession), input);
    return {};
  });
}
