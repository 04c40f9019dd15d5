import { AppError } from '@gabinet/shared/contracts/errors';
import { staffOf } from '../accounts/access.ts';
import type { Tickets } from '../accounts/Tickets.ts';
import { type RouteParts, route } from '../transport/route.ts';
import type { DayService } from './DayService.ts';

/** Mounts the psychologist's day, and the ticket for the pages of staff. */
export function mountDay(parts: RouteParts, days: DayService, tickets: Tickets): void {
  route(parts, 'day', (_input, { browserSession }) => days.today(browserSession));
  route(parts, 'nextWaiting', ({ sessionId }, { browserSession }) =>
    days.nextWaiting(browserSession, sessionId),
  );
  route(parts, 'dayTicket', async (_input, { browserSession }) => {
    const { psychologistId, practiceId, isOwner, isCoordinator } = staffOf(browserSession);
    if (browserSession === undefined) throw new AppError('SIGN_IN_REQUIRED');
    const { browserSessionId } = browserSession;
    const wholePractice = isOwner || isCoordinator;
    const claims = { psychologistId, practiceId, wholePractice, browserSessionId };
    return { ticket: tickets.issue({ kind: 'day', ...claims }) };
  });
}
