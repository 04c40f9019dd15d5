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

describe('reminders', () => {
  const door = useNotices(catcher);

  it('R4 wait for instants before the start: 24 hours and one hour of elapsed time', async () => {
    const startsAt = Date.parse('2027-03-28T10:00:00Z');
    const id = await door.meeting(person(), startsAt, [1440, 60]);
    await door.scene.tell('confirmed', [id]);
    expect(await door.scene.reminders(id)).toEqual([
      '2027-03-27T10:00:00.000Z',
      '2027-03-28T09:00:00.000Z',
    ]);
  });

  it('R4 go once, and say the time in the reader’s zone', async () => {
    const reader = person({ zone: 'America/New_York' });
    const id = await door.meeting(reader, remindedIn(1_500));
    await door.scene.tell('confirmed', [id]);
    const [, reminder] = await catcher.arrived(reader.email, 2);
    expect(reminder?.subject).toMatch(/^Reminder: appointment on /);
    expect(reminder?.text).toContain('New York');
    expect(reminder?.text).toMatch(/\/j#[A-Za-z0-9_-]{27}/);
    await door.settled();
    expect(remindersTo(reader.email)).toHaveLength(1);
  });

  it('R4 never go after a cancellation', async () => {
    const reader = person();
    const id = await door.meeting(reader, remindedIn(1_500));
    await door.scene.tell('confirmed', [id]);
    await catcher.arrived(reader.email);
    await door.scene.cancel(id);
    await door.scene.tell('cancelled', [id]);
    await catcher.arrived(reader.email, 2);
    await door.settled();
    expect(remindersTo(reader.email)).toEqual([]);
  });

  it('R4 go only for the new time after a move, and once when it is moved back', async () => {
    const [moved, back] = [person(), person()];
    const first = remindedIn(1_500);
    const movedId = await door.meeting(moved, first);
    const backId = await door.meeting(back, first);
    await door.scene.tell('confirmed', [movedId]);
    await door.scene.tell('confirmed', [backId]);
    for (const id of [movedId, backId]) {
      await door.scene.move(id, first + 3_000);
      await door.scene.tell('moved', [id]);
    }
    await door.scene.move(backId, first);
    await door.scene.tell('moved', [backId]);
    await vi.waitFor(() => expect(remindersTo(moved.email)).toHaveLength(1), { timeout: 15_000 });
    await vi.waitFor(() => expect(remindersTo(back.email)).toHaveLength(1), { timeout: 15_000 });
    // The reminder of the time that was left came first, and was dropped when the second one went.
    expect(Date.now()).toBeGreaterThan(first + 3_000 - 5 * minuteMs);
    await door.settled();
    expect(remindersTo(moved.email)).toHaveLength(1);
    expect(remindersTo(back.email)).toHaveLength(1);
  });

  it('R4 K4 never go to who wants none or asked for discretion', async () => {
    const [none, discreet] = [person({ reminders: false }), person({ discreet: true })];
    const ids = [];
    for (const one of [none, discreet]) ids.push(await door.meeting(one, remindedIn(1_500)));
    for (const id of ids) await door.scene.tell('confirmed', [id]);
    await catcher.arrived(none.email);
    await catcher.arrived(discreet.email);
    await door.settled();
    expect(catcher.to(none.email)).toHaveLength(1);
    expect(catcher.to(discreet.email)).toHaveLength(1);
  });
});
