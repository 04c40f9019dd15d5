/** One line of the table: samples of ours, of the reference measured in the same run, and the aim. */
export interface Row {
  figure: string;
  unit: string;
  ours: readonly number[];
  /** Empty where there is nothing to compare with. */
  reference: readonly number[];
  /** The aim in the table's own words. */
  aim: string;
  note?: string;
}

export interface BenchOptions {
  /** Fewer runs, for a look while working. */
  quick: boolean;
  /** Shows progress. */
  say: (line: string) => void;
}

/** Measures something and gives its lines. Owns and ends all that it starts. */
export type Figure = (options: BenchOptions) => Promise<Row[]>;
