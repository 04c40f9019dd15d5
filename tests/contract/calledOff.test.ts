import { describe, expect, test } from 'vitest';
import { Api } from '../support/Api.ts';
import { inDays } from '../support/Applicant.ts';
import { clientAtDoor, psychologistAtDoor } from '../support/encounter.ts';
import { PageSocket } from '../support/PageSocket.ts';
import { useIntakeStack } from '../support/useIntakeStack.ts';

/** Pages that are at the door of an appointment when it is called off or moved away. */
const stack = await useIntakeStack();
const { used } = stack;

async function atDoor() {
  const psychologist = await used.fixtures.psychologist();
  const appointment = await used.fixtures.appointment({ psychologist, startsInMinutes: 5 });
  const client = await clientAtDoor(used, appointment);
  const api = new Api(used.stack.origin(), psychologist.cookie);
  return { psychologist, appointment, client, api };
}

describe('an appointment that is called off', () => {
  test('B11 S2 is told to the waiting room, whose door and links then say so', async () => {
    const { psychologist, appointment, client, api } = await atDoor();
    const { sessionId, clientParticipantId } = appointment;
    await client.socket.join(client.entry);
    const host = await psychologistAtDoor(used, psychologist, appointment);
    await api.call('cancelAppointment', { appointmentId: sessionId });
    await client.socket.notice('session:cancelled');
    await client.socket.closed();
    await host.socket.notice('session:cancelled');
    const again = await client.api.refusal('enterSession', { sessionId });
    expect(again).toMatchObject({ status: 409, code: 'APPOINTMENT_OVER' });
    const link = await new Api(used.stack.origin()).refusal('openInvitation', {
      token: appointment.token,
    });
    expect(link).toMatchObject({ status: 409, code: 'APPOINTMENT_OVER' });
    // Nobody is left as waiting: a sweep would look for them without end.
    expect(
      await used.fixtures.rows('SELECT presence, connected FROM participants WHERE id = $1', [
        clientParticipantId,
      ]),
    ).toEqual([{ presence: 'invited', connected: false }]);
  });

  test('B11 is told to who is still checking devices', async () => {
    const { appointment, client, api } = await atDoor();
    await api.call('cancelAppointment', { appointmentId: appointment.sessionId });
    await client.socket.notice('session:cancelled');
    await client.socket.closed();
  });

  test('B12 is told to the one who declined, and to nobody who comes', async () => {
    const psychologist = await stack.psychologist();
    const person = stack.applicant();
    const { confirmed } = await person.book(psychologist.psychologistId, inDays(3));
    const appointmentId = confirmed?.appointmentIds[0] ?? '';
    await person.api.call('requestClientCode', { email: person.email });
    const { code } = await person.readCode();
    await person.api.call('verifyClient', { email: person.email, code });
    const entry = await person.api.call('clientJoin', { appointmentId });
    const page = await PageSocket.open(used.stack.origin(), entry.ticket);
    const host = await new Api(used.stack.origin(), psychologist.cookie).call('startSession', {
      sessionId: appointmentId,
    });
    const desk = await PageSocket.open(used.stack.origin(), host.ticket);
    await person.api.call('clientDecline', { appointmentId });
    await page.notice('session:cancelled');
    await page.closed();
    await desk.notice('session:changed');
    expect(desk.socket.connected).toBe(true);
    const again = await person.api.refusal('enterSession', { sessionId: appointmentId });
    expect(again.code).toBe('APPOINTMENT_OVER');
    desk.close();
  });

  test('B10 a time moved away closes the door again, and the page says the new one', async () => {
    const { appointment, client, api } = await atDoor();
    await client.socket.join(client.entry);
    const startsAt = inDays(4);
    await api.call('moveAppointment', {
      appointmentId: appointment.sessionId,
      startsAt,
      outsideHours: true,
    });
    const view = await client.socket.notice('session:changed', (one) => one.startsAt === startsAt);
    expect(view.phase).toBe('scheduled');
    expect(client.socket.socket.connected).toBe(true);
    client.socket.close();
  });
});
