import type { Tickets } from '../accounts/Tickets.ts';
import { type RouteParts, route } from '../transport/route.ts';
import type { DayService } from './DayService.ts';

/** Mounts the psychologist's day. */
export function mountDay(parts: RouteParts, days: DayService, tickets: Tickets): void {
  route(parts, 'day', (_input, { browserSession }) => days.today(browserSession));
  route(parts, 'dayTicket', async (_input, { browserSession }) => ({
    ticket: tickets.issue({ kind: 'day', ...(await days.identity(browserSession)) }),
  }));
}
