import type { Locator, Page } from '@playwright/test';
import { seePicture } from '../Chromium.ts';

/** The app's pages as a person uses them, by the words on their buttons. */
export class ClientPage {
  readonly page: Page;
  readonly #url: string;

  constructor(page: Page, url: string) {
    this.page = page;
    this.#url = url;
  }

  /** The first screen of the link. */
  async openInvitation(token: string): Promise<void> {
    // Another document than the call's, even when the browser was on the same path.
    await this.page.goto('about:blank');
    await this.page.goto(`${this.#url}/j?lang=en#${token}`);
    await this.#button('Open the invitation').waitFor();
  }

  /** From the first screen to the invitation, with the camera on and the socket open. */
  async passDoor(): Promise<void> {
    await this.#button('Open the invitation').click();
    // The check begins by itself, for the browser has the person's consent.
    await this.page.getByTestId('self-video').waitFor();
    await this.page.getByText('ready', { exact: true }).waitFor();
  }

  async openLobby(token: string): Promise<void> {
    await this.openInvitation(token);
    await this.passDoor();
  }

  /** Brings the person to the waiting room, or to the call when they were admitted before. */
  enterButton(): Locator {
    return this.#button('Go to the waiting room');
  }

  async enter(): Promise<void> {
    await this.enterButton().click();
  }

  /** In the call, with the other's picture. */
  async seePicture(): Promise<void> {
    await this.#button('Leave').waitFor();
    await seePicture(this.page);
  }

  /** Leaves the call and comes in by the link again, as far as the invitation. */
  async comeBackToLobby(token: string): Promise<void> {
    await this.#button('Leave').click();
    await this.page.getByText('You are out of the conversation.').waitFor();
    await this.openLobby(token);
  }

  #button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }
}

export class PsychologistPage {
  readonly page: Page;
  readonly #url: string;

  constructor(page: Page, url: string) {
    this.page = page;
    this.#url = url;
  }

  /** Takes their seat and waits in the call. */
  async start(sessionId: string): Promise<void> {
    await this.page.goto(`${this.#url}/s/${sessionId}?lang=en#start`);
    await this.page.getByText('Nobody is in the room yet').waitFor();
  }

  admitButton(): Locator {
    return this.page.getByRole('button', { name: 'Let in', exact: true });
  }
}
