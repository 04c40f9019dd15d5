import { afterAll, afterEach, beforeAll, expect, vi } from 'vitest';
import { MailCatcher } from './MailCatcher.ts';
import { NoticeScene, type Person } from './NoticeScene.ts';
import type { StackOptions } from './Stack.ts';
import type { StackInUse } from './StackInUse.ts';
import { useStack } from './useStack.ts';

const minuteMs = 60_000;

/** A start whose reminder, five minutes before it, is due so many milliseconds from now. */
export const remindedIn = (ms: number): number => Date.now() + 5 * minuteMs + ms;

export interface NoticesInUse {
  readonly used: StackInUse;
  readonly scene: NoticeScene;
  /** An appointment of a psychologist of its own with one client; gives its id. */
  meeting(reader: Person, startsAt: number, reminderMinutes?: number[]): Promise<string>;
  /** Waits until no job is due or in work. */
  settled(): Promise<void>;
}

/** A stack that sends to a catcher, and the queue's door, for all tests of a block; it needs no media. */
export function useNotices(catcher: MailCatcher, options: StackOptions = {}): NoticesInUse {
  const used = useStack({
    demo: false,
    sfu: 0,
    ...options,
    environment: {
      ...catcher.environment,
      ...(options.redis ? {} : { SFU_URLS: 'http://127.0.0.1:9' }),
    },
  });
  let scene: NoticeScene | undefined;
  beforeAll(() => {
    scene = new NoticeScene(used.stack);
  });
  afterAll(() => scene?.close());
  const open = (): NoticeScene => {
    if (!scene) throw new Error('The stack runs only within tests.');
    return scene;
  };
  return {
    used,
    get scene() {
      return open();
    },
    async meeting(reader, startsAt, reminderMinutes = [5]) {
      const psychologist = await used.fixtures.psychologist('Anna Nowakowska');
      await open().reachable(psychologist, { reminderMinutes });
      const clientId = await open().client(psychologist.practiceId, reader);
      const people = [{ clientId, person: reader }];
      return (await open().appointment(psychologist, startsAt, people)).appointmentId;
    },
    settled: () =>
      vi.waitFor(async () => expect(await open().unfinished()).toBe(0), {
        timeout: 50_000,
        interval: 200,
      }),
  };
}

/** A mail server for all tests of a file; between tests it behaves. */
export async function useCatcher(): Promise<MailCatcher> {
  const catcher = await MailCatcher.start();
  afterEach(() => {
    catcher.beforeAnswer = undefined;
    catcher.refusal = undefined;
  });
  afterAll(() => catcher.close());
  return catcher;
}
