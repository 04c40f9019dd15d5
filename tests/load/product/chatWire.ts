import type { Page } from '@playwright/test';

const LIMIT_MS = 20_000;

interface ChatWire {
  /** Writes `text` every few milliseconds, whenever the page has joined, until `quiet()`. */
  write(text: string): void;
  quiet(): void;
  /** Epoch milliseconds at which the first message with that text came from the other. */
  heardAt: Record<string, number>;
}
declare global {
  interface Window {
    gabinetChat: ChatWire;
  }
}

/**
 * Lets a page's own socket write besides what the page says, by the contract of `chat:send`. The page's
 * socket it must be, for how soon the page itself has another one is a part of what is measured.
 */
export async function installChatWire(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const everyMilliseconds = 50;
    // Beyond what the page counts to: it passes over the answers.
    let request = 1_000_000;
    let joined: WebSocket | null = null;
    let timer: ReturnType<typeof setInterval> | undefined;
    const heardAt: Record<string, number> = {};
    window.gabinetChat = {
      heardAt,
      write(text) {
        timer = setInterval(() => {
          if (joined?.readyState !== WebSocket.OPEN) return;
          request += 1;
          const message = { messageId: crypto.randomUUID(), text, image: null };
          joined.send(`42${request}${JSON.stringify(['chat:send', message])}`);
        }, everyMilliseconds);
      },
      quiet: () => clearInterval(timer),
    };
    const Original = window.WebSocket;
    window.WebSocket = class extends Original {
      #joining: string | undefined;

      constructor(url: string | URL, protocols?: string | string[]) {
        super(url, protocols);
        this.addEventListener('message', ({ data }) => {
          if (typeof data !== 'string') return;
          // A join is answered by its own number and `ok`; before that nobody may write.
          if (this.#joining && data.startsWith(`43${this.#joining}[{"ok":true`)) joined = this;
          if (!data.startsWith('42["chat:message"')) return;
          const text = JSON.parse(data.slice(2))[1]?.text;
          if (typeof text === 'string') {
            heardAt[text] ??= performance.timeOrigin + performance.now();
          }
        });
      }

      override send(data: Parameters<WebSocket['send']>[0]): void {
        if (typeof data === 'string') {
          this.#joining ??= /^42(\d+)\["session:join"/.exec(data)?.[1];
        }
        super.send(data);
      }
    };
  });
}

/** Every page writes until each has heard the other; gives the epoch milliseconds of the last first hearing. */
export async function everybodyHeard(pages: readonly Page[], text: string): Promise<number> {
  await Promise.all(
    pages.map((page) => page.evaluate((said) => window.gabinetChat.write(said), text)),
  );
  try {
    const heard = await Promise.all(
      pages.map(async (page) => {
        const at = await page.waitForFunction((said) => window.gabinetChat.heardAt[said], text, {
          timeout: LIMIT_MS,
          polling: 100,
        });
        return Number(await at.jsonValue());
      }),
    );
    return Math.max(...heard);
  } finally {
    await Promise.all(pages.map((page) => page.evaluate(() => window.gabinetChat.quiet())));
  }
}
