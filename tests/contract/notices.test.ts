import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Api } from '../support/Api.ts';
import type { Psychologist } from '../support/fixtures.ts';
import { MailCatcher, textOf } from '../support/MailCatcher.ts';
import { NoticeScene, type Person } from '../support/NoticeScene.ts';
import { useStack } from '../support/useStack.ts';

const catcher = await MailCatcher.start();
// Mails need no media, so this stack has no media server.
const used = useStack({
  demo: false,
  sfu: 0,
  environment: { ...catcher.environment, SFU_URLS: 'http://127.0.0.1:9' },
});
let scene: NoticeScene;

beforeAll(() => {
  scene = new NoticeScene(used.stack);
});
afterAll(async () => {
  await scene?.close();
  await catcher.close();
});

/** 12:00 in Warsaw, on the day its summer time begins. */
const springMorning = Date.parse('2027-03-28T10:00:00Z');
const weekMs = 7 * 24 * 60 * 60_000;

let counter = 0;
/** Another address for each test, so that none waits for another's mails. */
function person(over: Partial<Person> = {}): Person & { email: string } {
  counter += 1;
  return {
    name: `Celina Clientowska${counter}`,
    ...over,
    email: over.email ?? `client${counter}@reader.test`,
  };
}

async function meeting(
  people: readonly Person[],
  options: { startsAt?: number; modality?: 'video' | 'office'; staffEmail?: string } = {},
) {
  const psychologist: Psychologist = await used.fixtures.psychologist('Anna Nowakowska');
  await scene.reachable(psychologist, options.staffEmail ? { email: options.staffEmail } : {});
  const clients: { clientId: string; person: Person }[] = [];
  for (const one of people) {
    clients.push({ clientId: await scene.client(psychologist.practiceId, one), person: one });
  }
  const book = (startsAt: number) =>
    scene.appointment(psychologist, startsAt, clients, options.modality);
  return { psychologist, clients, book, booked: await book(options.startsAt ?? springMorning) };
}

const settled = () =>
  vi.waitFor(async () => expect(await scene.unfinished()).toBe(0), { timeout: 15_000 });

describe('a mail about an appointment', () => {
  it('R2 is in the reader’s language and zone, which is named where it differs', async () => {
    const [abroad, here, home] = [
      person({ zone: 'America/New_York' }),
      person({ language: 'pl', role: 'partner' }),
      person({ language: 'uk', zone: 'Europe/Kyiv', role: 'member' }),
    ];
    const { booked } = await meeting([abroad, here, home]);
    await scene.tell('confirmed', [booked.appointmentId]);
    const [inNewYork] = await catcher.arrived(abroad.email);
    const [inWarsaw] = await catcher.arrived(here.email);
    const [inKyiv] = await catcher.arrived(home.email);
    expect(inNewYork?.subject).toBe('Appointment on Sunday, 28 March, 06:00');
    expect(inNewYork?.text).toContain(
      'Sunday, 28 March 2027, 06:00–06:50, New York (Eastern Daylight Time)',
    );
    expect(inWarsaw?.subject).toBe('Spotkanie: niedziela, 28 marca, 12:00');
    expect(inWarsaw?.text).toContain('Twoje spotkanie jest potwierdzone.');
    expect(inWarsaw?.text).not.toContain('Warsaw');
    expect(inKyiv?.text).toContain('неділя, 28 березня 2027 р., 13:00–13:50');
    expect(inKyiv?.html).toContain('lang="uk"');
  });

  it('R2 names the psychologist and the practice, and nobody else', async () => {
    const [mother, child] = [
      person({ name: 'Barbara Matecka', role: 'parent' }),
      person({ name: 'Zosia Matecka', role: 'child' }),
    ];
    const staffEmail = 'anna.nowakowska@staff.test';
    const { booked } = await meeting([mother, child], { staffEmail });
    await scene.tell('confirmed', [booked.appointmentId]);
    const [toMother] = await catcher.arrived(mother.email);
    const [toChild] = await catcher.arrived(child.email);
    const [toStaff] = await catcher.arrived(staffEmail);
    expect(toMother?.text).toContain('Anna Nowakowska');
    expect(toMother?.text).toContain('Practice under test');
    // Quoted-printable would hide a name from a plain search, so the parts are read too.
    const whole = (mail = toMother) =>
      [
        mail?.subject,
        mail?.text,
        mail?.html,
        mail?.raw,
        ...(mail?.calendars ?? []).map((c) => c.text),
      ]
        .join('\n')
        .toLowerCase();
    for (const mail of [toMother, toChild, toStaff]) {
      expect(whole(mail)).not.toMatch(/barbara|zosia|matecka/);
      expect(mail?.subject).not.toMatch(/psych|therap|care|Nowakowska|practice/i);
    }
    for (const other of [child.email, staffEmail]) expect(whole(toMother)).not.toContain(other);
    expect(toStaff?.text).toContain('an appointment is confirmed in your calendar');
    expect(toStaff?.text).toContain('/calendar');
  });

  it('R2 carries a fresh invitation of the reader’s own, which a scanner’s visit leaves whole', async () => {
    const reader = person();
    const { booked } = await meeting([reader]);
    await scene.tell('confirmed', [booked.appointmentId]);
    const [mail] = await catcher.arrived(reader.email);
    const token = /\/j#([A-Za-z0-9_-]{27})/.exec(mail?.text ?? '')?.[1] ?? '';
    const page = await fetch(`${used.stack.origin()}/j`);
    expect(page.status).toBe(200);
    const opened = await fetch(`${used.stack.origin()}/api/invitations/open`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: used.stack.origin() },
      body: JSON.stringify({ token }),
    });
    expect(opened.status).toBe(200);
    expect(await scene.queued()).not.toContain(token);
  });

  it('R2 says the address of the office and where to cancel, and has no link to join there', async () => {
    const reader = person();
    const { booked } = await meeting([reader], { modality: 'office' });
    await scene.tell('confirmed', [booked.appointmentId]);
    const [mail] = await catcher.arrived(reader.email);
    expect(mail?.text).toContain('Address: ul. Żółta 1, Gdańsk');
    expect(mail?.text).toContain('in time until Saturday, 27 March 2027, 11:00');
    expect(mail?.text).toContain('/me');
    expect(mail?.text).not.toContain('/j#');
    expect(mail?.html).not.toMatch(/<img|<script|<link|src=/);
    expect(textOf(mail?.calendars[0]?.events[0], 'location')).toBe('ul. Żółta 1, Gdańsk');
  });

  it('K4 has a neutral sender and subject, no calendar part and no names for who asked for it', async () => {
    const reader = person({ discreet: true });
    const { booked } = await meeting([reader], { startsAt: Date.now() + 5 * 60_000 });
    await scene.tell('confirmed', [booked.appointmentId]);
    const [mail] = await catcher.arrived(reader.email);
    expect(mail?.from).toBe('post@neutral.test');
    expect(mail?.subject).toBe('A message for you');
    expect(mail?.calendars).toEqual([]);
    expect(mail?.raw).not.toMatch(/Practice under test|Nowakowska/);
  });

  it('R2 leaves out who has no address and who declined, without a fault', async () => {
    const [silent, gone, reader] = [
      { name: 'Nobody Reachable', email: null } as Person,
      person({ role: 'partner' }),
      person({ role: 'member' }),
    ];
    const { booked } = await meeting([silent, gone, reader]);
    await scene.database
      .updateTable('participants')
      .set({ declined_at: new Date() })
      .where('id', '=', booked.participantIds[2] ?? '')
      .execute();
    await scene.tell('confirmed', [booked.appointmentId]);
    await catcher.arrived(reader.email);
    await settled();
    expect(catcher.to(gone.email)).toEqual([]);
  });

  it('R1 goes only if the change was committed', async () => {
    const reader = person();
    const { booked } = await meeting([reader]);
    await scene.tellAndRollBack('cancelled', [booked.appointmentId]);
    await scene.tell('confirmed', [booked.appointmentId]);
    await catcher.arrived(reader.email);
    await settled();
    expect(catcher.to(reader.email)).toHaveLength(1);
  });

  it('R3 goes once, however often its job is made', async () => {
    const reader = person();
    const { booked } = await meeting([reader]);
    for (let time = 0; time < 3; time += 1) await scene.tell('confirmed', [booked.appointmentId]);
    await catcher.arrived(reader.email);
    await settled();
    expect(catcher.to(reader.email)).toHaveLength(1);
  });

  it('R3 is tried again when the mail server is busy, and not when it says never', async () => {
    const [busy, never] = [person(), person({ role: 'partner' })];
    const { booked } = await meeting([busy, never]);
    const asked: string[] = [];
    catcher.refusal = (address) => {
      if (address !== busy.email && address !== never.email) return undefined;
      asked.push(address);
      if (address === never.email) return 550;
      return asked.filter((one) => one === busy.email).length === 1 ? 451 : undefined;
    };
    await scene.tell('confirmed', [booked.appointmentId]);
    await catcher.arrived(busy.email);
    await settled();
    catcher.refusal = undefined;
    expect(asked.filter((one) => one === never.email)).toHaveLength(1);
    expect(catcher.to(never.email)).toEqual([]);
    expect(catcher.to(busy.email)).toHaveLength(1);
  });
});

describe('a booking over the API', () => {
  it('R1 R2 mails a new series to the client, then the move and the cancelling of one', async () => {
    const psychologist = await used.fixtures.psychologist('Anna Nowakowska');
    await scene.reachable(psychologist, { email: 'anna.books@staff.test' });
    const api = new Api(used.stack.origin(), psychologist.cookie);
    const to = 'newcomer@reader.test';
    const { appointments } = await api.call('bookAppointment', {
      psychologistId: psychologist.psychologistId,
      startsAt: springMorning,
      modality: 'audio',
      outsideHours: true,
      repeat: { everyWeeks: 1, count: 3 },
      attendees: [
        {
          role: 'client',
          client: {
            displayName: 'Nela Clientowska',
            email: to,
            language: 'uk',
            zone: 'Europe/Kyiv',
          },
        },
      ],
    });
    const [series] = await catcher.arrived(to);
    expect(series?.text).toContain('Підтверджено 3 Ваші зустрічі.');
    expect(series?.calendars.map(({ method }) => method)).toEqual([
      'REQUEST',
      'REQUEST',
      'REQUEST',
    ]);
    const appointmentId = appointments[1]?.appointmentId ?? '';
    const startsAt = springMorning + weekMs + 24 * 60 * 60_000;
    await api.call('moveAppointment', { appointmentId, startsAt });
    const [, moved] = await catcher.arrived(to, 2);
    expect(moved?.subject).toBe('Новий час зустрічі: понеділок, 5 квітня, 13:00');
    // A series keeps the psychologist's wall time: 12:00 in Warsaw.
    expect(moved?.text).toContain('Дотепер: неділя, 4 квітня 2027 р., 13:00');
    await api.call('cancelAppointment', { appointmentId });
    const [, , cancelled] = await catcher.arrived(to, 3);
    const [request, cancel] = [moved?.calendars[0], cancelled?.calendars[0]];
    expect([request?.method, cancel?.method]).toEqual(['REQUEST', 'CANCEL']);
    expect(textOf(cancel?.events[0], 'uid')).toBe(textOf(request?.events[0], 'uid'));
    expect(Number(textOf(cancel?.events[0], 'sequence'))).toBeGreaterThan(
      Number(textOf(request?.events[0], 'sequence')),
    );
    const toStaff = await catcher.arrived('anna.books@staff.test', 3);
    for (const { subject, text } of toStaff) expect(subject + text).not.toMatch(/Nela|Clientowska/);
  });
});

describe('the calendar part', () => {
  it('R2 is a REQUEST, then one with a higher SEQUENCE, then a CANCEL of the same UID', async () => {
    const reader = person();
    const { booked } = await meeting([reader]);
    const id = booked.appointmentId;
    await scene.tell('confirmed', [id]);
    await catcher.arrived(reader.email);
    await scene.move(id, springMorning + weekMs);
    await scene.tell('moved', [id]);
    await catcher.arrived(reader.email, 2);
    await scene.cancel(id);
    await scene.tell('cancelled', [id]);
    const mails = await catcher.arrived(reader.email, 3);
    const parts = mails.map((mail) => mail.calendars[0]);
    expect(parts.map((part) => part?.method)).toEqual(['REQUEST', 'REQUEST', 'CANCEL']);
    const events = parts.map((part) => part?.events[0]);
    expect(new Set(events.map((one) => textOf(one, 'uid')))).toEqual(new Set([`${id}@127.0.0.1`]));
    expect(events.map((one) => textOf(one, 'sequence'))).toEqual(['0', '1', '2']);
    expect(events.map((one) => textOf(one, 'status'))).toEqual([
      'CONFIRMED',
      'CONFIRMED',
      'CANCELLED',
    ]);
    expect(textOf(events[1], 'dtstart')).toBe('2027-04-04T10:00:00Z');
    expect(textOf(events[0], 'summary')).toBe('Appointment (video)');
    expect(events[0]?.getAllProperties('attendee').map((one) => one.getFirstValue())).toEqual([
      `MAILTO:${reader.email}`,
    ]);
    expect(textOf(events[0], 'organizer')).toBe('mailto:practice@example.test');
    expect(mails[0]?.raw).toMatch(/text\/calendar; charset=utf-8; method=REQUEST/);
    expect(mails[1]?.subject).toBe('Appointment moved to Sunday, 4 April, 12:00');
  });

  it('R2 tells a series in one mail, with an object of its own for each occurrence (RFC 5546)', async () => {
    const reader = person({ language: 'pl' });
    const { book, booked } = await meeting([reader]);
    const ids = [booked.appointmentId];
    for (let week = 1; week < 5; week += 1) {
      ids.push((await book(springMorning + week * weekMs)).appointmentId);
    }
    await scene.tell('confirmed', ids);
    const [mail] = await catcher.arrived(reader.email);
    await settled();
    expect(catcher.to(reader.email)).toHaveLength(1);
    expect(mail?.subject).toBe('5 spotkań, pierwsze: niedziela, 28 marca, 12:00');
    expect(mail?.text).toContain('Twoich 5 spotkań jest potwierdzonych.');
    expect(mail?.text.match(/\/j#/g)).toHaveLength(5);
    expect(mail?.calendars.map(({ method, events }) => [method, events.length])).toEqual(
      ids.map(() => ['REQUEST', 1]),
    );
    expect(mail?.calendars.map(({ events }) => textOf(events[0], 'uid'))).toEqual(
      ids.map((id) => `${id}@127.0.0.1`),
    );
  });

  it('R2 stays away from who wants none', async () => {
    const reader = person({ calendarInvitations: false });
    const { booked } = await meeting([reader]);
    await scene.tell('confirmed', [booked.appointmentId]);
    const [mail] = await catcher.arrived(reader.email);
    expect(mail?.calendars).toEqual([]);
  });
});

describe('a mail with a code', () => {
  it('V1 waits sealed and arrives once', async () => {
    const psychologist = await used.fixtures.psychologist();
    const to = 'code@reader.test';
    await scene.mail({
      practiceId: psychologist.practiceId,
      to,
      language: 'ru',
      discreet: true,
      content: { kind: 'intake-code', code: '413907', resumePath: '/start#abc' },
    });
    const [mail] = await catcher.arrived(to);
    await settled();
    expect(catcher.to(to)).toHaveLength(1);
    expect(mail?.text).toContain('413907');
    expect(mail?.text).toContain(`${used.stack.origin()}/start#abc`);
    expect(mail?.subject).toBe('Сообщение для Вас');
    const queued = await scene.queued();
    expect(queued).not.toContain('413907');
    expect(queued).not.toContain(to);
  });
});

it('X5 V1 no log line and no job holds an address, a name or a code', async () => {
  const secrets = /reader\.test|staff\.test|Clientowska|Matecka|413907/;
  expect(used.stack.output).toContain('A job failed; it is tried again.');
  expect(used.stack.output).not.toMatch(secrets);
  expect(await scene.queued()).not.toMatch(secrets);
});
