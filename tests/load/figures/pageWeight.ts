import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { launchChromium } from '../Chromium.ts';
import type { Figure } from '../Figure.ts';
import { startProduct } from '../product/Product.ts';

const BYTES_PER_KILOBYTE = 1000;

/** JavaScript that a client's page has loaded, gzipped: when the invitation is there, and in the call. */
export const pageWeight: Figure = async () => {
  const product = await startProduct({ delayMilliseconds: 0 });
  const browser = await launchChromium();
  try {
    const visit = await product.openInvitation(browser, (page) => weigh(page));
    const first = await visit.weight();
    await visit.openLobby();
    const lobby = await visit.weight();
    await visit.enterCall();
    const call = await visit.weight();
    await visit.end();
    return [
      {
        figure: 'page weight: the invitation, JS gzipped',
        unit: 'kB',
        ours: [first],
        reference: [],
        aim: '≤ 60 kB',
      },
      {
        figure: 'page weight: with the device check',
        unit: 'kB',
        ours: [lobby],
        reference: [],
        aim: '-',
      },
      {
        figure: 'page weight: in the call',
        unit: 'kB',
        ours: [call],
        reference: [],
        aim: '≤ 180 kB',
      },
    ];
  } finally {
    await browser.close();
    await product.stop();
  }
};

/** Watches a page from before its first navigation; the function gives the kilobytes of script so far. */
function weigh(page: Page): () => Promise<number> {
  const scripts = new Map<string, Promise<number>>();
  page.on('response', (response) => {
    const isScript = /javascript/.test(response.headers()['content-type'] ?? '');
    if (!isScript || scripts.has(response.url())) return;
    scripts.set(
      response.url(),
      // gzip by ourselves, so that the figure does not depend on the server's or a proxy's settings.
      response.body().then((body) => gzipSync(body, { level: 9 }).length),
    );
  });
  return async () => {
    await page.waitForLoadState('networkidle');
    const sizes = await Promise.all(scripts.values());
    return sizes.reduce((sum, size) => sum + size, 0) / BYTES_PER_KILOBYTE;
  };
}
