import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api } from '../support/Api.ts';
import { inDays } from '../support/Applicant.ts';
import { NoticeScene } from '../support/NoticeScene.ts';
import { useIntakeStack } from '../support/useIntakeStack.ts';

/** Mails about who takes part in an appointment that itself stays as it is. */
const stack = await useIntakeStack();
const { used, catcher } = stack;
let scene: NoticeScene;

beforeAll(() => {
  scene = new NoticeScene(used.stack);
});
afterAll(() => scene?.close());

describe('a mail about who takes part', () => {
  it('R1 B12 B13 tells its holder and the psychologist when it is given and when it is given back', async () => {
    const psychologist = await stack.psychologist();
    const staffEmail = 'anna.groups@staff.test';
    await scene.reachable(psychologist, { email: staffEmail });
    const api = new Api(used.stack.origin(), psychologist.cookie);
    const common = { language: 'en', zone: 'Europe/Warsaw' } as const;
    const first = { ...common, displayName: 'Irena Clientowska', email: 'irena@reader.test' };
    const second = {
      ...common,
      displayName: 'Celina Clientowska',
      email: 'celina@reader.test',
      language: 'pl' as const,
    };
    const { appointments } = await api.call('bookAppointment', {
      psychologistId: psychologist.psychologistId,
      startsAt: inDays(3),
      modality: 'video',
      attendees: [],
      seats: 4,
    });
    const appointmentId = appointments[0]?.appointmentId ?? '';
    await catcher.arrived(staffEmail, 1);
    const seats: string[] = [];
    for (const client of [first, second]) {
      const { appointment } = await api.call('addMember', { appointmentId, client });
      const known = appointment.people.find((one) => one.displayName === client.displayName);
      seats.push(known?.participantId ?? '');
    }
    const [given] = await catcher.arrived(first.email);
    expect(given?.text).toContain('you have a seat in this appointment.');
    expect(given?.text).toContain('/j#');
    expect(given?.calendars.map((one) => one.method)).toEqual(['REQUEST']);
    await catcher.arrived(staffEmail, 3);
    // Two at once: each has a sequence of its own, so neither mail is taken for the other.
    for (const participantId of seats)
      await api.call('removeMember', { appointmentId, participantId });
    const [, left] = await catcher.arrived(first.email, 2);
    expect(left?.text).toContain('you do not take part in this appointment any more.');
    expect(left?.text).not.toContain('/j#');
    expect(left?.calendars.map((one) => one.method)).toEqual(['CANCEL']);
    const [, gone] = await catcher.arrived(second.email, 2);
    expect(gone?.text).toContain('nie bierzesz już udziału w tym spotkaniu.');
    const toStaff = await catcher.arrived(staffEmail, 5);
    const texts = toStaff.slice(1).map((mail) => mail.text);
    const saying = (words: string) => texts.filter((text) => text.includes(words)).length;
    expect(saying('a seat in one of your appointments was given.')).toBe(2);
    expect(saying('somebody will not come to an appointment. It stays in your calendar.')).toBe(2);
    for (const { subject, text, html, calendars } of toStaff.slice(1)) {
      expect(text).toContain('/calendar');
      expect(subject + text + html).not.toMatch(/Irena|Clientowska/);
      expect(calendars).toEqual([]);
    }
  });

  it('R1 B12 tells the psychologist that somebody will not come, without a name', async () => {
    const psychologist = await stack.psychologist();
    const staffEmail = 'anna.declined@staff.test';
    await scene.reachable(psychologist, { email: staffEmail, language: 'uk' });
    const person = stack.applicant();
    const { confirmed } = await person.book(psychologist.psychologistId, inDays(3));
    const appointmentId = confirmed?.appointmentIds[0] ?? '';
    await catcher.arrived(staffEmail, 1);
    await person.api.call('requestClientCode', { email: person.email });
    const { code } = await person.readCode();
    await person.api.call('verifyClient', { email: person.email, code });
    await person.api.call('clientDecline', { appointmentId });
    const [, toStaff] = await catcher.arrived(staffEmail, 2);
    expect(toStaff?.subject).toMatch(/^Зміна учасників: зустріч /);
    expect(toStaff?.text).toContain('Хтось не прийде на зустріч.');
    expect(toStaff?.text).toContain('/calendar');
    expect(`${toStaff?.subject}${toStaff?.text}${toStaff?.html}`).not.toMatch(/Adam|Pytający/);
    const own = async (): Promise<string> => {
      const text = await person.nextMail();
      return text.includes('you do not take part in this appointment any more.') ? text : own();
    };
    expect(await own()).not.toContain('/j#');
  });
});
