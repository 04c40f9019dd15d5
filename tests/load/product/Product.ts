import type { Browser, BrowserContext, Page } from '@playwright/test';
import { type Appointment, Fixtures, type Psychologist } from '../../support/fixtures.ts';
import { openPerson, type Poised, seePicture } from '../Chromium.ts';
import { layLine } from '../Line.ts';
import type { Call, Side, SideOptions } from '../sides.ts';
import { ClientPage, PsychologistPage } from './pages.ts';
import { ownAddress, startStack } from './stack.ts';

/** A client's page on its way in, weighed at each step. */
interface Visit {
  weight(): Promise<number>;
  openLobby(): Promise<void>;
  enterCall(): Promise<void>;
  end(): Promise<void>;
}

export interface Product extends Side {
  /** A client opens their invitation; `watch` sees the page before its first navigation. */
  openInvitation(browser: Browser, watch: (page: Page) => Visit['weight']): Promise<Visit>;
}

/** Starts the product's processes behind a line, and gives its pages. */
export async function startProduct({ delayMilliseconds }: SideOptions): Promise<Product> {
  const line = await layLine(delayMilliseconds);
  const stack = await startStack(line.media);
  const url = await line.attach(stack.origin());
  const fixtures = new Fixtures(stack.database.url);

  const enter = async (browser: Browser, cookie?: string): Promise<BrowserContext> => {
    const context = await openPerson(browser);
    await context.setExtraHTTPHeaders(ownAddress());
    if (cookie) await context.addCookies([{ name: 'gabinet', value: cookie, url }]);
    return context;
  };
  const openPsychologist = async (
    browser: Browser,
    psychologist: Psychologist,
    appointment: Appointment,
  ): Promise<PsychologistPage> => {
    const context = await enter(browser, psychologist.cookie);
    const page = new PsychologistPage(await context.newPage(), url);
    await page.start(appointment.sessionId);
    return page;
  };
  const openClient = async (browser: Browser): Promise<ClientPage> => {
    const context = await enter(browser);
    return new ClientPage(await context.newPage(), url);
  };
  const close = async (...pages: { page: Page }[]) => {
    for (const { page } of pages) await page.context().close();
  };

  return {
    async poiseReturn(browser): Promise<Poised> {
      const psychologist = await fixtures.psychologist();
      const appointment = await fixtures.appointment({ psychologist });
      const theirs = await openPsychologist(browser, psychologist, appointment);
      const client = await openClient(browser);
      await client.openLobby(appointment.token);
      await client.enter();
      await theirs.admitButton().click();
      await client.seePicture();
      await client.comeBackToLobby(appointment.token);
      return {
        button: client.enterButton(),
        watched: [client.page],
        end: () => close(client, theirs),
      };
    },
    async poiseAdmission(browser): Promise<Poised> {
      const psychologist = await fixtures.psychologist();
      const appointment = await fixtures.appointment({ psychologist });
      const theirs = await openPsychologist(browser, psychologist, appointment);
      const client = await openClient(browser);
      await client.openLobby(appointment.token);
      await client.enter();
      const button = theirs.admitButton();
      await button.waitFor();
      return { button, watched: [theirs.page, client.page], end: () => close(client, theirs) };
    },
    async openCall(browser): Promise<Call> {
      const psychologist = await fixtures.psychologist();
      const appointment = await fixtures.appointment({ psychologist });
      const theirs = await openPsychologist(browser, psychologist, appointment);
      const client = await openClient(browser);
      await client.openLobby(appointment.token);
      await client.enter();
      await theirs.admitButton().click();
      const pages = [theirs.page, client.page];
      for (const page of pages) await seePicture(page);
      return { pages, end: () => close(client, theirs) };
    },
    killWorker() {
      for (const worker of stack.workers()) process.kill(worker, 'SIGKILL');
    },
    async openInvitation(browser, watch): Promise<Visit> {
      const psychologist = await fixtures.psychologist();
      const appointment = await fixtures.appointment({ psychologist });
      const theirs = await openPsychologist(browser, psychologist, appointment);
      const client = await openClient(browser);
      const weight = watch(client.page);
      await client.openInvitation(appointment.token);
      return {
        weight,
        openLobby: () => client.passDoor(),
        async enterCall() {
          await client.enter();
          await theirs.admitButton().click();
          await client.seePicture();
        },
        end: () => close(client, theirs),
      };
    },
    async stop() {
      await fixtures.close();
      await stack.stop();
      await line.close();
    },
  };
}
