import type { Database } from '../database/Database.ts';
import { type RouteParts, route } from '../transport/route.ts';

/** Mounts the practice's public face. */
export function mountPractice(parts: RouteParts, database: Database, demo: boolean): void {
  route(parts, 'practice', async () => {
    const row = await database
      .selectFrom('practices')
      .selectAll()
      .orderBy('created_at')
      .limit(1)
      .executeTakeFirst();
    const owner = await database
      .selectFrom('staff')
      .select('id')
      .where('deactivated_at', 'is', null)
      .limit(1)
      .executeTakeFirst();
    return {
      name: row?.name ?? 'Gabinet',
      language: row?.language ?? 'pl',
      zone: row?.zone ?? 'Europe/Warsaw',
      country: row?.country ?? 'PL',
      address: row?.address ?? null,
      phone: row?.phone ?? null,
      duty: {
        staffed: row?.duty_staffed ?? false,
        callWithinMinutes: row?.duty_call_within_minutes ?? null,
      },
      letterReplyDays: row?.letter_reply_days ?? null,
      demo,
      staffed: owner !== undefined,
    };
  });
}
