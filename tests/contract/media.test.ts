import type { SessionOutput } from '@gabinet/shared/contracts/session';
import type { Modality } from '@gabinet/shared/contracts/words';
import { describe, expect, test } from 'vitest';
import { clientAtDoor, type Person, psychologistAtDoor } from '../support/encounter.ts';
import type { Appointment } from '../support/fixtures.ts';
import { track } from '../support/tracks.ts';
import { useStack } from '../support/useStack.ts';

const used = useStack();
interface Joined extends Person {
  epoch: number;
  setup: SessionOutput<'session:join'>;
}

async function join(person: Person): Promise<Joined> {
  const setup = await person.socket.join(person.entry);
  if (!setup.media) throw new Error('The media node did not answer.');
  return { ...person, setup, epoch: setup.media.mediaEpoch };
}

async function encounter(
  modality: Modality = 'video',
): Promise<{ appointment: Appointment; client: Joined; host: Joined }> {
  const psychologist = await used.fixtures.psychologist();
  const appointment = await used.fixtures.appointment({ psychologist, modality });
  const client = await join(await clientAtDoor(used, appointment));
  const host = await join(await psychologistAtDoor(used, psychologist, appointment));
  return { appointment, client, host };
}

function close(...people: Joined[]): void {
  for (const { socket } of people) socket.close();
}

describe('what may be sent', () => {
  test('M7 S8 a microphone and a camera of the known codecs', async () => {
    const { client, host } = await encounter();
    await client.socket.call('media:produce', track(client.epoch, 'opus', 11));
    await client.socket.call('media:produce', track(client.epoch, 'vp8', 12));
    close(client, host);
  });

  test('S8 in a voice session nobody sends a picture, the psychologist neither', async () => {
    const { client, host } = await encounter('audio');
    for (const person of [client, host]) {
      const picture = track(person.epoch, 'vp8', 21);
      expect((await person.socket.refusal('media:produce', picture)).code).toBe('ABOVE_CEILING');
      await person.socket.call('media:produce', track(person.epoch, 'opus', 22));
    }
    close(client, host);
  });

  test('S8 in a written session nobody sends a voice', async () => {
    const { client, host } = await encounter('chat');
    const voice = track(client.epoch, 'opus', 31);
    expect((await client.socket.refusal('media:produce', voice)).code).toBe('ABOVE_CEILING');
    close(client, host);
  });

  test('S8 a picture that says it is a microphone is refused', async () => {
    const { client, host } = await encounter('audio');
    const disguised = { ...track(client.epoch, 'vp8', 41), source: 'microphone' };
    const { code } = await client.socket.refusal('media:produce', disguised);
    expect(['ABOVE_CEILING', 'INVALID_INPUT']).toContain(code);
    close(client, host);
  });

  test('M7 other codecs are refused', async () => {
    const { client, host } = await encounter();
    const foreign = track(client.epoch, 'h264', 51);
    expect((await client.socket.refusal('media:produce', foreign)).code).toBe('CODEC_REFUSED');
    close(client, host);
  });

  test('M8 one microphone, not two', async () => {
    const { client, host } = await encounter();
    await client.socket.call('media:produce', track(client.epoch, 'opus', 61));
    const second = track(client.epoch, 'opus', 62);
    expect((await client.socket.refusal('media:produce', second)).code).toBe('LIMIT_REACHED');
    close(client, host);
  });

  test('M6 a message of another epoch is refused', async () => {
    const { client, host } = await encounter();
    const stale = track(client.epoch - 1, 'opus', 71);
    expect((await client.socket.refusal('media:produce', stale)).code).toBe('WRONG_PHASE');
    close(client, host);
  });
});

describe('who hears whom', () => {
  test('M3 before admission a track flows to nobody; admission opens it', async () => {
    const { appointment, client, host } = await encounter();
    await client.socket.call('media:produce', track(client.epoch, 'opus', 81));
    const { consumer } = await host.socket.notice('media:consumer-added');
    expect(consumer).toMatchObject({
      peerId: appointment.clientParticipantId,
      kind: 'audio',
      source: 'microphone',
      producerPaused: true,
    });
    await host.socket.call('session:admit', { participantId: appointment.clientParticipantId });
    const opened = await host.socket.notice('media:consumer-paused', (one) => !one.producerPaused);
    expect(opened.consumerId).toBe(consumer.consumerId);
    close(client, host);
  });

  test('S5 who is removed is heard no more', async () => {
    const { appointment, client, host } = await encounter();
    const { clientParticipantId: participantId } = appointment;
    await client.socket.call('media:produce', track(client.epoch, 'opus', 91));
    const { consumer } = await host.socket.notice('media:consumer-added');
    await host.socket.call('session:admit', { participantId });
    await host.socket.call('session:remove', { participantId });
    const closed = await host.socket.notice('media:consumer-closed');
    expect(closed.consumerId).toBe(consumer.consumerId);
    const again = track(client.epoch, 'vp8', 92);
    const refused = await client.socket.refusal('media:produce', again).catch(() => undefined);
    if (refused) expect(['WRONG_PHASE', 'NOT_FOUND', 'INVITATION_REMOVED']).toContain(refused.code);
    close(client, host);
  });

  test('X2 I3 nobody mutes another person, or touches what is in another room', async () => {
    const { client, host } = await encounter();
    const other = await encounter();
    const voice = track(client.epoch, 'opus', 101);
    await client.socket.call('media:produce', voice);
    for (const stranger of [host, other.client, other.host]) {
      for (const name of ['media:pause', 'media:close']) {
        const refusal = await stranger.socket.refusal(name, {
          mediaEpoch: stranger.epoch,
          producerId: voice.producerId,
        });
        expect(refusal.code).toBe('NOT_FOUND');
      }
    }
    close(client, host, other.client, other.host);
  });
});
