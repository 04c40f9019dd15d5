import { randomUUID } from 'node:crypto';
import type { SessionView } from '@gabinet/shared/contracts/session';
import type { Modality } from '@gabinet/shared/contracts/words';
import { describe, expect, test } from 'vitest';
import { type Conversation, conversation, oneMore } from '../support/conversation.ts';
import { clientAtDoor, type Person } from '../support/encounter.ts';
import { useStack } from '../support/useStack.ts';

const used = useStack();

/** One more person in it, admitted. */
async function third(made: Conversation): Promise<Person & { participantId: string }> {
  const person = await oneMore(used, made);
  const { participantId } = person;
  await made.host.socket.call('session:admit', { participantId });
  return person;
}

function leave(...people: Person[]): void {
  for (const { socket } of people) socket.close();
}

const changed = (person: Person, accept: (view: SessionView) => boolean) =>
  person.socket.notice('session:changed', accept);

interface Row {
  kind: string;
  participant_id: string | null;
  detail: unknown;
}

/** What the timeline says of forms, in order. */
async function timeline(sessionId: string): Promise<Row[]> {
  return used.fixtures.rows<Row>(
    `SELECT kind, participant_id, detail FROM session_events
     WHERE session_id = $1 AND kind IN ('ceiling-raised', 'ceiling-lowered', 'modality-changed',
       'proposed', 'accepted', 'declined', 'withdrawn')
     ORDER BY version, position`,
    [sessionId],
  );
}

const event = (kind: string, participant_id: string | null, modality: Modality): Row => ({
  kind,
  participant_id,
  detail: { modality },
});

describe('ceilings', () => {
  test('S11 lowering and raising again: both sides see it, each is an event, and repeating is none', async () => {
    const room = await conversation(used);
    const { appointment, client, host } = room;
    const id = appointment.clientParticipantId;
    await client.socket.call('session:set-ceiling', { ceiling: 'audio' });
    await client.socket.call('session:set-ceiling', { ceiling: 'audio' });
    const seen = await changed(host, (view) => view.others[0]?.ceiling === 'audio');
    expect(seen.modality).toBe('video');
    expect(seen.you.ceiling).toBe('video');
    await client.socket.call('session:set-ceiling', { ceiling: 'video' });
    await changed(host, (view) => view.others[0]?.ceiling === 'video');
    expect(await timeline(appointment.sessionId)).toEqual([
      event('ceiling-lowered', id, 'audio'),
      event('ceiling-raised', id, 'video'),
    ]);
    leave(client, host);
  });

  test("S11 raising above the session's form raises it, and everybody else's own ceiling holds", async () => {
    const { appointment, client, host } = await conversation(used, 'chat');
    await host.socket.call('session:set-ceiling', { ceiling: 'audio' });
    const view = await changed(client, (one) => one.modality === 'audio');
    expect(view.you.ceiling).toBe('chat');
    const id = appointment.psychologistParticipantId;
    expect(await timeline(appointment.sessionId)).toEqual([
      event('ceiling-lowered', id, 'audio'),
      event('modality-changed', null, 'audio'),
    ]);
    leave(client, host);
  });

  test("S11 X2 a ceiling is one's own: naming somebody else changes theirs by nothing", async () => {
    const { appointment, client, host } = await conversation(used);
    await client.socket.emit('session:set-ceiling', {
      ceiling: 'chat',
      participantId: appointment.psychologistParticipantId,
    });
    const rows = await used.fixtures.rows<{ ceiling: string }>(
      'SELECT ceiling FROM participants WHERE id = $1',
      [appointment.psychologistParticipantId],
    );
    expect(rows).toEqual([{ ceiling: 'video' }]);
    leave(client, host);
  });

  test('S11 who waits may set a ceiling; before the join nobody is there', async () => {
    const psychologist = await used.fixtures.psychologist();
    const appointment = await used.fixtures.appointment({ psychologist });
    const client = await clientAtDoor(used, appointment);
    const asked = { ceiling: 'audio' } as const;
    expect((await client.socket.refusal('session:set-ceiling', asked)).code).toBe('WRONG_PHASE');
    await client.socket.join(client.entry);
    await client.socket.call('session:set-ceiling', asked);
    await changed(
      client,
      (view) => view.you.ceiling === 'audio' && view.you.presence === 'waiting',
    );
    const question = { proposalId: randomUUID(), modality: 'audio' } as const;
    expect((await client.socket.refusal('session:propose', question)).code).toBe('WRONG_PHASE');
    leave(client);
  });
});

describe('proposals', () => {
  test('S12 propose and accept: a card for the others, then one change for all', async () => {
    const { appointment, client, host } = await conversation(used);
    const { sessionId, clientParticipantId, psychologistParticipantId } = appointment;
    const proposalId = randomUUID();
    const question = { proposalId, modality: 'audio' } as const;
    await client.socket.call('session:propose', question);
    // Sent again after a lost answer: the same question.
    await client.socket.call('session:propose', question);
    const card = await changed(host, (view) => view.proposal !== null);
    expect(card.proposal).toEqual({
      ...question,
      byParticipantId: clientParticipantId,
      acceptedBy: [],
    });
    expect(card.modality).toBe('video');
    await host.socket.call('session:answer', { proposalId, accept: true });
    for (const person of [client, host]) {
      const view = await changed(person, (one) => one.modality === 'audio');
      expect(view.proposal).toBeNull();
      expect(view.you.ceiling).toBe('audio');
    }
    // The yes again, after its answer was lost: there is no question any more, and nothing moves.
    const late = await host.socket.refusal('session:answer', { proposalId, accept: true });
    expect(late.code).toBe('WRONG_PHASE');
    expect(await timeline(sessionId)).toEqual([
      event('proposed', clientParticipantId, 'audio'),
      event('accepted', psychologistParticipantId, 'audio'),
      event('modality-changed', null, 'audio'),
    ]);
    leave(client, host);
  });

  test('S12 decline: it is off the table, and nothing has changed', async () => {
    const { appointment, client, host } = await conversation(used);
    const proposalId = randomUUID();
    await host.socket.call('session:propose', { proposalId, modality: 'chat' });
    await changed(client, (view) => view.proposal?.proposalId === proposalId);
    await client.socket.call('session:answer', { proposalId, accept: false });
    const view = await changed(host, (one) => one.proposal === null && one.version > 4);
    expect(view.modality).toBe('video');
    expect(await timeline(appointment.sessionId)).toEqual([
      event('proposed', appointment.psychologistParticipantId, 'chat'),
      event('declined', appointment.clientParticipantId, 'chat'),
    ]);
    leave(client, host);
  });

  test('S12 withdraw: by its proposer alone, and saying it twice is saying it once', async () => {
    const { appointment, client, host } = await conversation(used);
    const proposalId = randomUUID();
    await client.socket.call('session:propose', { proposalId, modality: 'audio' });
    await host.socket.call('session:withdraw', { proposalId });
    const other = { proposalId: randomUUID(), modality: 'chat' } as const;
    expect((await host.socket.refusal('session:propose', other)).code).toBe('WRONG_PHASE');
    const own = await client.socket.refusal('session:answer', { proposalId, accept: true });
    expect(own.code).toBe('WRONG_PHASE');
    await client.socket.call('session:withdraw', { proposalId });
    await client.socket.call('session:withdraw', { proposalId });
    await host.socket.call('session:propose', other);
    expect(await timeline(appointment.sessionId)).toEqual([
      event('proposed', appointment.clientParticipantId, 'audio'),
      event('withdrawn', appointment.clientParticipantId, 'audio'),
      event('proposed', appointment.psychologistParticipantId, 'chat'),
    ]);
    leave(client, host);
  });

  test('S12 of three, the last whose answer is open leaves: the others have agreed', async () => {
    const room = await conversation(used);
    const { client, host } = room;
    const partner = await third(room);
    const proposalId = randomUUID();
    await client.socket.call('session:propose', { proposalId, modality: 'audio' });
    await host.socket.call('session:answer', { proposalId, accept: true });
    const waiting = await changed(partner, (view) => view.proposal?.acceptedBy.length === 1);
    expect(waiting.modality).toBe('video');
    await partner.socket.call('session:leave', {});
    const view = await changed(client, (one) => one.modality === 'audio');
    expect(view).toMatchObject({ proposal: null, you: { ceiling: 'audio' } });
    leave(client, host, partner);
  });

  test('S12 its proposer leaves: the question goes with them', async () => {
    const { client, host } = await conversation(used);
    const proposalId = randomUUID();
    await client.socket.call('session:propose', { proposalId, modality: 'audio' });
    await changed(host, (view) => view.proposal !== null);
    await client.socket.call('session:leave', {});
    const view = await changed(host, (one) => one.others[0]?.presence === 'left');
    expect(view).toMatchObject({ modality: 'video', proposal: null });
    leave(client, host);
  });
});

test('S13 a change of form keeps one clock, one chat and one record', async () => {
  const { appointment, client, host } = await conversation(used);
  const { sessionId } = appointment;
  const read = async () => {
    const [row] = await used.fixtures.rows<object>(
      `SELECT lower(a.during) AS starts, upper(a.during) AS ends, s.live_at, s.chat_sequence
       FROM sessions s JOIN appointments a USING (id) WHERE s.id = $1`,
      [sessionId],
    );
    return row;
  };
  await used.fixtures.change('UPDATE sessions SET chat_sequence = 7 WHERE id = $1', [sessionId]);
  const before = await read();
  const { liveAt } = await changed(client, (view) => view.phase === 'live');
  const proposalId = randomUUID();
  await client.socket.call('session:propose', { proposalId, modality: 'chat' });
  await host.socket.call('session:answer', { proposalId, accept: true });
  await host.socket.call('session:set-ceiling', { ceiling: 'video' });
  const view = await changed(
    client,
    (one) => one.modality === 'video' && one.you.ceiling === 'chat',
  );
  expect(view.liveAt).toBe(liveAt);
  expect(view.phase).toBe('live');
  expect(await read()).toEqual(before);
  leave(client, host);
});
