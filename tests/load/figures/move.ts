import type { Browser } from '@playwright/test';
import { alternate, failureNote } from '../alternate.ts';
import { launchChromium, seePicture, settle } from '../Chromium.ts';
import type { Figure } from '../Figure.ts';
import type { Side } from '../sides.ts';
import { startBoth } from '../startBoth.ts';

/** The media worker is killed under a call → the first frame of the rebuilt path, at the later of both pages. */
export const move: Figure = async (options) => {
  const sides = await startBoth({ delayMilliseconds: 0 });
  const browser = await launchChromium();
  try {
    const samples = await alternate(options, 'move', options.quick ? 3 : 9, {
      ours: () => measure(browser, sides.ours),
      reference: () => measure(browser, sides.reference),
    });
    const { ours, reference } = samples;
    return [
      {
        figure: 'move: worker killed → picture back on both sides',
        unit: 'ms',
        ours,
        reference,
        aim: '< 1.5 s',
        ...failureNote(samples),
      },
    ];
  } finally {
    await browser.close();
    await sides.stop();
  }
};

async function measure(browser: Browser, side: Side): Promise<number> {
  const call = await side.openCall(browser);
  try {
    await settle();
    for (const page of call.pages) await page.evaluate(() => window.gabinetBench.arm());
    const killedAt = performance.timeOrigin + performance.now();
    side.killWorker();
    const frames: number[] = [];
    for (const page of call.pages) frames.push(await seePicture(page));
    return Math.max(...frames) - killedAt;
  } finally {
    await call.end();
  }
}
