import type { HttpOutput } from '@gabinet/shared/contracts/http';
import type { JSX } from 'preact';
import { t } from '../i18n/text.ts';
import { AccountView } from '../pages/account/AccountView.tsx';
import { AddPasskeyDialog, SureDialog } from '../pages/account/dialogs.tsx';
import Enrol from '../pages/account/Enrol.tsx';
import Recover from '../pages/account/Recover.tsx';
import { RecoveryCodes } from '../pages/account/RecoveryCodes.tsx';
import SignIn from '../pages/account/SignIn.tsx';
import { StaffView } from '../pages/account/StaffView.tsx';
import { Failure } from '../pages/Failure.tsx';
import { StaffPage } from '../ui/StaffTop.tsx';
import { Page } from '../ui/TopLine.tsx';
import { galleryNow } from './fakes.ts';
import '../pages/account/account.css';

const nothing = (): void => undefined;
const done = async (): Promise<void> => undefined;
const hour = 60 * 60_000;
const uuid = (last: number): string =>
  `00000000-0000-4000-8000-0000000000${String(last).padStart(2, '0')}`;
const codes = [
  '7k3f-9qwm-2xtd',
  'b4n8-p0ze-6ryh',
  'm1cj-5tva-8g2s',
  'x9dk-3hwq-f7n4',
  '2pz6-ye0r-c8bm',
  'j5vt-k1ga-9s3x',
  'q8nf-4dw7-h6pz',
  't0yr-m2ce-5bj9',
  'g3sk-a7xv-1qhd',
  'w6pb-8nzt-r4fy',
];

function account(changes: Partial<HttpOutput<'account'>> = {}): HttpOutput<'account'> {
  return {
    staffId: uuid(1),
    displayName: 'Anna Nowak',
    email: 'anna.nowak@lipowa.example',
    roles: ['owner', 'psychologist'],
    psychologistId: uuid(2),
    practiceName: 'Poradnia przy Lipowej',
    language: 'pl',
    passkeys: [
      {
        passkeyId: uuid(3),
        name: 'Chrome, Windows',
        createdAt: galleryNow - 2400 * hour,
        lastUsedAt: galleryNow - 2 * hour,
      },
      {
        passkeyId: uuid(4),
        name: 'Klucz na breloku',
        createdAt: galleryNow - 700 * hour,
        lastUsedAt: null,
      },
    ],
    browsers: [
      {
        browserId: uuid(5),
        name: 'Chrome, Windows',
        signedInAt: galleryNow - 2 * hour,
        lastSeenAt: galleryNow,
        current: true,
      },
      {
        browserId: uuid(6),
        name: 'Safari, iPhone',
        signedInAt: galleryNow - 5 * hour,
        lastSeenAt: galleryNow - hour,
        current: false,
      },
    ],
    recoveryCodesLeft: 9,
    ...changes,
  };
}

const staff: HttpOutput<'staff'> = {
  staff: [
    {
      staffId: uuid(1),
      displayName: 'Anna Nowak',
      email: 'anna.nowak@lipowa.example',
      roles: ['owner', 'psychologist'],
      you: true,
    },
    {
      staffId: uuid(7),
      displayName: 'Bartłomiej Wiśniewski-Szczepański',
      email: 'bartlomiej.wisniewski-szczepanski@poradnia-przy-lipowej.example',
      roles: ['psychologist'],
      you: false,
    },
    {
      staffId: uuid(8),
      displayName: 'Kora Lis',
      email: 'kora@lipowa.example',
      roles: ['coordinator'],
      you: false,
    },
  ],
  invitations: [
    {
      invitationId: uuid(9),
      email: 'ewa@lipowa.example',
      role: 'psychologist',
      expiresAt: galleryNow + 100 * hour,
    },
  ],
};

const link = (role: 'owner' | 'psychologist'): HttpOutput<'beginEnrolment'> => ({
  practiceName: 'Poradnia przy Lipowej',
  roles: [role],
  displayName: role === 'owner' ? null : 'Ewa Kurek',
  language: 'pl',
  options: {},
});
const accountPage = (shown: HttpOutput<'account'>, more?: JSX.Element): JSX.Element => (
  <StaffPage current="/account" roles={shown.roles}>
    <AccountView support="works" account={shown} onChanged={done} onCodes={nothing} />
    {more}
  </StaffPage>
);
const staffPage = (list: HttpOutput<'staff'>, more?: JSX.Element): JSX.Element => (
  <StaffPage current="/staff" roles={['owner', 'psychologist']}>
    <StaffView list={list} onChanged={done} />
    {more}
  </StaffPage>
);

/** The pages of the accounts in every state. */
export const accountStates: Record<string, () => JSX.Element> = {
  'sign-in': () => <SignIn support="works" />,
  'sign-in-address': () => <SignIn support="address" />,
  'sign-in-missing': () => <SignIn support="missing" />,
  'staff-sign-in-again': () => (
    <Page withoutHelp>
      <Failure code="SIGN_IN_REQUIRED" staff />
    </Page>
  ),
  'enrol-first': () => <Enrol support="works" begin={{ name: 'first' }} />,
  'enrol-no-token': () => <Enrol />,
  'enrol-expired': () => <Enrol begin={{ name: 'expired' }} />,
  'enrol-owner': () => <Enrol begin={{ name: 'form', link: link('owner') }} />,
  'enrol-psychologist': () => <Enrol begin={{ name: 'form', link: link('psychologist') }} />,
  'enrol-codes': () => <Enrol begin={{ name: 'codes', codes, next: '/staff' }} />,
  recover: () => <Recover support="works" />,
  'recover-codes': () => <Recover support="works" begin="codes" />,
  account: () => accountPage(account()),
  'account-demo': () =>
    accountPage(account({ passkeys: [], email: null, recoveryCodesLeft: 0, roles: ['owner'] })),
  'account-codes': () => (
    <StaffPage current="/account" roles={['psychologist']}>
      <RecoveryCodes codes={codes} onKept={nothing} />
    </StaffPage>
  ),
  'account-add': () =>
    accountPage(account(), <AddPasskeyDialog onClose={nothing} onAdded={done} />),
  'account-remove': () =>
    accountPage(
      account(),
      <SureDialog
        title={t('account.removeTitle', { name: 'Klucz na breloku' })}
        text={t('account.removeText')}
        action={t('account.remove')}
        busy={t('account.remove')}
        onClose={nothing}
        onSure={done}
      />,
    ),
  staff: () => staffPage(staff),
  'staff-alone': () => staffPage({ staff: staff.staff.slice(0, 1), invitations: [] }),
};
