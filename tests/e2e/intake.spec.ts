import { expect, test } from '@playwright/test';
import { Keyboard } from '../support/Keyboard.ts';
import { readCalendar, textOf } from '../support/MailCatcher.ts';
import { Visitor } from '../support/Visitor.ts';
import { phrase, words } from '../support/words.ts';
import { CalendarCanvas } from './CalendarCanvas.ts';
import { button, IntakeDesk, phone, sees } from './IntakeDesk.ts';

const week = 7 * 24 * 60 * 60_000;
const desk = IntakeDesk.inUse();

test('K1 K2 K3 B7 B9 K6 B11 R2 B10 B14: from "I need help" to a weekly series, moved and cancelled late, by keyboard alone, before the psychologist’s eyes', async ({
  browser,
}) => {
  test.setTimeout(180_000);
  const address = 'klara@example.test';
  // Within a fortnight a cancellation is late, so that the first occurrence is.
  await desk.fixtures.change(
    `UPDATE psychologists SET policy = '{"cancellationMinutes":20160}' WHERE display_name = 'Anna Nowak'`,
  );
  const visitor = await Visitor.arrive(browser, {
    timezoneId: 'America/New_York',
    viewport: phone,
  });
  const { page } = visitor;
  const keys = new Keyboard(page);
  await page.goto(desk.origin);
  await keys.press(page.getByRole('link', { name: words('home.start') }));

  await sees(page, 'intake.forWhom.title');
  // The first thing on the page is whom to call (rule K1).
  await expect(page.locator('.crisis a').first()).toHaveAttribute('href', /^tel:/);
  // Nothing is chosen for the person, and pressing on says what is missing.
  await expect(page.getByRole('radio', { checked: true })).toHaveCount(0);
  await keys.press(button(page, 'intake.next'));
  await expect(page.getByText(words('intake.fault.choose'))).toBeVisible();
  await keys.choose(page.getByRole('radio', { name: words('intake.forWhom.me') }));
  await keys.press(button(page, 'intake.next'));

  await sees(page, 'intake.safety.title');
  await keys.choose(page.getByRole('radio', { name: words('intake.safety.talk') }));
  // Anything but yes shows the contacts at once, and that nobody reads this now (rule K2) …
  await expect(page.getByText(words('intake.safety.nobodyTitle'))).toBeVisible();
  await expect(page.locator('.contacts-now a[href="tel:112"], .help-first').first()).toBeVisible();
  // … and the way to an appointment stays open.
  await keys.press(button(page, 'intake.next'));

  await sees(page, 'intake.form.title');
  await expect(page.getByRole('radio')).toHaveCount(5);
  await expect(page.getByRole('radio', { checked: true })).toHaveCount(0);
  await keys.choose(page.getByRole('radio', { name: phrase('intake.form.audio.title') }));
  await keys.press(button(page, 'intake.next'));

  await sees(page, 'intake.search.title');
  await keys.select(page.getByLabel(words('intake.search.problem')), 'anxiety');
  await expect(page.locator('.choice-person')).toHaveCount(1);
  await keys.choose(page.getByRole('radio', { name: /Anna Nowak/ }));
  await keys.press(button(page, 'intake.next'));

  await sees(page, 'intake.time.title');
  // The zone of the reader is named, with the psychologist's beside it.
  await expect(page.locator('.zone')).toContainText('Eastern Time');
  await expect(page.locator('.zone')).toContainText('Central European');
  await keys.select(page.getByLabel(words('intake.time.rhythm')), 'Every week');
  await keys.select(page.getByLabel(words('intake.time.count')), '4');
  const first = page.locator('.time input').first();
  const startsAt = Number(await first.getAttribute('value'));
  await keys.choose(first);
  await keys.press(page.locator('.step-next').getByRole('button'));

  await sees(page, 'intake.about.title');
  // The psychologist has that week open, and doesn't touch it: what happens comes by itself.
  const calendar = await CalendarCanvas.open(browser, desk.stack.links().psychologist, startsAt);
  const onCalendar = calendar.of(/Klara Klientka/);
  await expect(onCalendar).toHaveCount(0);
  await expect(page.locator('.held')).toBeVisible();
  await keys.write(page.getByLabel(words('intake.about.name')), 'Klara Klientka');
  await keys.write(page.getByLabel(words('intake.about.age')), '34');
  await keys.select(page.getByLabel(words('intake.about.language')), 'English');
  await keys.write(page.getByLabel(words('intake.about.reason')), 'I sleep badly.');
  await keys.press(button(page, 'intake.next'));

  await sees(page, 'intake.contact.title');
  await keys.write(page.getByLabel(words('intake.contact.mail')), address);
  const contact = page.getByRole('radio');
  await keys.choose(page.getByRole('radio', { name: phrase('intake.contact.usual') }));
  await keys.choose(contact.nth(2));
  await keys.choose(contact.nth(4));
  await keys.press(button(page, 'intake.next'));

  await sees(page, 'intake.consents.title');
  await keys.check(page.getByRole('checkbox').first());
  await keys.press(button(page, 'intake.next'));

  await sees(page, 'intake.summary.title');
  await keys.press(button(page, 'intake.summary.send'));
  const code = page.getByLabel(words('intake.code.label'));
  // The focus is in the field that the code is typed into.
  await expect(code).toBeFocused();
  await page.keyboard.type(await desk.mailedCode(address, 1));
  await page.keyboard.press('Enter');
  await sees(page, 'intake.done.confirmed.title');

  await expect(onCalendar).toHaveCount(1);

  // One mail tells the whole series, with a part for each occurrence that a calendar can read.
  const [confirmed] = await desk.invitations(address, 1);
  expect(confirmed?.subject).not.toMatch(/therap|anxiety|sleep/i);
  const booked = (confirmed?.calendars ?? []).flatMap((one) => one.events);
  expect(confirmed?.calendars[0]?.method).toBe('REQUEST');
  expect(booked).toHaveLength(4);
  const starts = booked.map((event) => Date.parse(isoOf(textOf(event, 'dtstart')))).sort();
  expect(starts[0]).toBe(startsAt);
  // The psychologist's wall time is kept, over a change to or from summer time too.
  expect(starts.map((at) => warsaw(at))).toEqual(starts.map(() => warsaw(startsAt)));
  expect(Math.round(((starts[3] ?? 0) - startsAt) / week)).toBe(3);

  // Their own page: a mailed code opens it (rule A6).
  await keys.press(page.getByRole('link', { name: words('intake.done.toOwn') }));
  await sees(page, 'me.askTitle');
  const before = desk.mails.to(address).length;
  await keys.write(page.getByLabel(words('me.mail')), address);
  await page.keyboard.press('Enter');
  await sees(page, 'intake.code.title');
  await page.keyboard.type(await desk.mailedCode(address, before + 1));
  await page.keyboard.press('Enter');
  await sees(page, 'me.title');
  await expect(page.locator('.me-card')).toHaveCount(4);

  // Moves the second one.
  const second = page.locator('.me-card').nth(1);
  await keys.press(second.getByRole('button', { name: words('me.move') }));
  await sees(page, 'me.moveTitle');
  const other = page.locator('.time input').nth(1);
  const movedTo = Number(await other.getAttribute('value'));
  await keys.choose(other);
  await keys.press(button(page, 'me.moveNow'));
  await expect(page.getByText(phrase('me.moved')).first()).toBeVisible();
  const shown = calendar.shows(movedTo) ? 2 : 1;
  await expect(onCalendar).toHaveCount(shown);
  const moved =
    (await desk.invitations(address, 2))[1]?.calendars.flatMap((one) => one.events) ?? [];
  expect(moved).toHaveLength(1);
  expect(Date.parse(isoOf(textOf(moved[0], 'dtstart')))).toBe(movedTo);
  const uids = booked.map((event) => textOf(event, 'uid'));
  expect(uids).toContain(textOf(moved[0], 'uid'));
  expect(Number(textOf(moved[0], 'sequence'))).toBeGreaterThan(0);

  // The file for a calendar is the same event.
  const link = page
    .locator('.me-card')
    .first()
    .getByRole('link', { name: words('me.calendar') });
  const file = await page.request.get(`${desk.origin}${await link.getAttribute('href')}`);
  const entry = readCalendar(await file.text()).events[0];
  expect(uids).toContain(textOf(entry, 'uid'));

  // Cancels the first one: that it is late is said before, and after.
  await keys.press(
    page
      .locator('.me-card')
      .first()
      .getByRole('button', { name: words('me.cancel') }),
  );
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText(phrase('me.cancelLate'))).toBeVisible();
  await keys.press(dialog.getByRole('button', { name: words('me.cancelNow') }));
  await expect(page.getByText(words('me.cancelledLate')).first()).toBeVisible();
  await expect(page.locator('.me-card')).toHaveCount(3);
  const cancelled = (await desk.invitations(address, 3))[2]?.calendars[0];
  expect(cancelled?.method).toBe('CANCEL');
  expect(uids).toContain(textOf(cancelled?.events[0], 'uid'));
  const [row] = await desk.fixtures.rows<{ count: number }>(
    `SELECT count(*)::int AS count FROM appointments WHERE status = 'late_cancelled'`,
  );
  expect(row?.count).toBe(1);
  await expect(onCalendar).toHaveCount(shown - 1);

  // The psychologist drags the third one to the afternoon; the client is told by mail.
  const third = startsAt + 2 * week;
  await calendar.turnTo(third);
  await expect(onCalendar).toHaveCount(1);
  const draggedTo = await calendar.dragTo(onCalendar, third, 14);
  await calendar.visitor.press('calendar.onlyThis');
  const dragged = (await desk.invitations(address, 4))[3]?.calendars[0];
  expect(dragged?.method).toBe('REQUEST');
  expect(Date.parse(isoOf(textOf(dragged?.events[0], 'dtstart')))).toBe(draggedTo);
  expect(uids).toContain(textOf(dragged?.events[0], 'uid'));
  expect(calendar.visitor.troubles).toEqual([]);
  expect(visitor.troubles).toEqual([]);
  await page.context().close();
  await calendar.page.context().close();
});

/** `2027-01-21T15:00:00Z` from ical.js, which gives it so for UTC. */
function isoOf(time: string): string {
  expect(time).toMatch(/Z$/);
  return time;
}

function warsaw(at: number): string {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Europe/Warsaw',
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
  }).format(at);
}
