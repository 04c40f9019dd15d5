import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { type ChatImage, chatImageBytes } from '@gabinet/shared/contracts/chat';
import { describe, expect, test } from 'vitest';
import { Api } from '../support/Api.ts';
import { type Conversation, written } from '../support/conversation.ts';
import { clientAtDoor } from '../support/encounter.ts';
import { jpeg, png, webp } from '../support/images.ts';
import { useConversations } from '../support/useConversations.ts';
import { useStack } from '../support/useStack.ts';

const used = useStack();

const { joinedBy, keep, talking } = useConversations(used);

const put = (
  api: Api,
  sessionId: string,
  bytes: Uint8Array<ArrayBuffer>,
  imageId: string = randomUUID(),
  headers = {},
) => api.send('putChatImage', { sessionId, imageId }, headers, bytes);

const get = (api: Api, sessionId: string, imageId: string) =>
  api.send('chatImage', { sessionId, imageId });

/** Sends an image without telling its length before; gives the status. */
function chunked(api: Api, sessionId: string, bytes: Buffer): Promise<number | undefined> {
  const headers = { origin: api.origin, cookie: `gabinet=${api.cookie}` };
  const url = `${api.origin}/api/sessions/${sessionId}/images/${randomUUID()}`;
  return new Promise((resolve, reject) => {
    const sending = request(url, { method: 'PUT', headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    sending.once('error', reject);
    sending.write(bytes.subarray(0, 1000));
    sending.end(bytes.subarray(1000));
  });
}

const shown = (imageId: string): ChatImage => ({ imageId, type: 'image/png', width: 2, height: 2 });

/** An image that the client has sent, shown by a message. */
async function sent({ client, appointment }: Conversation, bytes = png()): Promise<string> {
  const imageId = randomUUID();
  expect((await put(client.api, appointment.sessionId, bytes, imageId)).status).toBe(200);
  await client.socket.call('chat:send', written('', { image: shown(imageId) }));
  return imageId;
}

describe('what is taken', () => {
  test('C7 an image comes to the other side byte by byte, as a download without a type', async () => {
    const made = await talking();
    const bytes = png(40, 30);
    const imageId = await sent(made, bytes);
    const message = await made.host.socket.notice('chat:message');
    expect(message).toMatchObject({ text: '', image: { imageId } });
    const { status, headers, body } = await get(made.host.api, made.appointment.sessionId, imageId);
    expect(status).toBe(200);
    expect(bytes.equals(body as Buffer)).toBe(true);
    expect(headers.get('content-type')).toBe('application/octet-stream');
    expect(headers.get('content-disposition')).toBe('attachment');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
  });

  test('C7 10 MB pass, one byte more is refused, whether its length is told or not', async () => {
    const { client, appointment } = await talking();
    const { sessionId } = appointment;
    const largest = png(2, 2, chatImageBytes - png(2, 2, 1).length + 1);
    expect(largest.length).toBe(chatImageBytes);
    expect((await put(client.api, sessionId, largest)).status).toBe(200);
    const larger = Buffer.concat([largest, Buffer.alloc(1)]);
    expect(await put(client.api, sessionId, larger)).toMatchObject({
      status: 413,
      body: { error: { code: 'TOO_LARGE' } },
    });
    const streamed = await chunked(client.api, sessionId, larger);
    expect(streamed).toBe(413);
  });

  test('C7 the same image twice is one; another id of the same is another', async () => {
    const { client, appointment } = await talking();
    const { sessionId } = appointment;
    const imageId = randomUUID();
    for (const bytes of [png(3, 3), jpeg()]) {
      expect((await put(client.api, sessionId, bytes, imageId)).status).toBe(200);
    }
    const { body } = await get(client.api, sessionId, imageId);
    expect(png(3, 3).equals(body as Buffer)).toBe(true);
    expect((await put(client.api, sessionId, webp('VP8L', 8, 8))).status).toBe(200);
  });

  test('C7 C8 an image is sealed at rest and goes with the session', async () => {
    const made = await talking();
    const bytes = png(50, 50, 300);
    const imageId = await sent(made, bytes);
    expect(await used.fixtures.dump()).not.toContain(bytes.subarray(0, 60).toString('hex'));
    await made.host.socket.call('session:end', {});
    const { sessionId } = made.appointment;
    expect(await get(made.host.api, sessionId, imageId)).toMatchObject({
      status: 410,
      body: { error: { code: 'SESSION_ENDED' } },
    });
    expect((await put(made.client.api, sessionId, png())).status).toBe(410);
    const rows = await used.fixtures.rows('SELECT FROM chat_images WHERE session_id = $1', [
      sessionId,
    ]);
    expect(rows).toHaveLength(0);
  });

  test('C7 X1 a session holds 200 images and no more', async () => {
    const { client, appointment } = await talking();
    const { sessionId, clientParticipantId } = appointment;
    expect((await put(client.api, sessionId, png())).status).toBe(200);
    await used.fixtures.change(
      `INSERT INTO chat_images (id, session_id, participant_id, bytes_sealed, created_at)
       SELECT gen_random_uuid(), $1, $2, '\\x00', now() FROM generate_series(1, 198)`,
      [sessionId, clientParticipantId],
    );
    const statuses = await Promise.all(
      Array.from({ length: 4 }, async () => (await put(client.api, sessionId, png())).status),
    );
    expect(statuses.sort()).toEqual([200, 429, 429, 429]);
  });
});

describe('what is not taken', () => {
  const html = Buffer.from('<!doctype html><script>alert(1)</script>');
  const svg = Buffer.from(
    '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
  );

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['an SVG', svg],
    ['a page', html],
    ['a page that begins like a PNG', Buffer.concat([png().subarray(0, 16), html])],
    ['a PNG with a page behind it', Buffer.concat([png(), html])],
    ['a JPEG with a page behind it', Buffer.concat([jpeg(), html])],
    ['a GIF', Buffer.from('GIF89a\x01\x00\x01\x00\x00\x00\x00;', 'latin1')],
    ['a ZIP', Buffer.from('504b0304140000000000', 'hex')],
    ['a bomb: a side of 65,535', png(65_535, 2)],
    ['a bomb: 16,384 each way', png(16_384, 16_384)],
    ['a bomb: a lossless WebP', webp('VP8L', 16_384, 16_384)],
    ['no pixel at all', png(0, 4)],
  ])('C7 %s', async (_, bytes) => {
    const { client, appointment } = await talking();
    expect(await put(client.api, appointment.sessionId, bytes)).toMatchObject({
      status: 400,
      body: { error: { code: 'INVALID_INPUT', fields: ['image'] } },
    });
  });

  test('C7 an image that is sent as JSON, as a form, or from elsewhere', async () => {
    const { client, appointment } = await talking();
    const { sessionId } = appointment;
    const json = { 'content-type': 'application/json' };
    const asJson = await put(client.api, sessionId, Buffer.from('{"a":1}'), undefined, json);
    expect(asJson).toMatchObject({ status: 400, body: { error: { code: 'INVALID_INPUT' } } });
    const form = { 'content-type': 'multipart/form-data; boundary=x' };
    const body = Buffer.from('--x\r\n\r\nimage\r\n--x--');
    expect((await put(client.api, sessionId, body, undefined, form)).status).toBe(400);
    const elsewhere = { origin: 'https://evil.example' };
    expect(await put(client.api, sessionId, png(), undefined, elsewhere)).toMatchObject({
      status: 403,
      body: { error: { code: 'ORIGIN_REFUSED' } },
    });
  });
});

describe('whose it is', () => {
  test('C7 C4 who waits, and who was not there when it was shown', async () => {
    const made = await talking();
    const { sessionId } = made.appointment;
    const imageId = await sent(made);
    const late = await joinedBy(made);
    for (const answer of [
      await put(late.api, sessionId, png()),
      await get(late.api, sessionId, imageId),
    ]) {
      expect(answer).toMatchObject({ status: 409, body: { error: { code: 'WRONG_PHASE' } } });
    }
    await made.host.socket.call('session:admit', { participantId: late.participantId });
    expect((await get(late.api, sessionId, imageId)).status).toBe(404);
    const since = await sent(made);
    expect((await get(late.api, sessionId, since)).status).toBe(200);
  });

  test('C7 S5 who was removed', async () => {
    const made = await talking();
    const { sessionId, clientParticipantId: participantId } = made.appointment;
    const imageId = await sent(made);
    await made.host.socket.call('session:remove', { participantId });
    for (const answer of [
      await put(made.client.api, sessionId, png()),
      await get(made.client.api, sessionId, imageId),
    ]) {
      expect(answer).toMatchObject({
        status: 403,
        body: { error: { code: 'INVITATION_REMOVED' } },
      });
    }
  });

  test('C7 I3 people of another session, another practice, or nobody', async () => {
    const made = await talking();
    const other = await talking();
    const { sessionId } = made.appointment;
    const imageId = await sent(made);
    for (const { api } of [other.client, other.host]) {
      expect((await get(api, sessionId, imageId)).status).toBe(404);
      expect((await put(api, sessionId, png())).status).toBe(404);
      // Under a session of their own the id leads nowhere either.
      expect((await get(api, other.appointment.sessionId, imageId)).status).toBe(404);
      expect((await put(api, other.appointment.sessionId, png(), imageId)).status).toBe(404);
    }
    const nobody = new Api(used.stack.origin());
    expect((await get(nobody, sessionId, imageId)).status).toBe(401);
    expect((await put(nobody, sessionId, png())).status).toBe(401);
    const invited = await clientAtDoor(
      used,
      await used.fixtures.appointment({ psychologist: made.psychologist, startsInMinutes: 120 }),
    );
    keep(invited.socket);
    expect((await get(invited.api, sessionId, imageId)).status).toBe(404);
  });

  test('C7 a message shows only an image of its writer and of this session', async () => {
    const made = await talking();
    const other = await talking();
    const mine = await sent(made);
    const foreign = await sent(other);
    for (const [socket, imageId] of [
      [made.host.socket, mine],
      [made.client.socket, foreign],
      [made.client.socket, randomUUID()],
    ] as const) {
      const refusal = await socket.refusal('chat:send', written('', { image: shown(imageId) }));
      expect(refusal).toMatchObject({ code: 'INVALID_INPUT', fields: ['image'] });
    }
    // Nor may anybody put theirs in its place.
    expect((await put(made.host.api, made.appointment.sessionId, png(), mine)).status).toBe(404);
    expect((await made.client.socket.call('chat:send', written('next'))).sequence).toBe(2);
  });

  test('C7 an image that no message shows is its sender’s alone', async () => {
    const { client, host, appointment } = await talking();
    const imageId = randomUUID();
    await put(client.api, appointment.sessionId, png(), imageId);
    expect((await get(client.api, appointment.sessionId, imageId)).status).toBe(200);
    expect((await get(host.api, appointment.sessionId, imageId)).status).toBe(404);
  });
});
