import { type Browser, expect, type Page } from '@playwright/test';
import { type Gaps, received, waitForMedia, watchMedia } from '../support/mediaProbe.ts';
import { type LineOptions, ShapedLine } from '../support/ShapedLine.ts';
import type { StackInUse } from '../support/StackInUse.ts';
import { Visitor } from '../support/Visitor.ts';
import { phrase } from '../support/words.ts';
import { measured } from './measured.ts';

/** A client and a psychologist who are talking, the client over a line that can be shaped. */
export class Meeting {
  readonly client: Visitor;
  readonly psychologist: Visitor;
  readonly line: ShapedLine;
  readonly sessionId: string;
  /** From letting the client in until sound and picture had come to both, milliseconds. */
  readonly untilMedia: number;

  private constructor(parts: {
    client: Visitor;
    psychologist: Visitor;
    line: ShapedLine;
    sessionId: string;
    untilMedia: number;
  }) {
    this.client = parts.client;
    this.psychologist = parts.psychologist;
    this.line = parts.line;
    this.sessionId = parts.sessionId;
    this.untilMedia = parts.untilMedia;
  }

  /**
   * Brings both into a call; sound and picture flow when it resolves.
   * @param theirs the client's browser, where something is done to it that the other must not feel.
   */
  static async begin(
    browser: Browser,
    { stack, fixtures }: StackInUse,
    options: LineOptions = {},
    theirs: Browser = browser,
  ): Promise<Meeting> {
    const line = await ShapedLine.lay(stack, options);
    const owner = await fixtures.psychologist();
    const appointment = await fixtures.appointment({ psychologist: owner });
    const client = await Visitor.arrive(theirs);
    await line.usedBy(client.page);
    await client.openInvitation(`${line.origin}/j#${appointment.token}`);
    await client.checkDevices();
    await client.enterWaitingRoom();
    const psychologist = await Visitor.arrive(browser);
    await psychologist.letIn(stack.origin(), owner.cookie);
    const admitted = Date.now();
    await client.seesButton('call.leave');
    // Where ways are blocked the page has to find another first.
    const timeout = options.blocked ? 30_000 : 10_000;
    const pages = [client.page, psychologist.page];
    await Promise.all(pages.map((page) => waitForMedia(page, { timeout })));
    const { sessionId } = appointment;
    const untilMedia = Date.now() - admitted;
    const meeting = new Meeting({ client, psychologist, line, sessionId, untilMedia });
    // As in the midst of a call: the page's requests have long ended with their connections.
    await expect.poll(() => line.users('signaling')).toBe(1);
    return meeting;
  }

  get pages(): readonly [Page, Page] {
    return [this.client.page, this.psychologist.page];
  }

  /** Does what disturbs, and measures both sides until sound and picture have come again to both. */
  async measure(
    what: string,
    disturb: () => Promise<unknown>,
  ): Promise<{ client: Gaps; psychologist: Gaps }> {
    const watched = [this.client, this.psychologist].map(({ page }) => watchMedia(page));
    await Promise.all(watched.map(({ begun }) => begun));
    await disturb();
    await this.mediaIsBack();
    const [client, psychologist] = await Promise.all(watched.map((one) => one.stop()));
    if (!client || !psychologist) throw new Error('Both sides are watched.');
    for (const [who, { sound, packets, frames }] of Object.entries({ client, psychologist })) {
      const gaps = `without sound ${sound} ms, packets ${packets} ms, frames ${frames} ms`;
      measured(`${what}, at the ${who}`, gaps);
    }
    return { client, psychologist };
  }

  /** From now on sound and picture arrive at both sides, and no page says that it is away. */
  async mediaIsBack(): Promise<void> {
    const since = await Promise.all(this.pages.map((page) => received(page)));
    await Promise.all(
      this.pages.map((page, index) => {
        const own = since[index];
        return waitForMedia(page, { timeout: 45_000, ...(own ? { since: own } : {}) });
      }),
    );
    for (const page of this.pages) {
      await expect(page.getByText(phrase('call.reconnectingTitle'))).toHaveCount(0);
    }
  }

  async over(): Promise<void> {
    expect([...this.client.troubles, ...this.psychologist.troubles]).toEqual([]);
    await this.client.goHome();
    await this.psychologist.goHome();
    await this.line.close();
  }
}
