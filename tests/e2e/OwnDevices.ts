import { type Browser, expect } from '@playwright/test';
import { received, waitForMedia } from '../support/mediaProbe.ts';
import type { StackInUse } from '../support/StackInUse.ts';
import { Visitor } from '../support/Visitor.ts';
import { words } from '../support/words.ts';

/** On a machine that is busy with more than this, the picture gives way to the voice for a while. */
const patient = { timeout: 45_000 };

/** What leaves a page. */
export interface Sent {
  /** Numbers of the streams of packets (SSRC), in order: a producer made anew has another one. */
  streams: number[];
  /** Names of the tracks, as the browser gives them. */
  labels: string[];
  /** Whether the sound was made by the page. */
  made: boolean;
  /** Whether the picture was drawn by the page. */
  drawn: boolean;
}

/** A client in a call, whose devices are changed, and the psychologist who hears and sees them. */
export class OwnDevices {
  readonly client: Visitor;
  readonly host: Visitor;

  private constructor(client: Visitor, host: Visitor) {
    this.client = client;
    this.host = host;
  }

  /**
   * Brings both into a call; sound and picture flow both ways when it resolves, or what the client's
   * devices give: with `audio` sound alone.
   */
  static async inCall(
    browser: Browser,
    { stack, fixtures }: StackInUse,
    prepare: (client: Visitor) => Promise<unknown> = async () => undefined,
    gives: 'video' | 'audio' = 'video',
  ): Promise<OwnDevices> {
    const psychologist = await fixtures.psychologist();
    const { token } = await fixtures.appointment({ psychologist });
    const client = await Visitor.arrive(browser);
    await prepare(client);
    await client.openInvitation(`${stack.origin()}/j#${token}`);
    await client.checkDevices(gives);
    await client.enterWaitingRoom();
    const host = await Visitor.arrive(browser);
    await host.letIn(stack.origin(), psychologist.cookie);
    await client.seesButton('call.leave');
    await waitForMedia(client.page, patient);
    await waitForMedia(host.page, { ...patient, video: gives === 'video' });
    return new OwnDevices(client, host);
  }

  async openSettings(): Promise<void> {
    await this.client.press('call.more');
    await this.client.press('call.settings');
    await this.client.seesHeading('settings.title');
  }

  /** Chooses the last of the devices in this list, and gives its name. */
  async chooseLast(
    list: 'settings.camera' | 'settings.microphone' | 'settings.output',
  ): Promise<string> {
    const field = this.client.page.getByRole('combobox', { name: words(list) });
    await expect.poll(() => field.locator('option').count()).toBeGreaterThan(1);
    const name = (await field.locator('option').allTextContents()).at(-1) ?? '';
    await field.selectOption({ label: name });
    return name;
  }

  /** From now on sound (and picture) of the client arrive at the psychologist. */
  async heardAndSeen(options: { video?: boolean } = {}): Promise<number> {
    return await waitForMedia(this.host.page, {
      since: await received(this.host.page),
      ...patient,
      ...options,
    });
  }

  async sent(): Promise<Sent> {
    return await this.client.page.evaluate(async () => {
      const all = window.mediaProbe?.connections() ?? [];
      const tracks = all
        .flatMap((one) => one.getSenders())
        .map(({ track }) => track)
        .filter((track) => track !== null);
      const streams: number[] = [];
      for (const one of all) {
        for (const report of (await one.getStats()).values()) {
          if (report.type === 'outbound-rtp') streams.push(report.ssrc);
        }
      }
      return {
        streams: streams.sort((a, b) => a - b),
        labels: tracks.map(({ label }) => label),
        made: tracks.some(({ label }) => label.startsWith('MediaStreamAudioDestination')),
        drawn: tracks.some((track) => track instanceof CanvasCaptureMediaStreamTrack),
      };
    });
  }

  async over(): Promise<void> {
    expect([...this.client.troubles, ...this.host.troubles]).toEqual([]);
    await this.client.goHome();
    await this.host.goHome();
  }
}
