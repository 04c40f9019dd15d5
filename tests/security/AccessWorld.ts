import { randomBytes, randomUUID } from 'node:crypto';
import { Api } from '../support/Api.ts';
import type { ClockedApp } from '../support/ClockedApp.ts';
import {
  client,
  clientCookie,
  colleague,
  keepSignedIn,
  openCalendar,
  staff,
} from '../support/practice.ts';

/** Who asks. All but the last are of the practice whose object is asked for. */
export const roles = [
  'anyone',
  'seated',
  'client',
  'otherClient',
  'psychologist',
  'otherPsychologist',
  'coordinator',
  'owner',
  'foreignOwner',
] as const;
export type Role = (typeof roles)[number];

const ids = [
  'practiceId',
  'psychologistId',
  'appointmentId',
  'participantId',
  'clientId',
  'staffId',
  'browserId',
  'passkeyId',
  'invitationId',
  'callId',
  'calendarId',
] as const;
type Ids = Readonly<Record<(typeof ids)[number], string>>;

/** One practice with one of every object, and a cookie for every role. */
export class AccessWorld {
  readonly ids: Ids;
  /** A start time two days ahead, inside open hours. */
  readonly startsAt: number;
  readonly #origin: string;
  readonly #cookies: ReadonlyMap<Role, string | undefined>;

  private constructor(parts: {
    ids: Ids;
    startsAt: number;
    origin: string;
    cookies: ReadonlyMap<Role, string | undefined>;
  }) {
    this.ids = parts.ids;
    this.startsAt = parts.startsAt;
    this.#origin = parts.origin;
    this.#cookies = parts.cookies;
  }

  static async create(clocked: ClockedApp): Promise<AccessWorld> {
    const { fixtures } = clocked;
    const { practiceId } = await fixtures.psychologist('Founder');
    const foreign = await fixtures.psychologist('Foreign');
    const psychologist = await colleague(fixtures, practiceId, 'Anna');
    const other = await colleague(fixtures, practiceId, 'Barbara');
    const owner = await staff(fixtures, practiceId, { isOwner: true, displayName: 'Olga' });
    const coordinator = await staff(fixtures, practiceId, { isCoordinator: true });
    await openCalendar(fixtures, psychologist);
    const made = await fixtures.appointment({ psychologist, startsInMinutes: 2 * 24 * 60 });
    const { client_id } = await clocked.database
      .selectFrom('participants')
      .select('client_id')
      .where('id', '=', made.clientParticipantId)
      .executeTakeFirstOrThrow();
    const clientId = client_id ?? '';
    const stranger = await client(fixtures, practiceId, 'Somebody else');
    const seated = clocked.api();
    await seated.call('openInvitation', { token: made.token });
    const known = {
      practiceId,
      psychologistId: psychologist.psychologistId,
      appointmentId: made.sessionId,
      participantId: made.clientParticipantId,
      clientId,
      staffId: psychologist.staffId,
    };
    const cookies = new Map<Role, string | undefined>([
      ['anyone', undefined],
      ['seated', seated.cookie],
      ['client', await clientCookie(fixtures, clientId)],
      ['otherClient', await clientCookie(fixtures, stranger)],
      ['psychologist', psychologist.cookie],
      ['otherPsychologist', other.cookie],
      ['coordinator', coordinator.cookie],
      ['owner', owner.cookie],
      ['foreignOwner', foreign.cookie],
    ]);
    const rows = await insertObjects(clocked, known);
    await keepSignedIn(fixtures);
    const startsAt = Temporal.Instant.fromEpochMilliseconds(clocked.now)
      .toZonedDateTimeISO('Europe/Warsaw')
      .add({ days: 4 })
      .withPlainTime('10:00').epochMilliseconds;
    return new AccessWorld({
      ids: { ...known, ...rows },
      startsAt,
      origin: clocked.origin,
      cookies,
    });
  }

  /** The page of somebody in that role. */
  api(role: Role): Api {
    return new Api(this.#origin, this.#cookies.get(role));
  }

  /** The same people, asking for objects that are nowhere. */
  elsewhere(): AccessWorld {
    const nowhere = Object.fromEntries(ids.map((name) => [name, randomUUID()])) as Ids;
    return new AccessWorld({
      ids: nowhere,
      startsAt: this.startsAt,
      origin: this.#origin,
      cookies: this.#cookies,
    });
  }
}

/** One of everything else that can be asked for, of the practice or its psychologist. */
async function insertObjects(
  clocked: ClockedApp,
  of: { practiceId: string; psychologistId: string; staffId: string },
) {
  const { fixtures } = clocked;
  const made = {
    browserId: randomUUID(),
    passkeyId: randomUUID(),
    invitationId: randomUUID(),
    callId: randomUUID(),
    calendarId: randomUUID(),
  };
  const now = new Date(clocked.now);
  const later = new Date(clocked.now + 60 * 60_000);
  await fixtures.change(
    'INSERT INTO browser_sessions (id, token_hash, staff_id, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)',
    [made.browserId, randomBytes(32), of.staffId, now, later],
  );
  for (const id of [made.passkeyId, randomUUID()]) {
    await fixtures.change(
      `INSERT INTO passkeys (id, staff_id, credential_id, public_key, counter, name, created_at)
       VALUES ($1, $2, $3, $4, 0, 'Telephone', $5)`,
      [id, of.staffId, randomUUID(), randomBytes(8), now],
    );
  }
  await fixtures.change(
    `INSERT INTO staff_invitations (id, practice_id, token_hash, role, language, created_at, expires_at)
     VALUES ($1, $2, $3, 'coordinator', 'en', $4, $5)`,
    [made.invitationId, of.practiceId, randomBytes(32), now, later],
  );
  const keyId = randomUUID();
  await fixtures.change(
    `INSERT INTO vault_keys (id, practice_id, master_key_id, created_at) VALUES ($1, $2, 'test', $3)`,
    [keyId, of.practiceId, now],
  );
  const intakeId = randomUUID();
  await fixtures.change(
    `INSERT INTO intakes (id, practice_id, vault_key_id, language, zone, created_at, expires_at)
     VALUES ($1, $2, $3, 'en', 'Europe/Warsaw', $4, $5)`,
    [intakeId, of.practiceId, keyId, now, later],
  );
  await fixtures.change(
    `INSERT INTO duty_calls (id, practice_id, intake_id, answer, at) VALUES ($1, $2, $3, 'no', $4)`,
    [made.callId, of.practiceId, intakeId, now],
  );
  await fixtures.change(
    `INSERT INTO external_calendars (id, psychologist_id, name, url_sealed, next_fetch_at)
     VALUES ($1, $2, 'Private', '\\x00', $3)`,
    [made.calendarId, of.psychologistId, later],
  );
  return made;
}
