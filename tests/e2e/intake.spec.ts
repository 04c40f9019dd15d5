import { expect, type Page, test } from '@playwright/test';
import { Fixtures } from '../support/fixtures.ts';
import { Keyboard } from '../support/Keyboard.ts';
import { MailCatcher, readCalendar, textOf } from '../support/MailCatcher.ts';
import { Stack } from '../support/Stack.ts';
import { Visitor } from '../support/Visitor.ts';
import { type Key, phrase, type Values, words } from '../support/words.ts';

const phone = { width: 360, height: 640 };
const week = 7 * 24 * 60 * 60_000;

let stack: Stack;
let mails: MailCatcher;
let fixtures: Fixtures;
test.beforeAll(async () => {
  mails = await MailCatcher.start();
  stack = await Stack.start({ environment: mails.environment });
  fixtures = new Fixtures(stack.database.url);
});
test.afterAll(async () => {
  await fixtures?.close();
  await stack?.stop();
  await mails?.close();
});

/** A client without a pointer, on a phone, in New York. */
async function arrive(page: Page): Promise<{ page: Page; keys: Keyboard }> {
  await page.setViewportSize(phone);
  return { page, keys: new Keyboard(page) };
}

async function sees(page: Page, key: Key, values?: Values): Promise<void> {
  await expect(page.getByRole('heading', { name: words(key, values) })).toBeVisible();
}

function button(page: Page, key: Key, values?: Values) {
  return page.getByRole('button', { name: words(key, values) });
}

/** The newest six digits that were mailed to an address. */
async function mailedCode(address: string, count: number): Promise<string> {
  const mail = (await mails.arrived(address, count))[count - 1];
  const code = /\b\d{6}\b/.exec(mail?.text ?? '')?.[0];
  if (!code) throw new Error('There is no code in the mail.');
  return code;
}

/** The mails to an address that hold calendar parts, once there are so many. */
async function invitations(address: string, count: number) {
  await expect
    .poll(() => mails.to(address).filter((mail) => mail.calendars.length > 0).length)
    .toBeGreaterThanOrEqual(count);
  return mails.to(address).filter((mail) => mail.calendars.length > 0);
}

test('K1 K2 K3 B7 B9 K6 B11 R2: from "I need help" to a weekly series, moved and cancelled late, by keyboard alone', async ({
  browser,
}) => {
  test.setTimeout(180_000);
  const address = 'klara@example.test';
  // Within a fortnight a cancellation is late, so that the first occurrence is.
  await fixtures.change(
    `UPDATE psychologists SET policy = '{"cancellationMinutes":20160}' WHERE display_name = 'Anna Nowak'`,
  );
  const visitor = await Visitor.arrive(browser, { timezoneId: 'America/New_York' });
  const { page, keys } = await arrive(visitor.page);
  await page.goto(stack.origin());
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
  await keys.choose(
    page
      .getByRole('radio', { name: words('intake.form.audio.title') })
      .or(page.getByRole('radio', { name: phrase('intake.form.audio.title') }))
      .first(),
  );
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
  await page.keyboard.type(await mailedCode(address, 1));
  await page.keyboard.press('Enter');
  await sees(page, 'intake.done.confirmed.title');

  // One mail tells the whole series, with a part for each occurrence that a calendar can read.
  const [confirmed] = await invitations(address, 1);
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
  const before = mails.to(address).length;
  await keys.write(page.getByLabel(words('me.mail')), address);
  await page.keyboard.press('Enter');
  await sees(page, 'intake.code.title');
  await page.keyboard.type(await mailedCode(address, before + 1));
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
  const moved = (await invitations(address, 2))[1]?.calendars.flatMap((one) => one.events) ?? [];
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
  const file = await page.request.get(`${stack.origin()}${await link.getAttribute('href')}`);
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
  const cancelled = (await invitations(address, 3))[2]?.calendars[0];
  expect(cancelled?.method).toBe('CANCEL');
  expect(uids).toContain(textOf(cancelled?.events[0], 'uid'));
  const [row] = await fixtures.rows<{ count: number }>(
    `SELECT count(*)::int AS count FROM appointments WHERE status = 'late_cancelled'`,
  );
  expect(row?.count).toBe(1);
  expect(visitor.troubles).toEqual([]);
  await page.context().close();
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

/** Answers as the pages would save them, up to a time that is kept; the rest is done on screen. */
async function begin(
  page: Page,
  psychologist: string,
  answers: Record<string, unknown>,
): Promise<{ intakeId: string; psychologistId: string }> {
  const origin = stack.origin();
  const headers = { origin };
  const [row] = await fixtures.rows<{ id: string }>(
    'SELECT id FROM psychologists WHERE display_name = $1',
    [psychologist],
  );
  const psychologistId = row?.id ?? '';
  const started = await page.request.post(`${origin}/api/intake`, {
    headers,
    data: { language: 'en', zone: 'Europe/Warsaw' },
  });
  const { intakeId } = (await started.json()) as { intakeId: string };
  const whole = {
    forWhom: 'me',
    safety: 'yes',
    modality: 'audio',
    displayName: 'Ola Dyskretna',
    ageYears: 30,
    language: 'en',
    discreet: true,
    calendarInvitations: false,
    reminders: false,
    psychologistId,
    ...answers,
  };
  await page.request.put(`${origin}/api/intake`, { headers, data: { answers: whole } });
  const day = (later: number): string =>
    new Date(Date.now() + later * 86_400_000).toISOString().slice(0, 10);
  const found = await page.request.get(
    `${origin}/api/openings?psychologistId=${psychologistId}&from=${day(2)}&to=${day(12)}`,
  );
  const { openings } = (await found.json()) as { openings: number[] };
  const held = await page.request.post(`${origin}/api/intake/hold`, {
    headers,
    data: { psychologistId, startsAt: openings[1], modality: 'audio' },
  });
  expect(held.status()).toBe(200);
  return { intakeId, psychologistId };
}

test('K4 K6: stops, comes back by the mailed link on another device, and is written to discreetly', async ({
  browser,
}) => {
  const address = 'ola@example.test';
  const first = await Visitor.arrive(browser, { timezoneId: 'Europe/Warsaw', viewport: phone });
  await begin(first.page, 'Anna Nowak', { email: address });
  await first.page.goto(`${stack.origin()}/start`);
  // Who comes back is told so, and goes on where they stopped.
  await sees(first.page, 'intake.comeBack.title');
  await button(first.page, 'intake.comeBack.goOn').click();
  await sees(first.page, 'intake.consents.title');
  await first.page.getByRole('checkbox').check();
  await button(first.page, 'intake.next').click();
  await button(first.page, 'intake.summary.send').click();
  const [mail] = await mails.arrived(address);
  expect(mail?.from).toBe('post@neutral.test');
  expect(`${mail?.subject} ${mail?.text}`).not.toMatch(/therap|psycholog|Lipow/i);
  const link = /https?:\/\/\S+\/intake#[\w-]{27}/.exec(mail?.text ?? '')?.[0] ?? '';
  const { pathname, hash } = new URL(link);

  // A scanner that opens the link changes nothing; a person's press does.
  const scanner = await browser.newContext();
  const scanning = await scanner.newPage();
  await scanning.goto(`${stack.origin()}${pathname}${hash}`);
  await sees(scanning, 'intake.resume.title');
  await scanner.close();
  const second = await Visitor.arrive(browser, { timezoneId: 'Europe/Warsaw', viewport: phone });
  await second.page.goto(`${stack.origin()}${pathname}${hash}`);
  await button(second.page, 'intake.comeBack.goOn').click();
  await sees(second.page, 'intake.summary.title');
  expect(new URL(second.page.url()).hash).toBe('');
  await button(second.page, 'intake.summary.confirm').click();
  await sees(second.page, 'intake.done.confirmed.title');
  const told = (await mails.arrived(address, 2))[1];
  expect(told?.calendars).toEqual([]);
  expect(told?.from).toBe('post@neutral.test');
  expect([...first.troubles, ...second.troubles]).toEqual([]);
  await first.page.context().close();
  await second.page.context().close();
});

test('B7: a time that ran out is chosen again with every answer kept; with approval it is a request', async ({
  browser,
}) => {
  const address = 'iza@example.test';
  const visitor = await Visitor.arrive(browser, { timezoneId: 'Europe/Warsaw', viewport: phone });
  const { page } = visitor;
  const { intakeId } = await begin(page, 'Tomasz Wolny', { email: address, language: 'pl' });
  await page.goto(`${stack.origin()}/start?step=consents`);
  await page.getByRole('checkbox').check();
  await button(page, 'intake.next').click();
  await button(page, 'intake.summary.send').click();
  const code = await mailedCode(address, 1);
  await fixtures.change(
    `UPDATE appointments SET hold_expires_at = now() - interval '1 minute' WHERE intake_id = $1`,
    [intakeId],
  );
  await page.getByLabel(words('intake.code.label')).fill(code);
  await button(page, 'intake.summary.request').click();
  await expect(page.getByText(words('error.HOLD_EXPIRED'))).toBeVisible();
  await button(page, 'intake.held.other').first().click();
  await sees(page, 'intake.time.title');
  await page.locator('.time').first().click();
  await page.locator('.step-next').getByRole('button').click();
  await sees(page, 'intake.about.title');
  await expect(page.getByLabel(words('intake.about.name'))).toHaveValue('Ola Dyskretna');
  await page.goto(`${stack.origin()}/start?step=summary`);
  await page.getByLabel(words('intake.code.label')).fill(code);
  await button(page, 'intake.summary.request').click();
  await sees(page, 'intake.done.requested.title');
  // The refused try is a 410 by design; nothing else went wrong.
  expect(visitor.troubles.filter((one) => !/410/.test(one))).toEqual([]);
  await page.context().close();
});

test('K2: the duty is told, a number can be left, and the page says that they call; answers outlive a lost network', async ({
  browser,
}) => {
  await fixtures.change(
    'UPDATE practices SET duty_staffed = true, duty_call_within_minutes = 30 WHERE id = (SELECT id FROM practices ORDER BY created_at LIMIT 1)',
  );
  const visitor = await Visitor.arrive(browser, { timezoneId: 'Europe/Warsaw', viewport: phone });
  const { page } = visitor;
  await page.goto(`${stack.origin()}/start`);
  await page.getByRole('radio', { name: words('intake.forWhom.me') }).check();
  await button(page, 'intake.next').click();
  await page.getByRole('radio', { name: words('intake.safety.no') }).check();
  await page.getByLabel(words('intake.contact.phone')).fill('600 123 456');
  await button(page, 'intake.safety.callMe').click();
  await expect(page.getByText(phrase('intake.safety.callTitle'))).toBeVisible();
  await fixtures.change('UPDATE duty_calls SET acknowledged_at = now()');
  await expect(page.getByText(words('intake.safety.acknowledgedTitle'))).toBeVisible({
    timeout: 20_000,
  });
  await button(page, 'intake.next').click();

  await sees(page, 'intake.form.title');
  await page.context().setOffline(true);
  await page.getByRole('radio', { name: phrase('intake.form.office.title') }).check();
  await button(page, 'intake.next').click();
  await expect(page.getByText(words('intake.offlineTitle'))).toBeVisible();
  await page.context().setOffline(false);
  await expect
    .poll(
      async () => {
        const answer = await page.request.get(`${stack.origin()}/api/intake`);
        return ((await answer.json()) as { answers: { modality?: string } }).answers.modality;
      },
      { timeout: 20_000 },
    )
    .toBe('office');
  await expect(page.getByText(words('intake.offlineTitle'))).toBeHidden();

  // Everything can be deleted at once.
  await page.getByText(words('intake.stop.title')).click();
  await button(page, 'intake.stop.delete').click();
  await button(page, 'intake.stop.deleteNow').click();
  await sees(page, 'intake.forWhom.title');
  expect((await page.request.get(`${stack.origin()}/api/intake`)).status()).toBe(404);
  await page.context().close();
});

/** Opens a client's own page by the code that is mailed for it. */
async function openOwnPage(page: Page, address: string): Promise<void> {
  const before = mails.to(address).length;
  await page.goto(`${stack.origin()}/me`);
  await page.getByLabel(words('me.mail')).fill(address);
  await button(page, 'me.send').click();
  await page.getByLabel(words('intake.code.label')).fill(await mailedCode(address, before + 1));
  await button(page, 'me.open').click();
  await sees(page, 'me.title');
}

test('A6 B12: of a couple one stays away, on a page that only a mailed code opens; the other’s appointment stays', async ({
  browser,
}) => {
  const [address, partner] = ['zofia@example.test', 'jan@example.test'];
  const visitor = await Visitor.arrive(browser, { timezoneId: 'Europe/Warsaw', viewport: phone });
  const { page } = visitor;
  await begin(page, 'Anna Nowak', {
    email: address,
    forWhom: 'us-two',
    displayName: 'Zofia',
    others: [{ displayName: 'Jan', email: partner }],
  });
  await page.goto(`${stack.origin()}/start?step=consents`);
  await page.getByRole('checkbox').check();
  await button(page, 'intake.next').click();
  await button(page, 'intake.summary.send').click();
  await page.getByLabel(words('intake.code.label')).fill(await mailedCode(address, 1));
  await button(page, 'intake.summary.confirm').click();
  await sees(page, 'intake.done.confirmed.title');

  const other = await Visitor.arrive(browser, { timezoneId: 'Europe/Warsaw', viewport: phone });
  await mails.arrived(partner, 1);
  await openOwnPage(other.page, partner);
  await expect(other.page.locator('.me-card')).toHaveCount(1);
  await button(other.page, 'me.decline').click();
  await other.page
    .getByRole('dialog')
    .getByRole('button', { name: words('me.declineNow') })
    .click();
  await expect(other.page.getByText(words('me.declined')).first()).toBeVisible();

  await openOwnPage(page, address);
  await expect(page.locator('.me-card')).toHaveCount(1);
  // Another form, without booking anew (rule K3).
  await button(page, 'me.form').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: words('intake.form.video.title') }).check();
  await dialog.getByRole('button', { name: words('me.formSave') }).click();
  await expect(page.locator('.me-card .badge')).toHaveText(words('modality.video.badge'));
  expect([...visitor.troubles, ...other.troubles].filter((one) => !/401/.test(one))).toEqual([]);
  await page.context().close();
  await other.page.context().close();
});

test('B4: who takes bookings by invitation alone is reached by a mailed link, and by no other', async ({
  browser,
}) => {
  const address = 'ewa@example.test';
  const [row] = await fixtures.rows<{ id: string }>(
    `UPDATE psychologists SET policy = '{"whoMayBook":"invited"}' WHERE display_name = 'Anna Nowak' RETURNING id`,
  );
  const psychologistId = row?.id ?? '';
  const staff = await Visitor.arrive(browser);
  await staff.signIn(stack.links().psychologist);
  const invited = await staff.page.request.post(`${stack.origin()}/api/booking-invitations`, {
    headers: { origin: stack.origin() },
    data: { psychologistId, email: address, language: 'en' },
  });
  expect(invited.status()).toBe(200);
  const [mail] = await mails.arrived(address);
  const path = /\/book#[\w-]{27}/.exec(mail?.text ?? '')?.[0] ?? '';

  const visitor = await Visitor.arrive(browser, { timezoneId: 'Europe/Warsaw', viewport: phone });
  const { page } = visitor;
  await page.goto(`${stack.origin()}/p/${psychologistId}`);
  await expect(page.getByText(words('error.BOOKING_NOT_OPEN'))).toBeVisible();
  await page.goto(`${stack.origin()}${path}`);
  await button(page, 'intake.invited.begin').click();
  await page.getByRole('radio', { name: words('intake.forWhom.me') }).check();
  await button(page, 'intake.next').click();
  await page.getByRole('radio', { name: words('intake.safety.yes') }).check();
  await button(page, 'intake.next').click();
  await page.getByRole('radio', { name: phrase('intake.form.video.title') }).check();
  await button(page, 'intake.form.next').click();
  // Whom to meet is not asked.
  await sees(page, 'intake.time.title');
  await page.locator('.time').first().click();
  await page.locator('.step-next').getByRole('button').click();
  await sees(page, 'intake.about.title');
  await expect(page.locator('.held')).toBeVisible();
  await staff.page.context().close();
  await page.context().close();
});
