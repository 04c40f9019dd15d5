import { alternate, failureNote } from '../alternate.ts';
import { launchChromium, timed } from '../Chromium.ts';
import type { Figure } from '../Figure.ts';
import { startBoth } from '../startBoth.ts';

/** The psychologist's click, page open and warm → the first decoded frame on both sides. */
export const admit: Figure = async (options) => {
  const sides = await startBoth({ delayMilliseconds: 0 });
  const browser = await launchChromium();
  try {
    const samples = await alternate(options, 'admit', options.quick ? 3 : 15, {
      ours: async () => timed(await sides.ours.poiseAdmission(browser)),
      reference: async () => timed(await sides.reference.poiseAdmission(browser)),
    });
    const { ours, reference } = samples;
    return [
      {
        figure: 'admit',
        unit: 'ms',
        ours,
        reference,
        aim: '≤ 150 ms',
        ...failureNote(samples),
      },
    ];
  } finally {
    await browser.close();
    await sides.stop();
  }
};
