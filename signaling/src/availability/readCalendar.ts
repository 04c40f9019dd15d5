import { Worker } from 'node:worker_threads';
import { type BusyQuery, type BusyRange, UnreadableCalendar } from './calendarBusy.ts';

const readForMs = 15_000;
const memoryMegabytes = 256;

/**
 * `busyRangesOf` in a thread of its own, with an end to its time and memory.
 * @throws UnreadableCalendar, also when it takes too much
 */
export function readCalendar(text: string, query: BusyQuery): Promise<BusyRange[]> {
  const worker = new Worker(new URL('./calendarWorker.ts', import.meta.url), {
    workerData: { text, query },
    resourceLimits: { maxOldGenerationSizeMb: memoryMegabytes },
  });
  return new Promise<BusyRange[]>((resolve, reject) => {
    const tooLong = setTimeout(() => reject(new UnreadableCalendar('takes too long')), readForMs);
    worker.once('message', (answer: { ranges: BusyRange[] } | { unreadable: string }) => {
      clearTimeout(tooLong);
      if ('ranges' in answer) resolve(answer.ranges);
      else reject(new UnreadableCalendar(answer.unreadable));
    });
    worker.once('error', (cause) => {
      clearTimeout(tooLong);
      reject(new UnreadableCalendar('could not be read', { cause }));
    });
  }).finally(() => worker.terminate());
}
