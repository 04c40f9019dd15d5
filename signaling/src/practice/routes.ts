import type { Database } from '../database/Database.ts';
import { type RouteParts, route } from '../transport/route.ts';

/** Mounts the practice's public face. */
export function mountPractice(parts: RouteParts, database: Database, demo: boolean): void {
  route(parts, 'practice', async () => {
    const row = await database
      .selectFrom('practices')
      .select(['name', 'language'])
      .orderBy('created_at')
      .limit(1)
      .executeTakeFirst();
    return { name: row?.name ?? 'Gabinet', language: row?.language ?? 'pl', demo };
  });
}
