import type { BenchOptions } from './Figure.ts';

export interface Samples {
  ours: number[];
  reference: number[];
  /** Runs that gave no figure, with why. */
  failures: string[];
}

/**
 * Measures both sides in turn, so that the machine's noise meets both alike, beginning with another
 * side each time. A run that fails is counted, not repeated; when one side never succeeds it throws.
 */
export async function alternate(
  { say }: BenchOptions,
  title: string,
  runs: number,
  sides: { ours: () => Promise<number>; reference: () => Promise<number> },
): Promise<Samples> {
  const samples: Samples = { ours: [], reference: [], failures: [] };
  for (let run = 0; run < runs; run += 1) {
    const order =
      run % 2 === 0 ? (['ours', 'reference'] as const) : (['reference', 'ours'] as const);
    for (const name of order) {
      try {
        samples[name].push(await sides[name]());
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        samples.failures.push(`${name}: ${reason}`);
        say(`  ${title}, ${name}: a run failed: ${reason.split('\n')[0]}`);
      }
    }
    const [ours, reference] = [samples.ours.at(-1), samples.reference.at(-1)];
    say(`  ${title} ${run + 1}/${runs}: ${ours?.toFixed(1)} against ${reference?.toFixed(1)}`);
  }
  for (const name of ['ours', 'reference'] as const) {
    if (samples[name].length === 0) throw new Error(`${title}: ${samples.failures.at(-1)}`);
  }
  return samples;
}

/** What the table says of failed runs; nothing when there were none. */
export function failureNote({ failures }: Samples): { note: string } | object {
  return failures.length === 0 ? {} : { note: `${failures.length} runs failed` };
}
