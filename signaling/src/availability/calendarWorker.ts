import { parentPort, workerData } from 'node:worker_threads';
import { type BusyQuery, busyRangesOf, UnreadableCalendar } from './calendarBusy.ts';

/** A thread for one calendar: megabytes of somebody else's text must not hold up a live session. */
const { text, query } = workerData as { text: string; query: BusyQuery };
try {
  parentPort?.postMessage({ ranges: busyRangesOf(text, query) });
} catch (thrown) {
  if (!(thrown instanceof UnreadableCalendar)) throw thrown;
  parentPort?.postMessage({ unreadable: thrown.message });
}
