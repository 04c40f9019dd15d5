import { type Browser, expect, test } from '@playwright/test';
import { codeIn, enrolmentTokenIn } from '../support/Colleague.ts';
import { DeviceKeys } from '../support/DeviceKeys.ts';
import { stackInUse } from '../support/StackInUse.ts';
import { Visitor } from '../support/Visitor.ts';
import { words } from '../support/words.ts';

const used = stackInUse(test, { demo: false });
const ownerMail = 'owner@example.org';
const annaMail = 'anna@example.org';

// One practice from its first start on: each test goes on where the last one ended.
test.describe.configure({ mode: 'serial' });

interface Person {
  visitor: Visitor;
  keys: DeviceKeys;
}
let owner: Person;
let anna: Person;
let ownerCodes: string[];

async function arrive(browser: Browser): Promise<Person> {
  const visitor = await Visitor.arrive(browser);
  return { visitor, keys: await DeviceKeys.give(visitor.page) };
}

const at = (path: string): string => `${used.stack.namedOrigin()}${path}`;

async function newestMail(to: string): Promise<string> {
  await expect.poll(() => used.fixtures.mailsTo(to), { timeout: 15_000 }).not.toEqual([]);
  return (await used.fixtures.mailsTo(to))[0] ?? '';
}

async function keepCodes({ page }: Visitor): Promise<string[]> {
  await expect(page.getByRole('heading', { name: words('codes.title') })).toBeVisible();
  const codes = await page.getByRole('listitem').getByRole('code').allTextContents();
  expect(codes).toHaveLength(10);
  return codes;
}

test('A2 the owner makes an account from the link of the console', async ({ browser }) => {
  owner = await arrive(browser);
  const { page } = owner.visitor;
  await page.goto(at(`/enrol#${used.stack.ownerToken()}`));
  await owner.visitor.press('enrol.begin');
  await owner.visitor.press('enrol.make');
  await owner.visitor.sees('enrol.nameMissing');
  await owner.visitor.fill('enrol.name', 'Olga Owner');
  await owner.visitor.fill('enrol.email', ownerMail);
  await page.getByLabel(words('enrol.email')).press('Enter');
  ownerCodes = await keepCodes(owner.visitor);
  expect(new URL(page.url()).hash).toBe('');
  await owner.visitor.press('codes.kept');
  await page.waitForURL('**/staff');
  await owner.visitor.sees('staff.alone');
});

test('A2 the owner invites a psychologist by mail, who enrols, signs out and in again', async ({
  browser,
}) => {
  await owner.visitor.fill('staff.name', 'Anna Nowak');
  await owner.visitor.fill('staff.email', annaMail);
  await owner.visitor.page.getByRole('radio', { name: /^Psychologist/ }).check();
  await owner.visitor.press('staff.invite');
  await owner.visitor.sees('staff.invited', { email: annaMail });

  anna = await arrive(browser);
  const { page } = anna.visitor;
  await page.goto(at(`/enrol#${enrolmentTokenIn(await newestMail(annaMail))}`));
  await anna.visitor.press('enrol.begin');
  await expect(page.getByLabel(words('enrol.name'))).toHaveValue('Anna Nowak');
  await anna.visitor.press('enrol.make');
  await keepCodes(anna.visitor);
  await anna.visitor.press('codes.kept');
  await page.waitForURL('**/day');
  await page.goto(at('/account'));
  await anna.visitor.press('account.signOut');
  await page.waitForURL(at('/'));

  await page.goto(at('/account'));
  await anna.visitor.seesHeading('state.signInStaffTitle');
  await anna.visitor.press('state.signInStaffAction');
  await anna.keys.agree(false);
  await anna.visitor.press('signIn.action');
  await anna.visitor.sees('passkey.stopped');
  await anna.keys.agree(true);
  await anna.visitor.press('signIn.action');
  await page.waitForURL('**/account');
  await anna.visitor.seesHeading('account.passkeys');
});

test('A1 a browser is signed out from another one, and all of them at once', async ({
  browser,
}) => {
  const phone = await arrive(browser);
  await phone.keys.bring(anna.keys);
  await phone.visitor.page.goto(at('/sign-in'));
  await phone.visitor.press('signIn.action');
  await phone.visitor.page.waitForURL('**/day');

  const { page } = anna.visitor;
  await page.reload();
  const others = page.getByRole('button', { name: words('account.signOutOf') });
  await expect(others).toHaveCount(1);
  await others.click();
  await expect(others).toHaveCount(0);
  await phone.visitor.page.reload();
  await phone.visitor.seesHeading('state.signInStaffTitle');

  await anna.visitor.press('account.everywhere');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: words('account.everywhere') })
    .click();
  await page.waitForURL(at('/'));
  await page.goto(at('/account'));
  await anna.visitor.seesHeading('state.signInStaffTitle');
});

test('A5 the owner ends a colleague’s access', async () => {
  const { page } = owner.visitor;
  await page.reload();
  await page.getByRole('button', { name: words('staff.endOf', { name: 'Anna Nowak' }) }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: words('staff.end') })
    .click();
  await owner.visitor.sees('staff.alone');
  await anna.visitor.press('state.signInStaffAction');
  await anna.visitor.press('signIn.action');
  await anna.visitor.sees('error.PASSKEY_REFUSED');
});

test('A4 who has lost every passkey comes back by a mailed code and a code on paper', async ({
  browser,
}) => {
  const back = await arrive(browser);
  const { page } = back.visitor;
  await page.goto(at('/sign-in'));
  await back.visitor.press('signIn.recover');
  await back.visitor.fill('recover.email', ownerMail);
  await back.visitor.press('recover.send');
  await back.visitor.seesHeading('recover.codesTitle');
  await back.visitor.fill('recover.code', codeIn(await newestMail(ownerMail)));
  await back.visitor.fill('recover.paper', (ownerCodes[3] ?? '').toUpperCase());
  await back.visitor.press('recover.make');
  await page.waitForURL('**/account');
  await expect(page.getByText('9 codes are left.')).toBeVisible();
  await owner.visitor.page.reload();
  await owner.visitor.seesHeading('state.signInStaffTitle');
  for (const { visitor } of [owner, anna, back]) expect(visitor.troubles).toEqual([]);
});
