import { expect, test } from '@playwright/test';
import { Visitor } from '../support/Visitor.ts';
import { phrase, words } from '../support/words.ts';
import { button, IntakeDesk, phone, sees } from './IntakeDesk.ts';

/** Minors, letters, and what a client does from their own page until the door opens. */
const desk = IntakeDesk.inUse();
const here = { timezoneId: 'Europe/Warsaw', viewport: phone };

test('K5: a parent books for a child of sixteen, with a guardian’s consent and the child’s own yes', async ({
  browser,
}) => {
  const address = 'maria@example.test';
  const visitor = await Visitor.arrive(browser, here);
  const { page } = visitor;
  await desk.begin(page, 'Anna Nowak', {
    email: address,
    forWhom: 'my-child',
    displayName: 'Maria Matka',
  });
  await page.goto(`${desk.origin}/start?step=people`);
  await sees(page, 'intake.people.title');
  await page.getByLabel(words('intake.child.name')).fill('Zosia');
  await page.getByLabel(words('intake.child.age')).fill('16');
  const agrees = page.getByRole('checkbox', {
    name: phrase('intake.child.agrees_other', { count: '16' }),
  });
  await expect(agrees).not.toBeChecked();
  // Neither yes stands for the other: each is missed, and named, by itself.
  await button(page, 'intake.next').click();
  await expect(page.getByText(words('intake.fault.minor'))).toBeVisible();
  await expect(page.getByText(words('intake.fault.guardian'))).toBeVisible();
  await page.getByRole('checkbox', { name: words('intake.guardian.mayConsent') }).check();
  await button(page, 'intake.next').click();
  await expect(page.getByText(words('intake.fault.guardian'))).toHaveCount(0);
  await expect(page.getByText(words('intake.fault.minor'))).toBeVisible();
  await agrees.check();
  await button(page, 'intake.next').click();
  await sees(page, 'intake.contact.title');
  await button(page, 'intake.next').click();
  await sees(page, 'intake.consents.title');
  for (const consent of await page.getByRole('checkbox').all()) await consent.check();
  await button(page, 'intake.next').click();
  await button(page, 'intake.summary.send').click();
  await page.getByLabel(words('intake.code.label')).fill(await desk.mailedCode(address, 1));
  await button(page, 'intake.summary.confirm').click();
  await sees(page, 'intake.done.confirmed.title');
  const consents = await desk.fixtures.rows<{ given_by: string }>(
    `SELECT DISTINCT k.given_by FROM consents k JOIN clients c ON c.id = k.client_id
     WHERE c.display_name = 'Maria Matka' ORDER BY k.given_by`,
  );
  expect(consents.map((one) => one.given_by)).toEqual(['guardian', 'minor']);
  expect(visitor.troubles).toEqual([]);
  await page.context().close();
});

test('K3 K6: letters ask for no time, and say that nobody watches them', async ({ browser }) => {
  const address = 'lena@example.test';
  const visitor = await Visitor.arrive(browser, here);
  const { page } = visitor;
  await page.goto(`${desk.origin}/start`);
  await page.getByRole('radio', { name: words('intake.forWhom.me') }).check();
  await button(page, 'intake.next').click();
  await page.getByRole('radio', { name: words('intake.safety.yes') }).check();
  await button(page, 'intake.next').click();
  // Said where the form is chosen, not after it.
  await expect(page.getByText(phrase('intake.form.message_other', { count: '3' }))).toBeVisible();
  await page.getByRole('radio', { name: phrase('intake.form.message.title') }).check();
  await button(page, 'intake.next').click();
  await sees(page, 'intake.search.title');
  await page.getByRole('radio', { name: /Anna Nowak/ }).check();
  await button(page, 'intake.next').click();
  // From whom to meet straight to who writes: no time is asked for.
  await sees(page, 'intake.about.title');
  await page.getByLabel(words('intake.about.name')).fill('Lena');
  await page.getByLabel(words('intake.about.age')).fill('28');
  await page.getByLabel(words('intake.about.language')).selectOption('en');
  await button(page, 'intake.next').click();
  await sees(page, 'intake.contact.title');
  await page.getByLabel(words('intake.contact.mail')).fill(address);
  await page.getByRole('radio', { name: phrase('intake.contact.discreet') }).check();
  await button(page, 'intake.next').click();
  await sees(page, 'intake.consents.title');
  for (const consent of await page.getByRole('checkbox').all()) await consent.check();
  await button(page, 'intake.next').click();
  await button(page, 'intake.summary.send').click();
  await page.getByLabel(words('intake.code.label')).fill(await desk.mailedCode(address, 1));
  await button(page, 'intake.summary.confirmLetters').click();
  await sees(page, 'intake.done.letters.title');
  await expect(page.getByText(words('intake.done.letters.2_other', { count: '3' }))).toBeVisible();
  await expect(page.getByRole('link', { name: words('intake.done.help') })).toBeVisible();
  await expect(page.locator('.held')).toHaveCount(0);
  expect(
    await desk.fixtures.rows(
      `SELECT a.id FROM appointments a JOIN participants p ON p.appointment_id = a.id
       WHERE p.display_name = 'Lena'`,
    ),
  ).toEqual([]);
  expect(visitor.troubles).toEqual([]);
  await page.context().close();
});

test('A6 B11: from their own page a client books the next one and joins in time; a cancelling is told where they wait', async ({
  browser,
}) => {
  test.setTimeout(90_000);
  const address = 'nina@example.test';
  const visitor = await Visitor.arrive(browser, here);
  const { page } = visitor;
  await desk.begin(page, 'Anna Nowak', { email: address, displayName: 'Nina' });
  await page.goto(`${desk.origin}/start?step=consents`);
  await page.getByRole('checkbox').check();
  await button(page, 'intake.next').click();
  await button(page, 'intake.summary.send').click();
  await page.getByLabel(words('intake.code.label')).fill(await desk.mailedCode(address, 1));
  await button(page, 'intake.summary.confirm').click();
  await sees(page, 'intake.done.confirmed.title');
  // The confirmation first, so that the next mail is the one with the code.
  await desk.mails.arrived(address, 2);
  await desk.openOwnPage(page, address);

  await button(page, 'me.next').click();
  await sees(page, 'me.nextTitle');
  await page.getByLabel(words('me.nextForm')).selectOption('audio');
  await page.locator('.time').last().click();
  await button(page, 'me.nextNow').click();
  await expect(page.getByText(phrase('me.booked')).first()).toBeVisible();
  await expect(page.locator('.me-card')).toHaveCount(2);
  await expect(button(page, 'me.join')).toHaveCount(0);

  // Five minutes before the first one.
  // The demo has an appointment there.
  await desk.fixtures.change(
    `UPDATE appointments SET status = 'cancelled'
     WHERE blocked && tstzrange(now(), now() + interval '1 hour')`,
  );
  const [soon] = await desk.fixtures.rows<{ id: string }>(
    `UPDATE appointments SET during = tstzrange(now() + interval '5 minutes', now() + interval '55 minutes'),
       blocked = tstzrange(now() + interval '5 minutes', now() + interval '55 minutes')
     WHERE id = (SELECT a.id FROM appointments a JOIN participants p ON p.appointment_id = a.id
       WHERE p.display_name = 'Nina' ORDER BY lower(a.during) LIMIT 1) RETURNING id`,
  );
  const sessionId = soon?.id ?? '';
  await desk.fixtures.change(
    `UPDATE participants p SET during = a.during FROM appointments a
     WHERE a.id = p.appointment_id AND a.id = $1`,
    [sessionId],
  );
  await page.reload();
  await button(page, 'me.join').click();
  await page.waitForURL(`**/s/${sessionId}`);
  await visitor.enterWaitingRoom();

  // The owner calls it off; the waiting room says so by itself.
  const staff = await Visitor.arrive(browser);
  await staff.signIn(desk.stack.links().psychologist);
  const cancelled = await staff.page.request.post(
    `${desk.origin}/api/appointments/${sessionId}/cancel`,
    { headers: { origin: desk.origin }, data: {} },
  );
  expect(cancelled.status()).toBe(200);
  await sees(page, 'state.cancelledTitle');
  await expect(page.getByRole('button', { name: words('nav.help') })).toBeVisible();
  await page.getByRole('link', { name: words('state.cancelledAction') }).click();
  await sees(page, 'me.title');
  await expect(page.locator('.me-card')).toHaveCount(1);
  expect(visitor.troubles).toEqual([]);
  await staff.page.context().close();
  await page.context().close();
});
