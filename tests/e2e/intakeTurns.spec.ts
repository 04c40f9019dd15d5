import { expect, test } from '@playwright/test';
import { Visitor } from '../support/Visitor.ts';
import { phrase, words } from '../support/words.ts';
import { button, IntakeDesk, phone, sees } from './IntakeDesk.ts';

/** What can happen on the way: stopping, a time that runs out, a lost network, an invitation. */
const desk = IntakeDesk.inUse();

test('K4 K6: stops, comes back by the mailed link on another device, and is written to discreetly', async ({
  browser,
}) => {
  const address = 'ola@example.test';
  const first = await Visitor.arrive(browser, { timezoneId: 'Europe/Warsaw', viewport: phone });
  await desk.begin(first.page, 'Anna Nowak', { email: address });
  await first.page.goto(`${desk.origin}/start`);
  // Who comes back is told so, and goes on where they stopped.
  await sees(first.page, 'intake.comeBack.title');
  await button(first.page, 'intake.comeBack.goOn').click();
  await sees(first.page, 'intake.consents.title');
  await first.page.getByRole('checkbox').check();
  await button(first.page, 'intake.next').click();
  await button(first.page, 'intake.summary.send').click();
  const [mail] = await desk.mails.arrived(address);
  expect(mail?.from).toBe('post@neutral.test');
  expect(`${mail?.subject} ${mail?.text}`).not.toMatch(/therap|psycholog|Lipow/i);
  const link = /https?:\/\/\S+\/intake#[\w-]{27}/.exec(mail?.text ?? '')?.[0] ?? '';
  const { pathname, hash } = new URL(link);

  // A scanner that opens the link changes nothing; a person's press does.
  const scanner = await browser.newContext();
  const scanning = await scanner.newPage();
  await scanning.goto(`${desk.origin}${pathname}${hash}`);
  await sees(scanning, 'intake.resume.title');
  await scanner.close();
  const second = await Visitor.arrive(browser, { timezoneId: 'Europe/Warsaw', viewport: phone });
  await second.page.goto(`${desk.origin}${pathname}${hash}`);
  await button(second.page, 'intake.comeBack.goOn').click();
  await sees(second.page, 'intake.summary.title');
  expect(new URL(second.page.url()).hash).toBe('');
  await button(second.page, 'intake.summary.confirm').click();
  await sees(second.page, 'intake.done.confirmed.title');
  const told = (await desk.mails.arrived(address, 2))[1];
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
  const { intakeId } = await desk.begin(page, 'Tomasz Wolny', { email: address, language: 'pl' });
  await page.goto(`${desk.origin}/start?step=consents`);
  await page.getByRole('checkbox').check();
  await button(page, 'intake.next').click();
  await button(page, 'intake.summary.send').click();
  const code = await desk.mailedCode(address, 1);
  await desk.fixtures.change(
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
  await page.goto(`${desk.origin}/start?step=summary`);
  await page.getByLabel(words('intake.code.label')).fill(code);
  await button(page, 'intake.summary.request').click();
  await sees(page, 'intake.done.requested.title');
  // The refused try is a 410 by design; nothing else went wrong.
  expect(visitor.troubles.filter((one) => !/410/.test(one))).toEqual([]);
  await page.context().close();
});

test('B9: what stands in the way of a series is listed, and the rest of it can be kept', async ({
  browser,
}) => {
  const rival = await Visitor.arrive(browser);
  const visitor = await Visitor.arrive(browser, { timezoneId: 'Europe/Warsaw', viewport: phone });
  const { page } = visitor;
  const { psychologistId } = await desk.begin(page, 'Anna Nowak', { email: 'iga@example.test' });
  await page.goto(`${desk.origin}/start?step=time`);
  const first = page.locator('.time input').first();
  const startsAt = Number(await first.getAttribute('value'));
  // Somebody else is quicker with the same hour two weeks later.
  await desk.begin(rival.page, 'Anna Nowak', { email: 'rival@example.test' });
  const wall = (at: number): string =>
    new Date(at).toLocaleString('sv', { timeZone: 'Europe/Warsaw' });
  const date = wall(startsAt + 14 * 86_400_000).slice(0, 10);
  const found = await rival.page.request.get(
    `${desk.origin}/api/openings?psychologistId=${psychologistId}&from=${date}&to=${date}`,
  );
  const { openings } = (await found.json()) as { openings: number[] };
  const taken = openings.find((at) => wall(at).slice(11) === wall(startsAt).slice(11));
  const held = await rival.page.request.post(`${desk.origin}/api/intake/hold`, {
    headers: { origin: desk.origin },
    data: { psychologistId, startsAt: taken, modality: 'audio' },
  });
  expect(held.status()).toBe(200);

  await page.getByLabel(words('intake.time.rhythm')).selectOption('1');
  await page.getByLabel(words('intake.time.count')).selectOption('4');
  await first.check();
  await page.locator('.step-next').getByRole('button').click();
  await expect(page.locator('.conflicts li')).toHaveCount(1);
  await expect(page.locator('.conflicts li')).toHaveText(phrase('intake.conflict.busy'));
  await button(page, 'intake.conflict.rest_other', { count: '3' }).click();
  await sees(page, 'intake.about.title');
  await expect(page.locator('.held')).toContainText(
    phrase('intake.held.series_other', { count: '3' }),
  );
  await rival.page.context().close();
  await page.context().close();
});

test('K2: the duty is told, a number can be left, and the page says that they call; answers outlive a lost network', async ({
  browser,
}) => {
  await desk.fixtures.change(
    'UPDATE practices SET duty_staffed = true, duty_call_within_minutes = 30 WHERE id = (SELECT id FROM practices ORDER BY created_at LIMIT 1)',
  );
  const visitor = await Visitor.arrive(browser, { timezoneId: 'Europe/Warsaw', viewport: phone });
  const { page } = visitor;
  await page.goto(`${desk.origin}/start`);
  await page.getByRole('radio', { name: words('intake.forWhom.me') }).check();
  await button(page, 'intake.next').click();
  await page.getByRole('radio', { name: words('intake.safety.no') }).check();
  await page.getByLabel(words('intake.contact.phone')).fill('600 123 456');
  await button(page, 'intake.safety.callMe').click();
  await expect(page.getByText(phrase('intake.safety.callTitle'))).toBeVisible();
  await desk.fixtures.change('UPDATE duty_calls SET acknowledged_at = now()');
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
        const answer = await page.request.get(`${desk.origin}/api/intake`);
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
  expect((await page.request.get(`${desk.origin}/api/intake`)).status()).toBe(404);
  await page.context().close();
});

test('A6 B12: of a couple one stays away, on a page that only a mailed code opens; the other’s appointment stays', async ({
  browser,
}) => {
  const [address, partner] = ['zofia@example.test', 'jan@example.test'];
  const visitor = await Visitor.arrive(browser, { timezoneId: 'Europe/Warsaw', viewport: phone });
  const { page } = visitor;
  await desk.begin(page, 'Anna Nowak', {
    email: address,
    forWhom: 'us-two',
    displayName: 'Zofia',
    others: [{ displayName: 'Jan', email: partner }],
  });
  await page.goto(`${desk.origin}/start?step=consents`);
  await page.getByRole('checkbox').check();
  await button(page, 'intake.next').click();
  await button(page, 'intake.summary.send').click();
  await page.getByLabel(words('intake.code.label')).fill(await desk.mailedCode(address, 1));
  await button(page, 'intake.summary.confirm').click();
  await sees(page, 'intake.done.confirmed.title');

  const other = await Visitor.arrive(browser, { timezoneId: 'Europe/Warsaw', viewport: phone });
  await desk.mails.arrived(partner, 1);
  await desk.openOwnPage(other.page, partner);
  await expect(other.page.locator('.me-card')).toHaveCount(1);
  await button(other.page, 'me.decline').click();
  await other.page
    .getByRole('dialog')
    .getByRole('button', { name: words('me.declineNow') })
    .click();
  await expect(other.page.getByText(words('me.declined')).first()).toBeVisible();

  await desk.openOwnPage(page, address);
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
  const [row] = await desk.fixtures.rows<{ id: string }>(
    `UPDATE psychologists SET policy = '{"whoMayBook":"invited"}' WHERE display_name = 'Anna Nowak' RETURNING id`,
  );
  const psychologistId = row?.id ?? '';
  const staff = await Visitor.arrive(browser);
  await staff.signIn(desk.stack.links().psychologist);
  const invited = await staff.page.request.post(`${desk.origin}/api/booking-invitations`, {
    headers: { origin: desk.origin },
    data: { psychologistId, email: address, language: 'en' },
  });
  expect(invited.status()).toBe(200);
  const [mail] = await desk.mails.arrived(address);
  const path = /\/book#[\w-]{27}/.exec(mail?.text ?? '')?.[0] ?? '';

  const visitor = await Visitor.arrive(browser, { timezoneId: 'Europe/Warsaw', viewport: phone });
  const { page } = visitor;
  await page.goto(`${desk.origin}/p/${psychologistId}`);
  await expect(page.getByText(words('error.BOOKING_NOT_OPEN'))).toBeVisible();
  await page.goto(`${desk.origin}${path}`);
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
