import { expect } from 'vitest';
import { DeviceIdentity } from './DeviceIdentity.ts';
import { GroupKeeper } from './GroupKeeper.ts';
import { type KeyPackageHolder, type PreparedCommit, SessionGroup } from './SessionGroup.ts';

const sessionId = 'session-1';
export const bytes = (text: string) => new TextEncoder().encode(text);
export const text = (plain: Uint8Array) => new TextDecoder().decode(plain);
/** Waits for what the pages do by themselves; long, for a busy machine. */
export const eventually = <T>(look: () => T) => expect.poll(look, { timeout: 20_000 });
export const none = new Uint8Array();

export async function seat(participantId: string, device?: DeviceIdentity) {
  return { sessionId, participantId, device: device ?? (await DeviceIdentity.make()) };
}

/** The order that the service keeps: the first commit of an epoch, and none other, goes to everybody. */
export class Order {
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
export class Page {
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

export async function founded(order: Order, participantId = 'anna'): Promise<Page> {
  return new Page(await SessionGroup.create(await seat(participantId)), order);
}

/** Lets somebody in, by a member who is there. */
export async function admitted(
  order: Order,
  by: Page,
  participantId: string,
  device?: DeviceIdentity,
) {
  const holder = await SessionGroup.knock(await seat(participantId, device));
  const before = order.kept.length;
  by.keeper.add(holder.keyPackage);
  await eventually(() => order.kept.length).toBe(before + 1);
  return new Page(await holder.join(welcomeOf(order, before)), order);
}

/** Comes in by the commit that was for them, and follows those that came later. */
export async function entered(order: Order, holder: KeyPackageHolder): Promise<Page> {
  for (const [index, { welcome }] of order.kept.entries()) {
    const group = welcome && (await holder.join(welcome).catch(() => null));
    if (!group) continue;
    const page = new Page(group, order);
    for (const { commit } of order.kept.slice(index + 1)) page.keeper.took(commit);
    return page;
  }
  throw new Error('There is no welcome.');
}

export function welcomeOf(order: Order, index: number): Uint8Array {
  const welcome = order.kept[index]?.welcome;
  if (!welcome) throw new Error('There is no welcome.');
  return welcome;
}

export async function agree(...pages: Page[]): Promise<void> {
  const epoch = () => new Set(pages.map(({ group }) => group.epoch));
  await eventually(() => epoch().size).toBe(1);
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
