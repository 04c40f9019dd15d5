import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api } from '../support/Api.ts';
import type { Psychologist } from '../support/fixtures.ts';
import { readCalendar, textOf } from '../support/MailCatcher.ts';
import { NoticeScene } from '../support/NoticeScene.ts';
import { useStack } from '../support/useStack.ts';

const used = useStack({ demo: false, sfu: 0, environment: { SFU_URLS: 'http://127.0.0.1:9' } });
let scene: NoticeScene;
beforeAll(() => {
  scene = new NoticeScene(used.stack);
});
afterAll(() => scene?.close());

const startsAt = Date.now() + 24 * 60 * 60_000;
const person = { name: 'Świętosława Nienazwana', email: null };

/** A psychologist with one appointment with one client, and the link of their feed. */
async function feedOf(
  options: { modality?: 'video' | 'office'; language?: 'pl' | 'uk' | 'en' } = {},
) {
  const psychologist: Psychologist = await used.fixtures.psychologist();
  await scene.reachable(psychologist, { language: options.language ?? 'en' });
  const clientId = await scene.client(psychologist.practiceId, person);
  const { appointmentId } = await scene.appointment(
    psychologist,
    startsAt,
    [{ clientId, person }],
    options.modality,
  );
  const api = new Api(used.stack.origin(), psychologist.cookie);
  const { psychologistId } = psychologist;
  const { url } = await api.call('renewFeed', { psychologistId });
  return { psychologist, api, psychologistId, url, appointmentId };
}

describe('F1 a calendar feed', () => {
  it('F1 lists an appointment without a client’s name, with a form of contact and where to join', async () => {
    const { url, appointmentId } = await feedOf();
    const answer = await fetch(url);
    const text = await answer.text();
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    expect(answer.headers.get('cache-control')).toMatch(/\bprivate\b/);
    const [event, ...others] = readCalendar(text).events;
    expect(others).toEqual([]);
    expect(textOf(event, 'uid')).toBe(`${appointmentId}@127.0.0.1`);
    expect(textOf(event, 'summary')).toBe('Appointment (video)');
    expect(textOf(event, 'status')).toBe('CONFIRMED');
    expect(textOf(event, 'dtstart')).toBe(`${new Date(startsAt).toISOString().slice(0, 19)}Z`);
    const conference = event?.getFirstProperty('conference');
    expect(conference?.getFirstValue()).toBe(`${used.stack.origin()}/s/${appointmentId}`);
    expect(conference?.getParameter('feature')).toEqual('AUDIO,VIDEO');
    expect(text).not.toMatch(/Świętosława|Nienazwana/);
  });

  it('F1 is the same bytes for the same state, and 304 for who has them', async () => {
    const { url } = await feedOf();
    const [first, second] = [await fetch(url), await fetch(url)];
    const bytes = Buffer.from(await first.arrayBuffer());
    expect(Buffer.from(await second.arrayBuffer()).equals(bytes)).toBe(true);
    const etag = first.headers.get('etag') ?? '';
    expect(second.headers.get('etag')).toBe(etag);
    const again = await fetch(url, { headers: { 'if-none-match': etag } });
    expect(again.status).toBe(304);
    expect(await again.text()).toBe('');
    expect(again.headers.get('etag')).toBe(etag);
    const head = await fetch(url, { method: 'HEAD' });
    expect(head.status).toBe(200);
    expect(head.headers.get('etag')).toBe(etag);
  });

  it('F1 keeps the UID and grows the SEQUENCE; a cancelled event stays and says so', async () => {
    const { url, appointmentId } = await feedOf();
    const read = async () => readCalendar(await (await fetch(url)).text()).events[0];
    const before = await fetch(url);
    await scene.move(appointmentId, startsAt + 60 * 60_000);
    const moved = await read();
    await scene.cancel(appointmentId);
    const cancelled = await read();
    expect([textOf(moved, 'sequence'), textOf(cancelled, 'sequence')]).toEqual(['1', '2']);
    expect(textOf(moved, 'uid')).toBe(textOf(cancelled, 'uid'));
    expect(textOf(cancelled, 'status')).toBe('CANCELLED');
    expect(textOf(moved, 'dtstamp')).not.toBe('');
    const changed = await fetch(url, {
      headers: { 'if-none-match': before.headers.get('etag') ?? '' },
    });
    expect(changed.status).toBe(200);
  });

  it('F1 has CRLF and lines of at most 75 octets, in Polish and Ukrainian letters too', async () => {
    for (const language of ['pl', 'uk'] as const) {
      const { url, psychologist } = await feedOf({ language, modality: 'office' });
      const address =
        'aleja Źdźbłowiańska 12, piętro „żółte”, за рогом біля найстарішої каштанової алеї міста';
      await used.fixtures.change('UPDATE practices SET address = $2 WHERE id = $1', [
        psychologist.practiceId,
        address,
      ]);
      const bytes = Buffer.from(await (await fetch(url)).arrayBuffer());
      const text = bytes.toString('utf8');
      expect(text.endsWith('\r\n')).toBe(true);
      expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
      for (const line of text.split('\r\n')) {
        expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
        // A letter that was cut in two would be read as this.
        expect(line).not.toContain('\uFFFD');
      }
      const [event] = readCalendar(text).events;
      expect(textOf(event, 'location')).toBe(address);
      expect(textOf(event, 'summary')).toBe(
        language === 'pl' ? 'Spotkanie (w gabinecie)' : 'Зустріч (у кабінеті)',
      );
      expect(event?.getFirstProperty('conference')).toBeNull();
    }
  });

  it('F1 lists no holds, and shows what is only asked for as TENTATIVE', async () => {
    const { url, appointmentId } = await feedOf();
    await used.fixtures.change(`UPDATE appointments SET status = 'requested' WHERE id = $1`, [
      appointmentId,
    ]);
    const asked = readCalendar(await (await fetch(url)).text());
    expect(textOf(asked.events[0], 'status')).toBe('TENTATIVE');
    await used.fixtures.change(
      `UPDATE appointments SET status = 'hold', hold_expires_at = now() + interval '9 minutes'
        WHERE id = $1`,
      [appointmentId],
    );
    expect(readCalendar(await (await fetch(url)).text()).events).toEqual([]);
  });

  it('F1 has a secret link that a new one replaces and that can be revoked', async () => {
    const { api, url, psychologistId } = await feedOf();
    const token = /\/feeds\/([A-Za-z0-9_-]{27})\.ics$/.exec(url)?.[1] ?? '';
    const stored = await used.fixtures.dump();
    expect(stored).not.toContain(token);
    expect(stored).toContain(createHash('sha256').update(token).digest('hex'));
    const renewed = await api.call('renewFeed', { psychologistId });
    expect((await fetch(url)).status).toBe(404);
    expect((await fetch(renewed.url)).status).toBe(200);
    expect((await api.call('feed', { psychologistId })).createdAt).toBeTypeOf('number');
    await api.call('revokeFeed', { psychologistId });
    expect((await fetch(renewed.url)).status).toBe(404);
    expect(await api.call('feed', { psychologistId })).toEqual({ createdAt: null });
    expect(used.stack.output).not.toContain(token);
  });

  it('F1 A5 the link is its psychologist’s own; to others there is none', async () => {
    const { psychologistId } = await feedOf();
    const other = await used.fixtures.psychologist('Barbara Inna');
    const api = new Api(used.stack.origin(), other.cookie);
    for (const name of ['feed', 'renewFeed', 'revokeFeed'] as const) {
      const refusal = await api.refusal(name, { psychologistId });
      expect([refusal.status, refusal.code]).toEqual([404, 'NOT_FOUND']);
    }
  });
});
