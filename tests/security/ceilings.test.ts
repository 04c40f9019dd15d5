import type { SessionOutput } from '@gabinet/shared/contracts/session';
import type { Modality } from '@gabinet/shared/contracts/words';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ControlSocket } from '../support/ControlSocket.ts';
import { clientAtDoor, type Person, psychologistAtDoor } from '../support/encounter.ts';
import type { Appointment } from '../support/fixtures.ts';
import { track } from '../support/tracks.ts';
import { useStack } from '../support/useStack.ts';

/** A client that has no page: whatever it asks for, a ceiling holds, at signaling's door and at the SFU's. */

const used = useStack();
let control: ControlSocket;

beforeAll(async () => {
  control = await ControlSocket.open(used.stack);
});
afterAll(() => control?.close());

interface Joined extends Person {
  readonly peerId: string;
  epoch: number;
}

async function join(person: Person): Promise<Joined> {
  const { session, media }: SessionOutput<'session:join'> = await person.socket.join(person.entry);
  if (media === null) throw new Error('The media node did not answer.');
  return { ...person, peerId: session.you.participantId, epoch: media.mediaEpoch };
}

async function inside(
  modality: Modality = 'video',
): Promise<{ appointment: Appointment; roomId: string; client: Joined; host: Joined }> {
  const psychologist = await used.fixtures.psychologist();
  const appointment = await used.fixtures.appointment({ psychologist, modality });
  const client = await join(await clientAtDoor(used, appointment));
  const host = await join(await psychologistAtDoor(used, psychologist, appointment));
  await host.socket.call('session:admit', { participantId: appointment.clientParticipantId });
  return { appointment, roomId: appointment.sessionId, client, host };
}

function close(...people: Joined[]): void {
  for (const { socket } of people) socket.close();
}

let ssrc = 1_000;
function voice(epoch: number) {
  ssrc += 1;
  return track(epoch, 'opus', ssrc);
}
function picture(epoch: number) {
  ssrc += 1;
  return track(epoch, 'vp8', ssrc);
}
/** The same, as signaling would hand it to the media node. */
function direct(roomId: string, peer: Joined, of: typeof voice) {
  const { mediaEpoch: _epoch, ...rest } = of(peer.epoch);
  return control.ask('peer:produce', { ...rest, roomId, peerId: peer.peerId });
}

describe('a client without a page', () => {
  test('S8 S11 a picture under a ceiling of voice is refused by both doors', async () => {
    const { roomId, client, host } = await inside();
    await client.socket.call('session:set-ceiling', { ceiling: 'audio' });
    const { code } = await client.socket.refusal('media:produce', picture(client.epoch));
    expect(code).toBe('ABOVE_CEILING');
    expect(await direct(roomId, client, picture)).toBe('ABOVE_CEILING');
    await client.socket.call('media:produce', voice(client.epoch));
    // One's own ceiling caps nobody else.
    await host.socket.call('media:produce', picture(host.epoch));
    close(client, host);
  });

  test('S8 a voice in a written session is refused by both doors', async () => {
    const { roomId, client, host } = await inside('chat');
    for (const person of [client, host]) {
      const { code } = await person.socket.refusal('media:produce', voice(person.epoch));
      expect(code).toBe('ABOVE_CEILING');
      expect(await direct(roomId, person, voice)).toBe('ABOVE_CEILING');
    }
    close(client, host);
  });

  test('S11 what is above a lowered ceiling is closed when the ack arrives', async () => {
    const { roomId, client, host } = await inside();
    const tracks = { camera: picture(client.epoch), microphone: voice(client.epoch) };
    await client.socket.call('media:produce', tracks.camera);
    await client.socket.call('media:produce', tracks.microphone);
    const seen = await host.socket.notice(
      'media:consumer-added',
      (one) => one.consumer.kind === 'video',
    );
    await client.socket.call('session:set-ceiling', { ceiling: 'audio' });
    const peer = { roomId, peerId: client.peerId };
    const camera = { ...peer, producerId: tracks.camera.producerId };
    expect(await control.ask('producer:pause', camera)).toBe('NOT_FOUND');
    const microphone = { ...peer, producerId: tracks.microphone.producerId };
    expect(await control.ask('producer:pause', microphone)).toBe('ok');
    const closed = await host.socket.notice('media:consumer-closed');
    expect(closed.consumerId).toBe(seen.consumer.consumerId);
    await client.socket.call('session:set-ceiling', { ceiling: 'chat' });
    expect(await control.ask('producer:pause', microphone)).toBe('NOT_FOUND');
    close(client, host);
  });

  test('S12 an agreed lower form closes the pictures of both before the last ack', async () => {
    const { roomId, client, host } = await inside();
    const made = await Promise.all(
      [client, host].map(async (person) => {
        const sent = picture(person.epoch);
        await person.socket.call('media:produce', sent);
        return { roomId, peerId: person.peerId, producerId: sent.producerId };
      }),
    );
    const proposalId = crypto.randomUUID();
    await client.socket.call('session:propose', { proposalId, modality: 'audio' });
    for (const one of made) expect(await control.ask('producer:resume', one)).toBe('ok');
    await host.socket.call('session:answer', { proposalId, accept: true });
    for (const one of made) expect(await control.ask('producer:pause', one)).toBe('NOT_FOUND');
    close(client, host);
  });

  test('S8 a page that joins again, or has its media renewed, stays under its ceiling', async () => {
    const { roomId, client, host } = await inside();
    await client.socket.call('session:set-ceiling', { ceiling: 'audio' });
    await client.socket.join(client.entry);
    expect(await direct(roomId, client, picture)).toBe('ABOVE_CEILING');
    await client.socket.call('media:renew', {});
    const { code } = await client.socket.refusal('media:produce', picture(client.epoch));
    expect(code).toBe('ABOVE_CEILING');
    expect(await direct(roomId, client, picture)).toBe('ABOVE_CEILING');
    close(client, host);
  });
});

describe('after the media worker was killed', () => {
  const moved = async (person: Joined) => {
    const { mediaEpoch } = await person.socket.notice(
      'media:moved',
      (one) => one.mediaEpoch > person.epoch,
    );
    person.epoch = mediaEpoch;
  };
  const kill = () => {
    for (const pid of used.stack.workers()) process.kill(pid, 'SIGKILL');
  };

  test('S8 M6 the ceilings hold in the new place', async () => {
    const { roomId, client, host } = await inside();
    await client.socket.call('session:set-ceiling', { ceiling: 'audio' });
    kill();
    await Promise.all([moved(client), moved(host)]);
    const { code } = await client.socket.refusal('media:produce', picture(client.epoch));
    expect(code).toBe('ABOVE_CEILING');
    expect(await direct(roomId, client, picture)).toBe('ABOVE_CEILING');
    await client.socket.call('media:produce', voice(client.epoch));
    close(client, host);
  });

  test('S11 M6 a ceiling that is lowered during the move holds as well', async () => {
    const { roomId, client, host } = await inside();
    kill();
    const lowered = client.socket.call('session:set-ceiling', { ceiling: 'audio' });
    await Promise.all([lowered, moved(client), moved(host)]);
    expect(await direct(roomId, client, picture)).toBe('ABOVE_CEILING');
    close(client, host);
  });
});
