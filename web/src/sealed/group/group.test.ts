import { describe, expect, test } from 'vitest';
import { FrameOpener } from '../frames/FrameOpener.ts';
import { FrameSealer } from '../frames/FrameSealer.ts';
import { DeviceIdentity } from './DeviceIdentity.ts';
import {
  admitted,
  agree,
  bytes,
  entered,
  eventually,
  founded,
  none,
  Order,
  Page,
  seat,
  welcomeOf,
} from './exampleGroup.ts';
import { SessionGroup } from './SessionGroup.ts';
import { GroupRefusedError } from './wire.ts';

describe('E5 the group of a session', { timeout: 40_000 }, () => {
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
    await eventually(() => order.kept.length).toBe(offers + 2);
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
    await eventually(() => anna.people).toEqual(['anna', 'ben', 'cleo']);
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
    await eventually(() => cleo.group.isMember).toBe(false);
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
    await eventually(() => offered.length).toBe(1);
    isDown = false;
    anna.keeper.resume();
    anna.keeper.resume();
    await eventually(() => anna.people).toEqual(['anna', 'ben']);
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
    await eventually(() => anna.group.epoch).toBe(epoch + 1n);
    await agree(anna, ben);
  });

  test('thirty epochs, one after the other, and all still read each other', async () => {
    const order = new Order();
    const anna = await founded(order);
    const ben = await admitted(order, anna, 'ben');
    await agree(anna, ben);
    for (let round = 0; round < 30; round++) {
      const { commit } = await (round % 2 === 0 ? anna : ben).group.prepare({
        add: [],
        remove: [],
      });
      for (const { group } of [anna, ben]) await group.take(commit);
    }
    expect(anna.group.epoch).toBe(31n);
    await agree(anna, ben);
  });
});
