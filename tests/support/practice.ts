import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Policy, WeeklyWindow } from '@gabinet/shared/contracts/availability';
import type { AppointmentModality } from '@gabinet/shared/contracts/words';
import type { Fixtures, Psychologist } from './fixtures.ts';

/** Rows around scheduling: open hours, colleagues, clients and who is signed in where. */

/** Far enough for tests whose clock stands in another year. */
const farFuture = new Date('2100-01-01T00:00:00Z');

/** Every day from 08:00 to 20:00, no notice, a long horizon; a test names what it needs otherwise. */
export async function openCalendar(
  fixtures: Fixtures,
  psychologist: { readonly psychologistId: string; readonly practiceId: string },
  options: {
    readonly rules?: readonly WeeklyWindow[];
    readonly policy?: Partial<Policy>;
    readonly modalities?: readonly AppointmentModality[];
    readonly holidaysClosed?: boolean;
  } = {},
): Promise<void> {
  const { psychologistId, practiceId } = psychologist;
  const rules: readonly WeeklyWindow[] =
    options.rules ??
    [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, start: '08:00', end: '20:00' }));
  for (const rule of rules) {
    await fixtures.change(
      `INSERT INTO availability_rules (psychologist_id, weekday, start_time, end_time, modalities)
       VALUES ($1, $2, $3, $4, $5)`,
      [psychologistId, rule.weekday, rule.start, rule.end, rule.modalities ?? null],
    );
  }
  await fixtures.change(
    `UPDATE psychologists SET policy = $2, modalities = $3, holidays_closed = $4 WHERE id = $1`,
    [
      psychologistId,
      JSON.stringify({ noticeMinutes: 0, horizonDays: 730, ...options.policy }),
      options.modalities ?? ['video', 'audio', 'chat', 'office'],
      options.holidaysClosed ?? false,
    ],
  );
  await fixtures.change('UPDATE practices SET address = $2 WHERE id = $1', [
    practiceId,
    'ul. Lipowa 12, Gdańsk',
  ]);
}

/** The practice that the service itself has made at its first start: the one that the public sees. */
export async function firstPractice(fixtures: Fixtures): Promise<string> {
  const [row] = await fixtures.rows<{ id: string }>(
    'SELECT id FROM practices ORDER BY created_at LIMIT 1',
  );
  if (!row) throw new Error('The service has made no practice.');
  return row.id;
}

/** Another psychologist of a practice, signed in, who owns nothing. */
export async function colleague(
  fixtures: Fixtures,
  practiceId: string,
  displayName = 'Barbara Druga',
): Promise<Psychologist> {
  const psychologistId = randomUUID();
  await fixtures.change(
    `INSERT INTO psychologists (id, practice_id, display_name, language, zone, created_at)
     VALUES ($1, $2, $3, 'en', 'Europe/Warsaw', now())`,
    [psychologistId, practiceId, displayName],
  );
  const { staffId, cookie } = await staff(fixtures, practiceId, { psychologistId, displayName });
  return { psychologistId, practiceId, staffId, displayName, cookie };
}

/** A member of the staff, signed in. */
export async function staff(
  fixtures: Fixtures,
  practiceId: string,
  options: {
    readonly isOwner?: boolean;
    readonly isCoordinator?: boolean;
    readonly psychologistId?: string;
    readonly displayName?: string;
  },
): Promise<{ staffId: string; cookie: string }> {
  const staffId = randomUUID();
  await fixtures.change(
    `INSERT INTO staff (id, practice_id, display_name, language, is_owner, is_coordinator,
       psychologist_id, created_at) VALUES ($1, $2, $3, 'en', $4, $5, $6, now())`,
    [
      staffId,
      practiceId,
      options.displayName ?? 'Celina Koordynatorka',
      options.isOwner ?? false,
      options.isCoordinator ?? false,
      options.psychologistId ?? null,
    ],
  );
  const cookie = randomBytes(32).toString('base64url');
  await fixtures.change(
    `INSERT INTO browser_sessions (token_hash, staff_id, created_at, signed_in_at, last_seen_at, expires_at)
     VALUES ($1, $2, now(), $3, $3, $3)`,
    [hash(cookie), staffId, farFuture],
  );
  return { staffId, cookie };
}

/** A client of a practice, without an appointment. */
export async function client(
  fixtures: Fixtures,
  practiceId: string,
  displayName = 'Klara Klientka',
): Promise<string> {
  const clientId = randomUUID();
  await fixtures.change(
    `INSERT INTO clients (id, practice_id, display_name, language, zone, created_at)
     VALUES ($1, $2, $3, 'en', 'Europe/Warsaw', now())`,
    [clientId, practiceId, displayName],
  );
  return clientId;
}

/** The cookie of a browser in which a client has typed their mailed code (rule A6). */
export async function clientCookie(fixtures: Fixtures, clientId: string): Promise<string> {
  const cookie = randomBytes(32).toString('base64url');
  await fixtures.change(
    `INSERT INTO browser_sessions (token_hash, client_id, client_until, created_at, expires_at)
     VALUES ($1, $2, $3, now(), $3)`,
    [hash(cookie), clientId, farFuture],
  );
  return cookie;
}

/** Sign-ins of fixtures outlive the clock of a test that stands in another year. */
export async function keepSignedIn(fixtures: Fixtures): Promise<void> {
  await fixtures.change(
    'UPDATE browser_sessions SET expires_at = $1, signed_in_at = $1, last_seen_at = $1',
    [farFuture],
  );
}

/** A zone in which it is between twelve and one o'clock now: what is soon is today. */
export function middayZone(): string {
  const behind = new Date().getUTCHours() - 12;
  // The names of these zones count westwards.
  return `Etc/GMT${behind < 0 ? '' : '+'}${behind}`;
}

function hash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
