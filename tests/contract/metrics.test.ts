import type { Rung } from '@gabinet/shared/contracts/words';
import { expect, test } from 'vitest';
import { clientAtDoor, psychologistAtDoor } from '../support/encounter.ts';
import { track } from '../support/tracks.ts';
import { useStack } from '../support/useStack.ts';

const used = useStack();

/** The figures of a process by their name with labels, as Prometheus reads them. */
async function figures(origin: string): Promise<Map<string, number>> {
  const text = await (await fetch(`${origin}/metrics`)).text();
  return new Map(
    text
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => {
        const space = line.lastIndexOf(' ');
        return [line.slice(0, space), Number(line.slice(space + 1))];
      }),
  );
}

const rungs = (uplink: Rung, downlink: Rung) =>
  `gabinet_participants_admitted{uplink="${uplink}",downlink="${downlink}"}`;

test('X5 L4 metrics tell sessions, people by rung, rooms, peers, tracks and joins by result', async () => {
  const psychologist = await used.fixtures.psychologist();
  const appointment = await used.fixtures.appointment({ psychologist });
  const early = await used.fixtures.appointment({ psychologist, startsInMinutes: 120 });
  const signaling = used.stack.origin();
  const media = new URL(used.stack.sfuUrl()).origin;
  expect((await figures(signaling)).get('gabinet_sessions_live')).toBe(0);

  const client = await clientAtDoor(used, appointment);
  const { media: setup } = await client.socket.join(client.entry);
  const host = await psychologistAtDoor(used, psychologist, appointment);
  await host.socket.join(host.entry);
  await host.socket.call('session:admit', { participantId: appointment.clientParticipantId });
  const tooEarly = await clientAtDoor(used, early);
  const refused = await tooEarly.socket.refusal('session:join', {
    pageId: crypto.randomUUID(),
    rtpCapabilities: { codecs: [], headerExtensions: [] },
  });
  expect(refused.code).toBe('SESSION_NOT_OPEN');
  const epoch = setup?.mediaEpoch ?? 0;
  await client.socket.call('media:produce', track(epoch, 'opus', 11));
  await client.socket.call('media:produce', track(epoch, 'vp8', 12));
  await host.socket.call('media:produce', track(epoch, 'opus', 13));
  await client.socket.call('session:report-link', { uplink: 'smaller', downlink: 'full' });

  const told = await figures(signaling);
  expect(told.get('gabinet_sessions_live')).toBe(1);
  expect(told.get(rungs('smaller', 'full'))).toBe(1);
  expect(told.get(rungs('full', 'full'))).toBe(1);
  expect(told.get('gabinet_joins_total{result="ok"}')).toBe(2);
  expect(told.get('gabinet_joins_total{result="SESSION_NOT_OPEN"}')).toBe(1);
  const node = await figures(media);
  expect(node.get('sfu_rooms')).toBe(1);
  expect(node.get('sfu_peers')).toBe(2);
  expect(node.get('sfu_tracks{kind="audio",source="microphone"}')).toBe(2);
  expect(node.get('sfu_tracks{kind="video",source="camera"}')).toBe(1);

  await client.socket.call('session:report-link', { uplink: 'full', downlink: 'full' });
  await client.socket.call('session:set-ceiling', { ceiling: 'audio' });
  expect((await figures(signaling)).get(rungs('smaller', 'full'))).toBeUndefined();
  expect((await figures(media)).get('sfu_tracks{kind="video",source="camera"}')).toBeUndefined();
  await host.socket.call('session:end', {});
  const over = await figures(signaling);
  expect(over.get('gabinet_sessions_live')).toBe(0);
  expect([...over.keys()].filter((name) => name.startsWith('gabinet_participants'))).toEqual([]);
  expect((await figures(media)).get('sfu_rooms')).toBe(0);
  for (const person of [client, host, tooEarly]) person.socket.close();
});
