import type { Row } from './Figure.ts';
import { median, percentile } from './statistics.ts';

const HEAD = ['figure', 'ours', 'p95', 'reference', 'ratio', 'aim'];

/** One row as it goes into the history: the samples and what was made of them. */
export function summarize(row: Row) {
  const reference = row.reference.length > 0 ? median(row.reference) : null;
  return {
    ...row,
    median: median(row.ours),
    p95: percentile(row.ours, 0.95),
    referenceMedian: reference,
    ratio: reference ? median(row.ours) / reference : null,
  };
}

/** The table for the console. */
export function formatTable(rows: readonly Row[]): string {
  const lines = rows.map((row) => {
    const { median: ours, p95, referenceMedian, ratio } = summarize(row);
    const amount = (value: number | null) =>
      value === null ? '-' : `${format(value)} ${row.unit}`.trim();
    return [
      row.note ? `${row.figure} (${row.note})` : row.figure,
      amount(ours),
      amount(p95),
      amount(referenceMedian),
      ratio === null ? '-' : `${ratio.toFixed(2)} ×`,
      row.aim,
    ];
  });
  const widths = HEAD.map((_, column) =>
    Math.max(...[HEAD, ...lines].map((line) => line[column]?.length ?? 0)),
  );
  const print = (line: readonly string[]) =>
    line
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ');
  const rule = widths.map((width) => '─'.repeat(width)).join('  ');
  return [print(HEAD), rule, ...lines.map(print)].join('\n');
}

function format(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toFixed(1).replace(/\.0$/, '');
}
