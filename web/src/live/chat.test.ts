import type { ChatMessage } from '@gabinet/shared/contracts/chat';
import { AppError, type ErrorCode } from '@gabinet/shared/contracts/errors';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { WaitingLetter } from './ChatKeep.ts';
import { ChatLog } from './ChatLog.ts';
import { ChatMarks } from './ChatMarks.ts';
import { ChatOutbox } from './ChatOutbox.ts';
import { ChatReader } from './ChatReader.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function message(sequence: number, messageId = `m${sequence}`): ChatMessage {
  return { messageId, sequence, participantId: 'p', text: `text ${sequence}`, image: null, at: 0 };
}
const letter = (messageId: string): WaitingLetter => ({ messageId, text: '', image: null, at: 0 });
const sequences = (log: ChatLog) => log.messages.map(({ sequence }) => sequence);

describe('C2 C3 the log', () => {
  test('puts what overtook into its order, and takes nothing twice', () => {
    const log = new ChatLog();
    for (const sequence of [2, 1, 2, 4, 1]) log.hear(message(sequence));
    expect(sequences(log)).toEqual([1, 2]);
    expect(log.behind).toBe(true);
    log.read([message(3)]);
    expect(sequences(log)).toEqual([1, 2, 3, 4]);
    expect(log.behind).toBe(false);
  });

  test('C4 begins where this person was let in, and is not behind for what is not theirs', () => {
    const log = new ChatLog();
    log.know(7);
    log.read([message(5), message(6)]);
    log.complete(7);
    expect(sequences(log)).toEqual([5, 6]);
    expect(log.behind).toBe(false);
    log.hear(message(8));
    expect(sequences(log)).toEqual([5, 6, 8]);
  });

  test('takes any order of live messages and reads to the same letters', () => {
    let seed = 7;
    const random = (): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed / 2_147_483_648;
    };
    for (let round = 0; round < 200; round += 1) {
      const log = new ChatLog();
      const all = Array.from({ length: 30 }, (_, index) => message(index + 1));
      for (let step = 0; step < 60; step += 1) {
        const one = all[Math.floor(random() * all.length)];
        if (one) log.hear(one);
        if (random() < 0.1) log.read(all.slice(log.cursor, log.cursor + 5));
      }
      log.read(all.slice(log.cursor));
      expect(sequences(log)).toEqual(all.map(({ sequence }) => sequence));
    }
  });
});

describe('C3 the reader', () => {
  test('reads page after page until there is no more, then fills a gap that stays', async () => {
    const log = new ChatLog();
    const stored = [1, 2, 3, 4, 5].map((sequence) => message(sequence));
    const asked: number[] = [];
    const reader = new ChatReader({
      log,
      read: async (after) => {
        asked.push(after);
        const messages = stored.filter(({ sequence }) => sequence > after).slice(0, 2);
        const through = messages.at(-1)?.sequence ?? after;
        return { messages, marks: [], more: through < stored.length, through };
      },
      onRead: () => undefined,
    });
    reader.open();
    await vi.advanceTimersByTimeAsync(0);
    expect(asked).toEqual([0, 2, 4]);
    expect(reader.ready.value).toBe(true);
    stored.push(message(6), message(7));
    reader.hear(message(7));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(asked).toEqual([0, 2, 4, 5]);
    expect(sequences(log)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  test('a read that was lost with its socket is repeated by the next one at once', async () => {
    const log = new ChatLog();
    let lose: ((error: Error) => void) | undefined;
    let reads = 0;
    const reader = new ChatReader({
      log,
      read: () => {
        reads += 1;
        if (reads === 1) return new Promise((_, reject) => (lose = reject));
        return Promise.resolve({ messages: [message(1)], marks: [], more: false, through: 1 });
      },
      onRead: () => undefined,
    });
    reader.open();
    reader.close();
    reader.open();
    lose?.(new AppError('UNAVAILABLE'));
    await vi.advanceTimersByTimeAsync(1);
    expect(sequences(log)).toEqual([1]);
  });
});

/** An outbox before a service that refuses with these codes, one after the other, then takes all. */
function outbox(refusals: ErrorCode[] = []) {
  const tried: string[] = [];
  const kept: string[][] = [];
  let sequence = 0;
  const box = new ChatOutbox({
    deliver: async ({ messageId }) => {
      tried.push(messageId);
      const refusal = refusals.shift();
      if (refusal) throw new AppError(refusal);
      sequence += 1;
      return { sequence, at: sequence };
    },
    onStored: ({ messageId }) => box.remove(messageId),
    keep: (waiting) => kept.push(waiting.map(({ messageId }) => messageId)),
  });
  return { box, tried, kept };
}

describe('C1 the outbox', () => {
  test('holds letters until there is a socket, then sends them in order; what is kept shrinks with it', async () => {
    const { box, tried, kept } = outbox();
    for (const one of ['a', 'b', 'c']) box.add(letter(one));
    expect(tried).toEqual([]);
    expect(kept.at(-1)).toEqual(['a', 'b', 'c']);
    box.open();
    await vi.advanceTimersByTimeAsync(0);
    expect(tried).toEqual(['a', 'b', 'c']);
    expect(kept.at(-1)).toEqual([]);
  });

  test('sends the same letter again after a lost answer, before those behind it', async () => {
    const { box, tried } = outbox(['UNAVAILABLE', 'TOO_MANY_REQUESTS']);
    box.open();
    box.add(letter('a'));
    box.add(letter('b'));
    await vi.advanceTimersByTimeAsync(0);
    expect(tried).toEqual(['a']);
    box.close();
    box.open();
    await vi.advanceTimersByTimeAsync(0);
    expect(tried).toEqual(['a', 'a']);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(tried).toEqual(['a', 'a', 'a', 'b']);
  });

  test('a refusal for good sets the letter aside and holds up nobody; a press tries again', async () => {
    const { box, tried, kept } = outbox(['LIMIT_REACHED']);
    box.open();
    box.add(letter('a'));
    box.add(letter('b'));
    await vi.advanceTimersByTimeAsync(0);
    expect(tried).toEqual(['a', 'b']);
    expect(box.letters.value.map(({ failure }) => failure)).toEqual(['LIMIT_REACHED']);
    expect(kept.at(-1)).toEqual(['a']);
    box.again('a');
    await vi.advanceTimersByTimeAsync(0);
    expect(tried).toEqual(['a', 'b', 'a']);
    expect(box.letters.value).toEqual([]);
  });

  test('takes up what an earlier load of the page had kept', async () => {
    const { box, tried } = outbox();
    box.restore([letter('a'), letter('b')]);
    box.open();
    await vi.advanceTimersByTimeAsync(0);
    expect(tried).toEqual(['a', 'b']);
  });
});

/** Marks whose service takes everything. */
function marks() {
  const sent: { delivered: number; read: number }[] = [];
  let written = 0;
  const made = new ChatMarks({
    send: async (reached) => sent.push(reached),
    sendWriting: async () => {
      written += 1;
    },
    clock: () => Date.now(),
  });
  return { made, sent, written: () => written };
}

describe('C5 C6 marks', () => {
  test('C5 a burst goes as one, and never back', async () => {
    const { made, sent } = marks();
    made.open();
    for (const delivered of [1, 2, 3, 2]) made.reach({ delivered });
    await vi.advanceTimersByTimeAsync(300);
    made.reach({ delivered: 1 });
    await vi.advanceTimersByTimeAsync(300);
    expect(sent).toEqual([{ delivered: 3, read: 0 }]);
    made.hear([{ participantId: 'p', delivered: 5, read: 4 }]);
    made.hear([{ participantId: 'p', delivered: 2, read: 0 }]);
    expect(made.marks.value.get('p')).toEqual({ delivered: 5, read: 4 });
  });

  test('C5 what was reached without a socket is told by the next one', async () => {
    const { made, sent } = marks();
    made.reach({ delivered: 4 });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(sent).toEqual([]);
    made.open();
    await vi.advanceTimersByTimeAsync(300);
    expect(sent).toEqual([{ delivered: 4, read: 0 }]);
  });

  test('C6 writing is told every 3 s at most, and at once after a letter went', () => {
    const { made, written } = marks();
    made.open();
    for (let stroke = 0; stroke < 40; stroke += 1) {
      made.write();
      vi.advanceTimersByTime(100);
    }
    expect(written()).toBe(2);
    made.wrote();
    made.write();
    expect(written()).toBe(3);
  });

  test('C6 somebody who is heard writing stops when their letter comes, or after 6 s', () => {
    const { made } = marks();
    made.open();
    made.hearWriting('p');
    made.hearWriting('q');
    expect(made.writing.value).toEqual(['p', 'q']);
    made.writingEnds('p');
    expect(made.writing.value).toEqual(['q']);
    vi.advanceTimersByTime(6_000);
    expect(made.writing.value).toEqual([]);
  });
});
