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
  const chains = { ours: [] as string[][], reference: [] as string[][] };
  try {
    const samples = await alternate(options, 'round trips', options.quick ? 2 : 5, {
      ours: () => measure(browser, sides.ours, chains.ours),
      reference: () => measure(browser, sides.reference, chains.reference),
    });
    for (const name of ['ours', 'reference'] as const) {
      options.say(`  ${name}: ${chains[name].at(-1)?.join(' → ')}`);
    }
    const lengths = (of: readonly string[][]) => of.map(({ length }) => length);
    return [
      {
        figure: 'round trips from click to media',
        unit: '',
        ours: lengths(chains.ours),
        reference: lengths(chains.reference),
        aim: '≤ 3',
      },
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

async function measure(browser: Browser, side: Side, chains: string[][]): Promise<number> {
  const poised = await side.poiseReturn(browser);
  try {
    await settle();
    const wire = await WireRecorder.attach(poised.button.page());
    const { clickAt, milliseconds } = await press(poised);
    chains.push(wire.chain(clickAt, clickAt + milliseconds, 2 * DELAY_MS));
    return milliseconds;
  } finally {
    await poised.end();
  }
}
