import type { Browser, Page } from '@playwright/test';
import { Fixtures } from '../../support/fixtures.ts';
import type { Poised } from '../Chromium.ts';
import { layLine } from '../Line.ts';
import type { Side, SideOptions } from '../sides.ts';
import { People } from './People.ts';
import { startStack } from './stack.ts';

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
  const stack = await startStack({ sfuEnvironment: line.media });
  const fixtures = new Fixtures(stack.database.url);
  const people = new People(await line.attach(stack.origin()), fixtures);

  return {
    async poiseReturn(browser): Promise<Poised> {
      const { appointment, theirs, client, end } = await people.pair(browser);
      await client.openLobby(appointment.token);
      await client.enter();
      await theirs.admitButton().click();
      await client.seePicture();
      await client.comeBackToLobby(appointment.token);
      return { button: client.enterButton(), watched: [client.page], end };
    },
    async poiseAdmission(browser): Promise<Poised> {
      const { appointment, theirs, client, end } = await people.pair(browser);
      await client.openLobby(appointment.token);
      await client.enter();
      const button = theirs.admitButton();
      await button.waitFor();
      return { button, watched: [theirs.page, client.page], end };
    },
    openCall: (browser) => people.call(browser),
    killWorker() {
      for (const worker of stack.workers()) process.kill(worker, 'SIGKILL');
    },
    async openInvitation(browser, watch): Promise<Visit> {
      const { appointment, theirs, client, end } = await people.pair(browser);
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
        end,
      };
    },
    async stop() {
      await fixtures.close();
      await stack.stop();
      await line.close();
    },
  };
}
