import { type Browser, expect } from '@playwright/test';
import { Fixtures } from '../support/fixtures.ts';
import { expectMediaGrows, received, waitForMedia, watchSound } from '../support/mediaProbe.ts';
import type { Stack } from '../support/Stack.ts';
import { Visitor } from '../support/Visitor.ts';
import { phrase } from '../support/words.ts';
import { measured } from './measured.ts';

/** Beyond what the sound's own clock jitters without any fault, milliseconds. */
const soundGapLimitMs = 300;

/** A psychologist and a client in one session, over whatever stack it is given. */
export class Journey {
  readonly stack: Stack;
  readonly client: Visitor;
  readonly psychologist: Visitor;

  private constructor(stack: Stack, client: Visitor, psychologist: Visitor) {
    this.stack = stack;
    this.client = client;
    this.psychologist = psychologist;
  }

  static async begin(browser: Browser, stack: Stack): Promise<Journey> {
    return new Journey(stack, await Visitor.arrive(browser), await Visitor.arrive(browser));
  }

  get pages() {
    return [this.client.page, this.psychologist.page] as const;
  }

  /** Looking at the link takes nothing; the click takes the seat and cleans the address. */
  async clientComes(link: string): Promise<void> {
    const { client } = this;
    const fixtures = new Fixtures(this.stack.database.url);
    await client.page.goto(link);
    await client.seesButton('first.open');
    expect(await fixtures.count('seats')).toBe(0);
    expect(await client.page.context().cookies()).toEqual([]);
    await fixtures.close();
    await client.press('first.open');
    await client.page.waitForURL(/\/s\/[0-9a-f-]{36}$/);
    expect(new URL(client.page.url()).hash).toBe('');
    await client.checkDevices();
    await client.enterWaitingRoom();
  }

  /** The day page tells of the arrival in its list and its title; from there the door is opened. */
  async psychologistAdmits(): Promise<void> {
    const { client, psychologist } = this;
    await expect(psychologist.page).toHaveTitle(/^\(1\) /);
    await psychologist.press('day.admit');
    await psychologist.page.waitForURL(/\/s\/[0-9a-f-]{36}/);
    await client.seesButton('call.leave');
    await psychologist.seesButton('call.end');
    await Promise.all(this.pages.map((page) => waitForMedia(page)));
  }

  async mediaFlowsBothWays(windowMs = 10_000): Promise<void> {
    await expectMediaGrows(this.pages, windowMs);
  }

  /** Mute and camera off of one side are seen at the other, and so is their end. */
  async muteAndPictureAreSeen(): Promise<void> {
    const { client, psychologist } = this;
    await client.press('call.mute');
    await psychologist.sees('call.muted');
    // The probe must hear silence where there is silence, else its other findings prove nothing.
    // Not at once: what the jitter buffer holds is still played.
    await expect
      .poll(async () => {
        const silence = watchSound(psychologist.page);
        await psychologist.page.waitForTimeout(700);
        return (await silence.stop()).longestGapMs;
      })
      .toBeGreaterThan(500);
    await client.press('call.unmute');
    await expect(psychologist.page.getByText(phrase('call.muted'))).toHaveCount(0);
    await psychologist.press('call.pictureOff');
    await expect(client.page.getByTestId('remote-video')).toHaveCount(0);
    const before = await received(client.page);
    await psychologist.press('call.pictureOn');
    await waitForMedia(client.page, { since: before });
  }

  /** A reloaded page is back in the call, without anybody admitting it again. */
  async clientReloads(): Promise<void> {
    await this.client.page.reload();
    await this.client.seesButton('call.leave');
    await Promise.all(this.pages.map((page) => waitForMedia(page)));
  }

  /** Kills what carries the media, and measures until both have sound and picture again. */
  async mediaComesBackAfter(what: string, kill: () => unknown): Promise<void> {
    const started = Date.now();
    await kill();
    const since = await Promise.all(this.pages.map((page) => received(page)));
    await Promise.all(
      this.pages.map((page, index) => {
        const own = since[index];
        return waitForMedia(page, { timeout: 20_000, ...(own ? { since: own } : {}) });
      }),
    );
    measured(`${what}: sound and picture back on both sides, ms`, Date.now() - started);
  }

  /** A signaling process dies and comes again: the sound never stops, the page resumes by itself. */
  async soundOutlivesSignaling(index: number): Promise<void> {
    const { client, psychologist } = this;
    const calm = this.pages.map((page) => watchSound(page));
    await client.page.waitForTimeout(2_000);
    const control = await Promise.all(calm.map((one) => one.stop()));
    const watched = this.pages.map((page) => watchSound(page));
    await this.stack.signaling[index]?.kill();
    await client.sees('call.reconnectingSocket');
    await this.stack.signaling[index]?.start();
    await expect(client.page.getByText(phrase('call.reconnectingSocket'))).toHaveCount(0);
    // A moment more: what the resuming page does to its media must not be heard either.
    await client.page.waitForTimeout(1_000);
    const gaps = await Promise.all(watched.map((one) => one.stop()));
    for (const [side, { longestGapMs }] of gaps.entries()) {
      const calmGapMs = control[side]?.longestGapMs ?? 0;
      const who = side === 0 ? 'client' : 'psychologist';
      measured(`${who}: longest gap in the sound while all is calm, ms`, calmGapMs);
      measured(`${who}: and while signaling was killed and started again, ms`, longestGapMs);
      expect(longestGapMs).toBeLessThan(calmGapMs + soundGapLimitMs);
    }
    await client.press('call.mute');
    await psychologist.sees('call.muted');
    await client.press('call.unmute');
    await expect(psychologist.page.getByText(phrase('call.muted'))).toHaveCount(0);
    await Promise.all(this.pages.map((page) => waitForMedia(page)));
  }

  async psychologistEnds(): Promise<void> {
    const { client, psychologist } = this;
    await psychologist.press('call.end');
    await psychologist.press('call.endNow');
    await client.seesHeading('ended.title');
    await psychologist.seesHeading('ended.staffTitle');
    expect([...client.troubles, ...psychologist.troubles]).toEqual([]);
  }

  async over(): Promise<void> {
    await Promise.all([this.client.goHome(), this.psychologist.goHome()]);
  }
}
