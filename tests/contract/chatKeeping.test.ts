import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { keptOf, nothingKept, textsOf, written } from '../support/conversation.ts';
import { useConversations } from '../support/useConversations.ts';
import { useStack } from '../support/useStack.ts';

const used = useStack();
const { talking } = useConversations(used);

describe('keeping', () => {
  test('C8 V1 what is written is sealed at rest, and its text is in no log', async () => {
    const { host, client } = await talking();
    const secret = `secret-${randomUUID()}`;
    await client.socket.call('chat:send', written(secret));
    expect(await textsOf(host)).toEqual([secret]);
    expect(await used.fixtures.dump()).not.toContain(secret);
    expect(used.stack.signaling.map(({ output }) => output).join('\n')).not.toContain(secret);
  });

  test('C8 V3 the end takes everything with it, and the key', async () => {
    const { host, client, appointment } = await talking();
    await client.socket.call('chat:send', written('gone'));
    await host.socket.call('chat:mark', { delivered: 1, read: 1 });
    expect(await keptOf(used, appointment.sessionId)).toEqual({
      messages: 1,
      images: 0,
      marks: 1,
      keys: 1,
    });
    await host.socket.call('session:end', {});
    expect(await keptOf(used, appointment.sessionId)).toEqual(nothingKept);
    for (const { socket } of [host, client]) {
      expect((await socket.refusal('chat:read', { after: 0 })).code).toBe('SESSION_ENDED');
      expect((await socket.refusal('chat:send', written('late'))).code).toBe('SESSION_ENDED');
      expect((await socket.refusal('chat:mark', { delivered: 1, read: 1 })).code).toBe(
        'SESSION_ENDED',
      );
    }
    expect(await keptOf(used, appointment.sessionId)).toEqual(nothingKept);
  });

  test('C8 S1 so does the end that the clock brings', async () => {
    const { host, client, appointment } = await talking();
    const { sessionId } = appointment;
    await client.socket.call('chat:send', written('gone'));
    await client.socket.call('session:leave', {});
    await host.socket.call('session:leave', {});
    await used.fixtures.change(
      "UPDATE appointments SET during = past, blocked = past FROM tstzrange(now() - interval '2 h', now() - interval '1 h') AS past WHERE id = $1",
      [sessionId],
    );
    await expect.poll(() => keptOf(used, sessionId), { timeout: 15_000 }).toEqual(nothingKept);
  });

  test('C8 what is sent while the session ends is either answered and deleted, or refused', async () => {
    const { host, client, appointment } = await talking();
    await client.socket.call('chat:send', written('first'));
    const sending = Array.from({ length: 60 }, (_, n) =>
      client.socket.emit('chat:send', written(`${n}`)),
    );
    await host.socket.call('session:end', {});
    await Promise.all(sending);
    expect(await keptOf(used, appointment.sessionId)).toEqual(nothingKept);
  });
});
