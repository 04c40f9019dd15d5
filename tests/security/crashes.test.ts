import { describe, expect, it, vi } from 'vitest';
import type { Person } from '../support/NoticeScene.ts';
import { remindedIn, useCatcher, useNotices } from '../support/useNotices.ts';

const minuteMs = 60_000;

const catcher = await useCatcher();

let counter = 0;
function person(over: Partial<Person> = {}): Person & { email: string } {
  counter += 1;
  return { name: `Rita Reminded${counter}`, ...over, email: `reminded${counter}@reader.test` };
}

const remindersTo = (address: string) =>
  catcher.to(address).filter(({ subject }) => subject.startsWith('Reminder:'));

describe('a process that is killed', () => {
  const door = useNotices(catcher);
  const process = () => {
    const [first] = door.used.stack.signaling;
    if (!first) throw new Error('No process runs.');
    return first;
  };

  it('R3 before a reminder is due sends it once when it is back', async () => {
    const reader = person();
    const id = await door.meeting(reader, remindedIn(1_000));
    await door.scene.tell('confirmed', [id]);
    await process().kill();
    await vi.waitFor(async () => expect(await door.scene.unfinished()).toBeGreaterThan(0), 5_000);
    await process().start();
    await catcher.arrived(reader.email, 2);
    await door.settled();
    expect(remindersTo(reader.email)).toHaveLength(1);
  });

  it('R3 with the mail handed over and no answer yet sends it once', async () => {
    const reader = person();
    const killed = new Promise<void>((resolve) => {
      catcher.beforeAnswer = async ({ to, subject }) => {
        if (to !== reader.email || !subject.startsWith('Reminder:')) return;
        catcher.beforeAnswer = undefined;
        await process().kill();
        resolve();
      };
    });
    const id = await door.meeting(reader, remindedIn(500));
    await door.scene.tell('confirmed', [id]);
    await killed;
    await process().start();
    await door.settled();
    expect(remindersTo(reader.email)).toHaveLength(1);
  }, 60_000);

  it('R3 before the mail is handed over loses nothing', async () => {
    const reader = person();
    const killed = new Promise<void>((resolve) => {
      catcher.refusal = (address) => {
        if (address !== reader.email) return undefined;
        catcher.refusal = undefined;
        void process().kill().then(resolve);
        return 451;
      };
    });
    const id = await door.meeting(reader, remindedIn(60 * minuteMs));
    await door.scene.tell('confirmed', [id]);
    await killed;
    await process().start();
    await catcher.arrived(reader.email);
    await door.settled();
    expect(catcher.to(reader.email)).toHaveLength(1);
  }, 60_000);
});

describe('two processes', () => {
  const door = useNotices(catcher, { signaling: 2, redis: true });

  it('N1 R3 share the work and double nothing', async () => {
    const readers = Array.from({ length: 20 }, () => person());
    const startsAt = remindedIn(2_500);
    for (const one of readers) {
      const id = await door.meeting(one, startsAt);
      await door.scene.tell('confirmed', [id]);
    }
    await door.settled();
    for (const { email } of readers) {
      expect(catcher.to(email)).toHaveLength(2);
      expect(remindersTo(email)).toHaveLength(1);
    }
  }, 60_000);
});
