import { alternate, failureNote } from '../alternate.ts';
import { launchChromium, timed } from '../Chromium.ts';
import type { Figure } from '../Figure.ts';
import { startBoth } from '../startBoth.ts';

/** An admitted person comes back: click → first decoded remote frame. */
export const join: Figure = async (options) => {
  const sides = await startBoth({ delayMilliseconds: 0 });
  const browser = await launchChromium();
  try {
    const samples = await alternate(options, 'join', options.quick ? 3 : 15, {
      ours: async () => timed(await sides.ours.poiseReturn(browser)),
      reference: async () => timed(await sides.reference.poiseReturn(browser)),
    });
    const { ours, reference } = samples;
    return [
      {
        figure: 'join',
        unit: 'ms',
        ours,
        reference,
        aim: '≤ 1.15 ×',
        ...failureNote(samples),
      },
    ];
  } finally {
    await browser.close();
    await sides.stop();
  }
};
