import type { Browser } from '@playwright/test';
import { alternate, failureNote } from '../alternate.ts';
import { launchChromium, press, settle } from '../Chromium.ts';
import type { Figure } from '../Figure.ts';
import type { Side } from '../sides.ts';
import { startBoth } from '../startBoth.ts';
import { WireRecorder } from '../wire.ts';

/** Held back each way, so a round trip over the line takes twice this. */
const DELAY_MS = 100;

/** Click → media over a long line: the time, and the round trips counted on the wire meanwhile. */
export const roundTrips: Figure = async (options) => {
  const sides = await startBoth({ delayMilliseconds: DELAY_MS });
  const browser = await launchChromium();
  const counted = { ours: [] as number[], reference: [] as number[] };
  try {
    const samples = await alternate(options, 'round trips', options.quick ? 2 : 5, {
      ours: () => measure(browser, sides.ours, counted.ours),
      reference: () => measure(browser, sides.reference, counted.reference),
    });
    return [
      { figure: 'round trips from click to media', unit: '', ...counted, aim: '≤ 3' },
      {
        figure: `the same with ${DELAY_MS} ms of delay each way`,
        unit: 'ms',
        ours: samples.ours,
        reference: samples.reference,
        aim: '-',
        ...failureNote(samples),
      },
    ];
  } finally {
    await browser.close();
    await sides.stop();
  }
};

async function measure(browser: Browser, side: Side, counted: number[]): Promise<number> {
  const poised = await side.poiseReturn(browser);
  try {
    await settle();
    const wire = await WireRecorder.attach(poised.button.page());
    const { clickAt, milliseconds } = await press(poised);
    counted.push(wire.between(clickAt, clickAt + milliseconds, 2 * DELAY_MS).sequential);
    return milliseconds;
  } finally {
    await poised.end();
  }
}
