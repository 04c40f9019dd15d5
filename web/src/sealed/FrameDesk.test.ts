import { expect, test } from 'vitest';
import { type EncodedFrame, FrameDesk } from './FrameDesk.ts';
import { importBaseKey } from './frames/FrameKey.ts';
import type { TransformOptions } from './messages.ts';

const baseKey = () => importBaseKey(new Uint8Array(16).fill(1));
const members = new Map([
  [0, 'anna'],
  [1, 'ben'],
]);
const frameOf = (bytes: number[], type?: string, mimeType?: string): EncodedFrame => ({
  data: new Uint8Array(bytes).buffer,
  ...(type ? { type } : {}),
  getMetadata: () => (mimeType ? { mimeType } : {}),
});
const seals: TransformOptions = { direction: 'seal', source: 'camera', mimeType: 'video/VP9' };
const opens: TransformOptions = { ...seals, direction: 'open', participantId: 'anna' };

/** Anna's desk and Ben's, by one clock that stands still. */
function desks() {
  const time = { now: 0 };
  const asked: number[] = [];
  const [anna, ben] = [new FrameDesk(() => time.now), new FrameDesk(() => time.now)];
  const generated: number[] = [];
  const send = anna.through(seals, () => generated.push(time.now));
  const receive = ben.through(opens, () => asked.push(time.now));
  return { time, asked, generated, anna, ben, send, receive };
}

async function begin(desk: FrameDesk, ownLeaf: number, epoch = 1n): Promise<void> {
  const key = await baseKey();
  desk.take({ kind: 'epoch', epoch, baseKey: key, ownLeaf, members, sendAfterMilliseconds: 0 });
}

test('E4 no frame passes before there is a key, in either direction', async () => {
  const { anna, ben, send, receive } = desks();
  expect(await send(frameOf([1, 2, 3]))).toBeNull();
  expect(await receive(frameOf([1, 2, 3]))).toBeNull();
  expect(await send(frameOf([]))).toBeNull();
  // Silence is not told as something that was kept back.
  expect(anna.news()).toMatchObject({ sealed: 0, withheld: 1 });
  expect(ben.news()?.tracks).toMatchObject([{ participantId: 'anna', opened: 0, opens: false }]);
});

test('E9 the page is told whose frames open, and of nothing when nothing happened', async () => {
  const { anna, ben, send, receive } = desks();
  await begin(anna, 0);
  const early = await send(frameOf([1], 'key'));
  expect(early && (await receive(early))).toBeNull();
  expect(ben.news()?.tracks).toMatchObject([{ opens: false, dropped: { 'no-key': 1 } }]);
  await begin(ben, 1);
  const sealed = await send(frameOf([4, 5, 6], 'key'));
  const opened = sealed && (await receive(sealed));
  expect(opened && [...new Uint8Array(opened.data)]).toEqual([4, 5, 6]);
  expect(ben.news()?.tracks).toMatchObject([{ opened: 1, opens: true }]);
  expect(ben.news()).toBeNull();
  ben.take({ kind: 'clear' });
  expect(ben.news()?.tracks).toMatchObject([{ opens: false }]);
});

test('E9 replayed and foreign frames do not put the lock sign out', async () => {
  const { anna, ben, send, receive } = desks();
  await begin(anna, 0);
  await begin(ben, 1);
  const sealed = await send(frameOf([1], 'key'));
  const bytes = sealed ? [...new Uint8Array(sealed.data)] : [];
  expect(await receive(frameOf(bytes, 'key'))).not.toBeNull();
  expect(await receive(frameOf(bytes, 'key'))).toBeNull();
  expect(await receive(frameOf([], 'delta'))).toBeNull();
  expect(ben.news()?.tracks).toMatchObject([
    { opens: true, opened: 1, dropped: { replayed: 1, malformed: 1 } },
  ]);
});

test('E9 a track that is set up anew has to prove itself again', async () => {
  const { anna, ben, send, receive } = desks();
  await begin(anna, 0);
  await begin(ben, 1);
  const first = await send(frameOf([1], 'key'));
  if (first) await receive(first);
  expect(ben.news()?.tracks).toMatchObject([{ opens: true }]);
  const again = ben.through(opens, () => undefined);
  await receive(frameOf([]));
  expect(ben.news()?.tracks).toMatchObject([{ opens: false }]);
  const second = await send(frameOf([2], 'key'));
  expect(second && (await again(second))).not.toBeNull();
  expect(ben.news()?.tracks).toMatchObject([{ opens: true, opened: 2 }]);
});

test('E3 after frames that could not be opened a whole picture is asked for, once a second', async () => {
  const { time, asked, anna, ben, send, receive } = desks();
  await begin(anna, 0);
  const pass = async (type: string) => {
    const sealed = await send(frameOf([1, 2], type));
    if (sealed) await receive(sealed);
  };
  await pass('key');
  await begin(ben, 1);
  await pass('delta');
  await pass('delta');
  expect(asked).toEqual([0]);
  time.now = 1_000;
  await pass('delta');
  expect(asked).toEqual([0, 1_000]);
  await pass('key');
  time.now = 2_000;
  await pass('delta');
  expect(asked).toEqual([0, 1_000]);
});

test('E4 when a key comes after frames that were kept back, the picture begins whole', async () => {
  const { anna, send, generated } = desks();
  await send(frameOf([1], 'key'));
  await begin(anna, 0);
  await send(frameOf([2], 'delta'));
  await send(frameOf([3], 'delta'));
  expect(generated).toEqual([0]);
});

test('E1 a frame of another codec than was agreed on does not pass', async () => {
  const { anna, send } = desks();
  await begin(anna, 0);
  expect(await send(frameOf([1], 'key', 'video/H264'))).toBeNull();
  expect(await send(frameOf([1], 'key', 'video/vp9'))).not.toBeNull();
});
