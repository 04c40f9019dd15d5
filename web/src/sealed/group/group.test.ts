import { describe, expect, test } from 'vitest';
import { FrameOpener } from '../frames/FrameOpener.ts';
import { FrameSealer } from '../frames/FrameSealer.ts';
import { DeviceIdentity } from './DeviceIdentity.ts';
import { GroupKeeper } from './GroupKeeper.ts';
import {
  GroupRefusedError,
  type KeyPackageHolder,
  type PreparedCommit,
  SessionGroup,
} from './SessionGroup.ts';
import { fromDer, makeSigningKeys, publicBytes, sign, toDer, verify } from './signatures.ts';

const sessionId = 'session-1';
const bytes = (text: string) => new TextEncoder().encode(text);
const text = (plain: Uint8Array) => new TextDecoder().decode(plain);
const none = new Uint8Array();

async function seat(participantId: string, device?: DeviceIdentity) {
  return { sessionId, participantId, device: device ?? (await DeviceIdentity.make()) };
}

/** The order that the service keeps: the first commit of an epoch, and none other, goes to everybody. */
class Order {
  readonly kept: PreparedCommit[] = [];
  readonly #pages = new Set<Page>();
  /** Commits that are on their way while the service is held. */
  #held: (() => void)[] | null = null;

  enter(page: Page): void {
    this.#pages.add(page);
  }

  leave(page: Page): void {
    this.#pages.delete(page);
  }

  hold(): void {
    this.#held = [];
  }

  release(): void {
    const held = this.#held ?? [];
    this.#held = null;
    for (const go of held) go();
  }

  async offer(commit: PreparedCommit): Promise<void> {
    if (this.#held) this.#held.push(() => this.#keep(commit));
    else this.#keep(commit);
  }

  #keep(commit: PreparedCommit): void {
    if (this.kept.some(({ epoch }) => epoch === commit.epoch)) return;
    this.kept.push(commit);
    for (const page of this.#pages) page.keeper.took(commit.commit);
  }
}

/** One person's page. */
class Page {
  readonly group: SessionGroup;
  readonly keeper: GroupKeeper;
  readonly refused: Uint8Array[] = [];
  lost = false;

  constructor(
    group: SessionGroup,
    order: Order,
    offer?: (commit: PreparedCommit) => Promise<void>,
  ) {
    this.group = group;
    this.keeper = new GroupKeeper({
      group,
      offer: offer ?? ((commit) => order.offer(commit)),
      onEpoch: () => undefined,
      onLost: () => {
        this.lost = true;
      },
      onRefused: (keyPackage) => this.refused.push(keyPackage),
    });
    order.enter(this);
  }

  get people(): string[] {
    return this.group.members.map(({ participantId }) => participantId).sort();
  }
}

async function founded(order: Order, participantId = 'anna'): Promise<Page> {
  return new Page(await SessionGroup.create(await seat(participantId)), order);
}

/** Lets somebody in, by a member who is there. */
async function admitted(order: Order, by: Page, participantId: string, device?: DeviceIdentity) {
  const holder = await SessionGroup.knock(await seat(participantId, device));
  const before = order.kept.length;
  by.keeper.add(holder.keyPackage);
  await expect.poll(() => order.kept.length).toBe(before + 1);
  return new Page(await holder.join(welcomeOf(order, before)), order);
}

/** Comes in by the commit that was for them, and follows those that came later. */
async function entered(order: Order, holder: KeyPackageHolder): Promise<Page> {
  for (const [index, { welcome }] of order.kept.entries()) {
    const group = welcome && (await holder.join(welcome).catch(() => null));
    if (!group) continue;
    const page = new Page(group, order);
    for (const { commit } of order.kept.slice(index + 1)) page.keeper.took(commit);
    return page;
  }
  throw new Error('There is no welcome.');
}

function welcomeOf(order: Order, index: number): Uint8Array {
  const welcome = order.kept[index]?.welcome;
  if (!welcome) throw new Error('There is no welcome.');
  return welcome;
}

async function agree(...pages: Page[]): Promise<void> {
  const epoch = () => new Set(pages.map(({ group }) => group.epoch));
  await expect.poll(() => epoch().size).toBe(1);
  const [first] = pages;
  for (const page of pages) {
    expect(page.people).toEqual(first?.people);
    expect(page.lost).toBe(false);
  }
  // The same epoch is not enough: the same secret is.
  for (const page of pages) {
    for (const other of pages) {
      if (other === page) continue;
      const opened = await other.keeper.open(await page.keeper.seal(bytes('hello'), none));
      expect(text(opened.plain)).toBe('hello');
      expect(opened.sender.leaf).toBe(page.group.ownLeaf);
    }
  }
}

describe('E5 the group of a session', () => {
  test('two to five people, one after the other, all read each other', async () => {
    const order = new Order();
    const pages = [await founded(order)];
    for (const name of ['ben', 'cleo', 'dan', 'eva']) {
      const by = pages.at(-1);
      if (by) pages.push(await admitted(order, by, name));
      await agree(...pages);
    }
    expect(pages[0]?.people).toEqual(['anna', 'ben', 'cleo', 'dan', 'eva']);
  });

  test('frames of one leaf open at the others, and at nobody outside', async () => {
    const order = new Order();
    const anna = await founded(order);
    const ben = await admitted(order, anna, 'ben');
    const stranger = await founded(new Order(), 'stranger');
    await agree(anna, ben);
    const track = { source: 'microphone', mimeType: 'audio/opus' } as const;
    const sealer = new FrameSealer(() => 0);
    const { epoch, ownLeaf: leaf } = anna.group;
    sealer.install({ epoch, leaf, baseKey: await anna.group.frameBaseKey(), from: 0 });
    const sealed = await sealer.seal(new Uint8Array([1, 2, 3]).buffer, track);
    for (const [page, expected] of [
      [ben, 'frame'],
      [stranger, 'dropped'],
    ] as const) {
      const opener = new FrameOpener(() => 0);
      const members = new Map(anna.group.members.map((one) => [one.leaf, one.participantId]));
      opener.install({ epoch, members, baseKey: await page.group.frameBaseKey() });
      const result = sealed && (await opener.open(sealed, { ...track, participantId: 'anna' }));
      expect(result).toHaveProperty(expected);
    }
  });

  test('two are let in at once by two members: one commit loses, and is tried again', async () => {
    const order = new Order();
    const anna = await founded(order);
    const ben = await admitted(order, anna, 'ben');
    await agree(anna, ben);
    const [cleo, dan] = [
      await SessionGroup.knock(await seat('cleo')),
      await SessionGroup.knock(await seat('dan')),
    ];
    const offers = order.kept.length;
    order.hold();
    anna.keeper.add(cleo.keyPackage);
    ben.keeper.add(dan.keyPackage);
    // Both have made their commit for the same epoch before either is kept.
    await anna.keeper.seal(none, none);
    await ben.keeper.seal(none, none);
    order.release();
    await expect.poll(() => order.kept.length).toBe(offers + 2);
    const [first, second] = [await entered(order, cleo), await entered(order, dan)];
    await agree(anna, ben, first, second);
    expect(anna.people).toEqual(['anna', 'ben', 'cleo', 'dan']);
  });

  test('two are let in at once by one member, in one commit', async () => {
    const order = new Order();
    const anna = await founded(order);
    const holders = [
      await SessionGroup.knock(await seat('ben')),
      await SessionGroup.knock(await seat('cleo')),
    ];
    order.hold();
    for (const { keyPackage } of holders) anna.keeper.add(keyPackage);
    await anna.keeper.seal(none, none);
    order.release();
    await expect.poll(() => anna.people).toEqual(['anna', 'ben', 'cleo']);
    expect(order.kept.length).toBeLessThanOrEqual(2);
  });

  test('who leaves is taken out by another, and reads nothing that comes later', async () => {
    const order = new Order();
    const anna = await founded(order);
    const ben = await admitted(order, anna, 'ben');
    const cleo = await admitted(order, ben, 'cleo');
    await agree(anna, ben, cleo);
    const before = await cleo.group.frameBaseKey();
    anna.keeper.remove('cleo');
    await expect.poll(() => cleo.group.isMember).toBe(false);
    order.leave(cleo);
    await agree(anna, ben);
    expect(anna.people).toEqual(['anna', 'ben']);
    const later = await anna.keeper.seal(bytes('later'), none);
    await expect(cleo.group.open(later)).rejects.toThrow(GroupRefusedError);
    expect(before).not.toBe(await anna.group.frameBaseKey());
  });

  test('a member that vanishes in the middle of its commit holds nobody up', async () => {
    const order = new Order();
    const anna = await founded(order);
    const ben = await admitted(order, anna, 'ben');
    await agree(anna, ben);
    // Eva's page makes a commit that never reaches the service.
    const eva = await admitted(order, anna, 'eva');
    await agree(anna, ben, eva);
    const stuck = await eva.group.prepare({ add: [], remove: [] });
    order.leave(eva);
    ben.keeper.remove('eva');
    await agree(anna, ben);
    expect(anna.people).toEqual(['anna', 'ben']);
    // When it comes after all, it is too late: of its epoch there is another.
    await order.offer(stuck);
    expect(order.kept).not.toContain(stuck);
    await expect(anna.group.take(stuck.commit)).rejects.toThrow(GroupRefusedError);
    await agree(anna, ben);
  });

  test('a commit whose fate nobody knows is offered again, the same one, and counts once', async () => {
    const order = new Order();
    const offered: Uint8Array[] = [];
    let isDown = true;
    const group = await SessionGroup.create(await seat('anna'));
    const anna = new Page(group, order, async (commit) => {
      offered.push(commit.commit);
      if (isDown) throw new Error('lost');
      await order.offer(commit);
    });
    const holder = await SessionGroup.knock(await seat('ben'));
    anna.keeper.add(holder.keyPackage);
    await expect.poll(() => offered.length).toBe(1);
    isDown = false;
    anna.keeper.resume();
    anna.keeper.resume();
    await expect.poll(() => anna.people).toEqual(['anna', 'ben']);
    expect(new Set(offered.map(String)).size).toBe(1);
    expect(order.kept).toHaveLength(1);
    await agree(anna, new Page(await holder.join(welcomeOf(order, 0)), order));
  });

  test('after a reload a page is a new leaf, and the one before is gone', async () => {
    const order = new Order();
    const device = await DeviceIdentity.make();
    const anna = await founded(order);
    const ben = await admitted(order, anna, 'ben', device);
    await agree(anna, ben);
    const [old] = ben.group.members.filter(({ participantId }) => participantId === 'ben');
    order.leave(ben);
    const again = await admitted(order, anna, 'ben', device);
    await agree(anna, again);
    const leaves = anna.group.members.filter(({ participantId }) => participantId === 'ben');
    expect(leaves).toHaveLength(1);
    expect(leaves[0]?.leafKey).not.toBe(old?.leafKey);
    expect(leaves[0]?.deviceKey).toEqual(old?.deviceKey);
  });

  test('an empty commit renews the keys', async () => {
    const order = new Order();
    const anna = await founded(order);
    const ben = await admitted(order, anna, 'ben');
    await agree(anna, ben);
    const epoch = anna.group.epoch;
    await order.offer(await ben.group.prepare({ add: [], remove: [] }));
    await expect.poll(() => anna.group.epoch).toBe(epoch + 1n);
    await agree(anna, ben);
  });

  test('thirty epochs, one after the other, and all still read each other', async () => {
    const order = new Order();
    const anna = await founded(order);
    const ben = await admitted(order, anna, 'ben');
    await agree(anna, ben);
    for (let round = 0; round < 30; round++) {
      const page = round % 2 === 0 ? anna : ben;
      const epoch = page.group.epoch;
      await order.offer(await page.group.prepare({ add: [], remove: [] }));
      await expect
        .poll(() => [anna.group.epoch, ben.group.epoch])
        .toEqual([epoch + 1n, epoch + 1n]);
    }
    await agree(anna, ben);
  });
});

describe('E6 who a leaf is', () => {
  test('a leaf that its device did not sign for this session is not let in', async () => {
    const order = new Order();
    const anna = await founded(order);
    const other = { ...(await seat('ben')), sessionId: 'session-2' };
    const foreign = await SessionGroup.knock(other);
    const good = await SessionGroup.knock(await seat('cleo'));
    anna.keeper.add(foreign.keyPackage);
    anna.keeper.add(good.keyPackage);
    // The good one is not held up by it.
    await expect.poll(() => anna.people).toEqual(['anna', 'cleo']);
    expect(anna.refused).toEqual([foreign.keyPackage]);
    anna.keeper.add(new Uint8Array([1, 2, 3]));
    await expect.poll(() => anna.refused).toHaveLength(2);
  });

  test('a service that puts its own key under a name is a different device', async () => {
    const order = new Order();
    const anna = await founded(order);
    const device = await DeviceIdentity.make();
    await admitted(order, anna, 'ben');
    const [ben] = anna.group.members.filter(({ participantId }) => participantId === 'ben');
    expect(ben?.deviceKey).not.toEqual(device.publicKey);
  });

  test('a welcome is for the key package that it was made for', async () => {
    const order = new Order();
    const anna = await founded(order);
    await admitted(order, anna, 'ben');
    const other = await SessionGroup.knock(await seat('eva'));
    await expect(other.join(welcomeOf(order, 0))).rejects.toThrow(GroupRefusedError);
  });

  test('the device key cannot be taken out of the browser', async () => {
    const { keys } = await DeviceIdentity.make();
    await expect(crypto.subtle.exportKey('pkcs8', keys.privateKey)).rejects.toThrow();
  });

  test('signatures keep their value in DER, and other bytes are none', async () => {
    const keys = await makeSigningKeys();
    const publicKey = await publicBytes(keys);
    for (let round = 0; round < 60; round++) {
      const plain = await sign(keys.privateKey, bytes(`${round}`));
      const der = toDer(plain);
      expect(fromDer(der)).toEqual(plain);
      for (let length = 0; length < der.length; length++) {
        expect(fromDer(der.subarray(0, length))).toBeNull();
      }
      expect(await verify(publicKey, bytes(`${round}`), plain)).toBe(true);
      expect(await verify(publicKey, bytes('another'), plain)).toBe(false);
    }
    const small = new Uint8Array(64);
    small[31] = 1;
    small[32] = 0x80;
    expect(toDer(small).toHex()).toBe(`302602010102 21 0080${'00'.repeat(31)}`.replaceAll(' ', ''));
    expect(fromDer(toDer(small))).toEqual(small);
    expect(await verify(new Uint8Array(65), none, small)).toBe(false);
  });
});

describe('E7 messages', () => {
  test('the sender is known from the group, and what travels beside is unaltered', async () => {
    const order = new Order();
    const anna = await founded(order);
    const ben = await admitted(order, anna, 'ben');
    await agree(anna, ben);
    const sealed = await ben.keeper.seal(bytes('I am Anna'), bytes('message-1'));
    const opened = await anna.keeper.open(sealed);
    expect(opened.sender.participantId).toBe('ben');
    expect(text(opened.visible)).toBe('message-1');
    await expect(anna.keeper.open(sealed)).rejects.toThrow(GroupRefusedError);
  });

  test('short ones look alike, and none shows what it says', async () => {
    const order = new Order();
    const anna = await founded(order);
    await admitted(order, anna, 'ben');
    const [short, longer] = [
      await anna.keeper.seal(bytes('no'), none),
      await anna.keeper.seal(bytes('a sentence that is not so short'), none),
    ];
    expect(longer.length).toBe(short.length);
    expect(new TextDecoder('latin1').decode(longer)).not.toContain('sentence');
  });

  test('altered, cut and made-up bytes are refused, and the group goes on', async () => {
    const order = new Order();
    const anna = await founded(order);
    const ben = await admitted(order, anna, 'ben');
    await agree(anna, ben);
    const sealed = await ben.keeper.seal(bytes('hello'), none);
    const commit = (await ben.group.prepare({ add: [], remove: [] })).commit;
    for (const whole of [sealed, commit]) {
      for (let round = 0; round < 120; round++) {
        const altered = whole.slice(0, round % 3 === 0 ? round * 2 : whole.length);
        const at = (round * 7) % Math.max(1, altered.length);
        altered[at] = (altered[at] ?? 0) ^ (1 << (round % 8));
        await expect(anna.group.open(altered)).rejects.toThrow(GroupRefusedError);
        await expect(anna.group.take(altered)).rejects.toThrow(GroupRefusedError);
      }
    }
    expect(text((await anna.keeper.open(sealed)).plain)).toBe('hello');
    await agree(anna, ben);
  });
});
