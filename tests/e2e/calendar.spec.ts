import type { CalendarAppointment } from '@gabinet/shared/contracts/appointments';
import { type Browser, expect, type Locator, type Page, test } from '@playwright/test';
import { instantOf, mondayOf, plusDays, wallOf } from '../../web/src/pages/calendar/wallClock.ts';
import { Api } from '../support/Api.ts';
import type { Psychologist } from '../support/fixtures.ts';
import { client, firstPractice, middayZone, openCalendar, staff } from '../support/practice.ts';
import { stackInUse } from '../support/StackInUse.ts';
import { Visitor } from '../support/Visitor.ts';
import { phrase, words } from '../support/words.ts';
import { column, drag, place } from './CalendarCanvas.ts';

/** The psychologist's calendar over the real stack, in a browser far from the psychologist's zone. */
const used = stackInUse(test);
const zone = 'Europe/Warsaw';
const wide = { viewport: { width: 1440, height: 1500 }, timezoneId: 'America/New_York' };
const monday = plusDays(mondayOf(wallOf(Date.now(), zone).date), 7);
/** A wall time of next week in the psychologist's zone. */
const at = (day: number, time: string): number => instantOf(plusDays(monday, day), time, zone);

interface Scene {
  readonly anna: Psychologist;
  readonly api: Api;
  readonly clientId: string;
  readonly visitor: Visitor;
  readonly page: Page;
}

/** A psychologist with open hours is signed in; no page is open yet. */
async function signedIn(browser: Browser): Promise<Scene> {
  const anna = await used.fixtures.psychologist();
  await openCalendar(used.fixtures, anna);
  const clientId = await client(used.fixtures, anna.practiceId);
  const api = new Api(used.stack.origin(), anna.cookie);
  const visitor = await Visitor.arrive(browser, wide);
  await visitor.useCookie(used.stack.origin(), anna.cookie);
  return { anna, api, clientId, visitor, page: visitor.page };
}

/** A psychologist with open hours looks at next week. */
async function nextWeek(browser: Browser): Promise<Scene> {
  const scene = await signedIn(browser);
  const { page } = scene;
  await page.goto(`${used.stack.origin()}/calendar`);
  await page.getByRole('button', { name: words('calendar.later') }).click();
  await expect(head(page, 0)).toBeVisible();
  return scene;
}

async function book(
  { anna, api, clientId }: Scene,
  startsAt: number,
  changes: Partial<Parameters<typeof api.call<'bookAppointment'>>[1]> = {},
): Promise<CalendarAppointment> {
  const { appointments } = await api.call('bookAppointment', {
    psychologistId: anna.psychologistId,
    startsAt,
    modality: 'video',
    attendees: [{ role: 'client', client: { clientId } }],
    ...changes,
  });
  const [first] = appointments;
  if (!first) throw new Error('Nothing was booked.');
  return first;
}

/** The starts of what is on the calendar in some weeks from next Monday on. */
async function starts({ anna, api }: Scene, weeks = 1): Promise<number[]> {
  const { appointments } = await api.call('calendar', {
    psychologistId: anna.psychologistId,
    from: at(0, '00:00'),
    to: at(7 * weeks, '00:00'),
  });
  return appointments
    .filter(({ status }) => status === 'confirmed')
    .map(({ startsAt }) => startsAt)
    .sort((one, other) => one - other);
}

/** The head of a day of next week, and where a wall time of it is. */
const head = (page: Page, day: number): Locator => column(page, plusDays(monday, day));
const point = (page: Page, day: number, hour: number) => place(page, plusDays(monday, day), hour);

const eventOf = (page: Page, name: RegExp): Locator =>
  page.getByRole('button', { name }).filter({ visible: true });
const klara = /Klara Klientka/;

test.afterEach(async ({ browser }) => {
  for (const context of browser.contexts()) await context.close();
});

test('B14 a booking made elsewhere appears without a reload, and goes as it came', async ({
  browser,
}) => {
  const scene = await nextWeek(browser);
  await expect(eventOf(scene.page, klara)).toHaveCount(0);
  const booked = await book(scene, at(2, '10:00'));
  await expect(eventOf(scene.page, klara)).toContainText('10:00');
  await scene.api.call('cancelAppointment', { appointmentId: booked.appointmentId });
  await expect(eventOf(scene.page, klara)).toHaveCount(0);
  expect(scene.visitor.troubles).toEqual([]);
});

test('B10 an appointment is dragged to another day, and undone', async ({ browser }) => {
  const scene = await nextWeek(browser);
  await book(scene, at(2, '10:00'));
  const { page } = scene;
  await expect(eventOf(page, klara)).toBeVisible();
  const from = await point(page, 2, 10);
  const to = await point(page, 3, 13);
  await drag(page, { x: from.x, y: from.y + 15 }, { x: to.x, y: to.y + 15 });
  await expect.poll(() => starts(scene)).toEqual([at(3, '13:00')]);
  await page.getByRole('button', { name: words('calendar.undo') }).click();
  await expect.poll(() => starts(scene)).toEqual([at(2, '10:00')]);
  await expect(eventOf(page, klara)).toContainText('10:00');
  expect(scene.visitor.troubles).toEqual([]);
});

test('B10 an appointment is stretched at its end', async ({ browser }) => {
  const scene = await nextWeek(browser);
  const { appointmentId } = await book(scene, at(2, '10:00'));
  const { page } = scene;
  const box = await eventOf(page, klara).boundingBox();
  if (!box) throw new Error('The appointment is not on the screen.');
  const eleven = await point(page, 2, 11);
  await drag(
    page,
    { x: box.x + box.width / 2, y: box.y + box.height - 3 },
    { x: box.x + box.width / 2, y: eleven.y + 26 },
  );
  await expect
    .poll(async () => {
      const { appointment } = await scene.api.call('appointment', { appointmentId });
      return (appointment.endsAt - appointment.startsAt) / 60_000;
    })
    .toBe(90);
});

test('B5 what is dragged onto a taken time goes back, and the conflict is explained', async ({
  browser,
}) => {
  const scene = await nextWeek(browser);
  await book(scene, at(2, '10:00'));
  const other = await client(used.fixtures, scene.anna.practiceId, 'Olga Inna');
  await book(scene, at(3, '10:00'), {
    attendees: [{ role: 'client', client: { clientId: other } }],
  });
  const { page } = scene;
  await expect(eventOf(page, /Olga Inna/)).toBeVisible();
  const from = await point(page, 3, 10);
  const to = await point(page, 2, 10);
  await drag(page, { x: from.x, y: from.y + 15 }, { x: to.x, y: to.y + 15 });
  const said = page.getByRole('alert');
  await expect(said).toContainText(phrase('error.OPENING_TAKEN'));
  await expect(said).toContainText(phrase('conflict.busy'));
  await expect(said).not.toContainText('Klara');
  expect(await starts(scene)).toEqual([at(2, '10:00'), at(3, '10:00')]);
  const column = await head(page, 3).boundingBox();
  await expect
    .poll(async () => (await eventOf(page, /Olga Inna/).boundingBox())?.x ?? 0)
    .toBeGreaterThan((column?.x ?? 0) - 1);
});

test('B10 one of a series is dragged: this and the following move with it', async ({ browser }) => {
  const scene = await nextWeek(browser);
  await book(scene, at(1, '09:00'), { repeat: { everyWeeks: 1, count: 4 } });
  const { page } = scene;
  await expect(eventOf(page, klara)).toContainText('1/4');
  await page.getByRole('button', { name: words('calendar.later') }).click();
  await expect(eventOf(page, klara)).toContainText('2/4');
  const column = await eventOf(page, klara).boundingBox();
  const line = await page.locator('[data-time="15:00:00"]').last().boundingBox();
  if (!column || !line) throw new Error('The appointment is not on the screen.');
  const x = column.x + column.width / 2;
  await drag(page, { x, y: column.y + 15 }, { x, y: line.y + 15 });
  await page.getByRole('button', { name: words('calendar.following') }).click();
  await expect
    .poll(() => starts(scene, 4))
    .toEqual([at(1, '09:00'), at(8, '15:00'), at(15, '15:00'), at(22, '15:00')]);
});

test('B5 an appointment is booked with the keyboard alone, and a series without what is taken', async ({
  browser,
}) => {
  const scene = await nextWeek(browser);
  const { page } = scene;
  const inTheWay = await client(used.fixtures, scene.anna.practiceId, 'Olga Inna');
  await book(scene, at(11, '12:00'), {
    attendees: [{ role: 'client', client: { clientId: inTheWay } }],
  });
  await page.getByRole('button', { name: words('calendar.book') }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: words('calendar.new') })).toBeVisible();
  await page.keyboard.type('Klara');
  await expect(page.getByRole('dialog').getByRole('button', { name: /Olga/ })).toHaveCount(0);
  await page.getByRole('dialog').getByRole('button', { name: klara }).waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText(phrase('form.roleOf', { name: 'Klara Klientka' }))).toBeVisible();
  await dialog.getByLabel(words('form.date')).fill(plusDays(monday, 4));
  await dialog.getByLabel(words('form.time')).fill('12:00');
  await dialog.getByLabel(words('form.repeat')).selectOption('weekly');
  await dialog.getByLabel(words('form.count')).fill('3');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('alert')).toContainText(phrase('conflict.busy'));
  expect(await starts(scene, 3)).toEqual([at(11, '12:00')]);
  await dialog.getByRole('button', { name: /^Book 2 appointments/ }).focus();
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  expect(await starts(scene, 3)).toEqual([at(4, '12:00'), at(11, '12:00'), at(18, '12:00')]);
  // Enter on what lies on the canvas opens it; from there it is cancelled.
  await eventOf(page, klara).focus();
  await page.keyboard.press('Enter');
  await expect(dialog.getByText(phrase('history.title'))).toBeVisible();
  await dialog.getByRole('button', { name: words('calendar.cancel') }).press('Enter');
  await page.getByRole('button', { name: words('calendar.onlyThis') }).press('Enter');
  await expect.poll(() => starts(scene, 3)).toEqual([at(11, '12:00'), at(18, '12:00')]);
  expect(scene.visitor.troubles).toEqual([]);
});

test('B5 dragging over an empty place opens the form with that time', async ({ browser }) => {
  const { page } = await nextWeek(browser);
  const from = await point(page, 1, 14);
  const to = await point(page, 1, 15);
  await drag(page, { x: from.x, y: from.y + 3 }, { x: to.x, y: to.y + 25 });
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByLabel(words('form.date'))).toHaveValue(plusDays(monday, 1));
  await expect(dialog.getByLabel(words('form.time'))).toHaveValue('14:00');
  await expect(dialog.getByLabel(words('form.duration'))).toHaveValue('90');
});

test('B2 open hours are edited on the canvas; what was changed elsewhere is told', async ({
  browser,
}) => {
  const scene = await nextWeek(browser);
  const { page, api, anna } = scene;
  const { psychologistId } = anna;
  await page.getByRole('button', { name: words('calendar.editHours') }).click();
  const open = page.getByRole('button', { name: phrase('calendar.openHours') });
  await expect(open).toHaveCount(7);
  await page.getByRole('button', { name: words('calendar.onlyThisDate') }).click();
  const from = await point(page, 2, 10);
  const to = await point(page, 2, 11);
  await drag(page, { x: from.x, y: from.y + 15 }, { x: to.x, y: to.y + 15 });
  await page.getByRole('button', { name: words('calendar.saveHours') }).click();
  await expect(page.getByRole('button', { name: words('calendar.book') })).toBeVisible();
  const saved = await api.call('availability', { psychologistId });
  expect(saved.availability.exceptions).toEqual([
    { date: plusDays(monday, 2), windows: [{ start: '09:00', end: '21:00' }] },
  ]);

  await page.getByRole('button', { name: words('calendar.editHours') }).click();
  await expect(open).toHaveCount(7);
  const { availability, ownPolicy, version } = saved;
  await api.call('saveAvailability', { psychologistId, availability, ownPolicy, version });
  await page.getByRole('button', { name: words('calendar.saveHours') }).click();
  await expect(page.getByRole('alert')).toContainText(phrase('error.VERSION_STALE'));
});

test('B2 open hours are edited by the form, with a preview of what clients will see', async ({
  browser,
}) => {
  const scene = await nextWeek(browser);
  const { page, api, anna } = scene;
  await page.goto(`${used.stack.origin()}/availability`);
  const preview = page.getByRole('region', { name: words('availability.preview') });
  await expect(preview.getByText('9:00', { exact: true }).first()).toBeVisible();
  for (let day = 0; day < 7; day += 1) {
    await page
      .getByRole('button', { name: phrase('availability.removeWindow') })
      .first()
      .press('Enter');
  }
  await expect(preview).toContainText(phrase('availability.previewEmpty'));
  await page.getByRole('button', { name: /^Add hours: Tuesday/ }).press('Enter');
  await page
    .getByRole('group', { name: /^Tuesday/ })
    .getByLabel(words('availability.from'))
    .fill('13:00');
  await expect(preview.getByText('13:00', { exact: true }).first()).toBeVisible();
  await page.getByRole('button', { name: words('availability.save') }).press('Enter');
  await expect
    .poll(async () => {
      const { psychologistId } = anna;
      return (await api.call('availability', { psychologistId })).availability.rules;
    })
    .toEqual([{ weekday: 2, start: '13:00', end: '17:00' }]);
  expect(scene.visitor.troubles).toEqual([]);
});

test('B16 a requested appointment is approved on the day’s page, live', async ({ browser }) => {
  const scene = await signedIn(browser);
  const { page } = scene;
  await used.fixtures.change('UPDATE psychologists SET zone = $2 WHERE id = $1', [
    scene.anna.psychologistId,
    middayZone(),
  ]);
  await page.goto(`${used.stack.origin()}/day`);
  await scene.visitor.sees('day.emptyTitle');
  const soon = Date.now() + 30 * 60_000;
  const { appointmentId } = await book(scene, soon, { outsideHours: true });
  await expect(page.getByText(klara)).toBeVisible();
  await used.fixtures.change("UPDATE appointments SET status = 'requested' WHERE id = $1", [
    appointmentId,
  ]);
  await page.reload();
  await page.getByRole('button', { name: phrase('calendar.approveOf') }).click();
  await expect(page.getByRole('button', { name: phrase('calendar.approveOf') })).toHaveCount(0);
  const { appointment } = await scene.api.call('appointment', { appointmentId });
  expect(appointment.status).toBe('confirmed');
});

test('K1 the practice notes when a crisis number was verified', async ({ browser }) => {
  const { cookie } = await staff(used.fixtures, await firstPractice(used.fixtures), {
    isOwner: true,
  });
  const api = new Api(used.stack.origin(), cookie);
  const visitor = await Visitor.arrive(browser, wide);
  const { page } = visitor;
  await visitor.useCookie(used.stack.origin(), cookie);
  await page.goto(`${used.stack.origin()}/practice`);
  await visitor.sees('crisis.dueText');
  const verify = page.getByRole('button', { name: phrase('crisis.todayOf') });
  for (let index = 0; index < (await verify.count()); index += 1) await verify.nth(index).click();
  await page.getByRole('button', { name: words('crisis.save') }).click();
  await expect
    .poll(async () => {
      const { contacts, country } = await api.call('crisisContacts', {});
      const own = contacts.filter((one) => one.country === country);
      return own.length > 0 && own.every(({ verifiedOn }) => verifiedOn !== null);
    })
    .toBe(true);
});
