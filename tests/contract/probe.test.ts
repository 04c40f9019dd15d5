import type { SessionInput } from '@gabinet/shared/contracts/session';
import { expect, test } from 'vitest';
import { clientAtDoor } from '../support/encounter.ts';
import { useStack } from '../support/useStack.ts';

const used = useStack();

const opus: SessionInput<'probe:produce'> = {
  kind: 'audio',
  rtpParameters: {
    mid: '0',
    codecs: [{ mimeType: 'audio/opus', payloadType: 111, clockRate: 48_000, channels: 2 }],
    headerExtensions: [],
    encodings: [{ ssrc: 1_234 }],
    rtcp: { cname: 'test' },
  },
};

async function visitor() {
  const psychologist = await used.fixtures.psychologist();
  const appointment = await used.fixtures.appointment({ psychologist, startsInMinutes: 40 });
  const person = await clientAtDoor(used, appointment);
  const rtpCapabilities = person.entry.routerRtpCapabilities;
  if (rtpCapabilities === null) throw new Error('The media node did not answer.');
  return { ...person, rtpCapabilities };
}

test('P1 whoever has a link tests the way before the door opens', async () => {
  const { socket, rtpCapabilities } = await visitor();
  const setup = await socket.call('probe:open', { rtpCapabilities });
  expect(setup.send.iceCandidates.map(({ protocol }) => protocol)).toContain('udp');
  const back = await socket.call('probe:produce', opus);
  expect(back.kind).toBe('audio');
  await socket.call('probe:ready', {});
  await socket.call('probe:close', {});
  expect((await socket.refusal('probe:ready', {})).code).toBe('WRONG_PHASE');
  socket.close();
});

test('P1 a new test ends the one before, and ten in ten minutes are enough', async () => {
  const { socket, rtpCapabilities } = await visitor();
  const first = await socket.call('probe:open', { rtpCapabilities });
  const second = await socket.call('probe:open', { rtpCapabilities });
  expect(second.send.transportId).not.toBe(first.send.transportId);
  for (let count = 2; count < 10; count += 1) await socket.call('probe:open', { rtpCapabilities });
  const refused = await socket.refusal('probe:open', { rtpCapabilities });
  expect(refused.code).toBe('TOO_MANY_REQUESTS');
  socket.close();
});

test('P1 without a test there is nothing to connect or to send', async () => {
  const { socket } = await visitor();
  expect((await socket.refusal('probe:produce', opus)).code).toBe('WRONG_PHASE');
  expect((await socket.refusal('probe:ready', {})).code).toBe('WRONG_PHASE');
  await socket.call('probe:close', {});
  socket.close();
});
