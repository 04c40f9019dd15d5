import type { HttpOutput } from '@gabinet/shared/contracts/http';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { call } from '../../api.ts';
import { t } from '../../i18n/text.ts';
import { Button } from '../../ui/controls.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Heading } from '../../ui/words.tsx';
import { SureDialog } from './dialogs.tsx';
import { InviteForm } from './InviteForm.tsx';
import { date } from './moments.ts';
import { Fault } from './PasskeyTrouble.tsx';
import { faultText, freshly } from './passkeys.ts';

type List = HttpOutput<'staff'>;

/** Who works here and who is invited; a form for the next one. */
export function StaffView(props: { list: List; onChanged: () => Promise<void> }): JSX.Element {
  const { staff, invitations } = props.list;
  const [leaving, setLeaving] = useState<List['staff'][number] | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const act = async (action: () => Promise<unknown>): Promise<void> => {
    setFault(null);
    try {
      await action();
      await props.onChanged();
    } catch (thrown) {
      setFault(faultText(thrown));
    }
    setLeaving(null);
  };
  return (
    <main class="account">
      <Heading>{t('staff.title')}</Heading>
      <Fault text={fault} />
      <section aria-labelledby="people">
        <h2 id="people">{t('staff.people')}</h2>
        <ul class="account-list">
          {staff.map((person) => (
            <li key={person.staffId}>
              <Icon name="person" />
              <div>
                <b>{person.displayName}</b>
                {person.you && <span class="badge">{t('staff.you')}</span>}
                <small>{person.roles.map((role) => t(`account.role.${role}`)).join(' · ')}</small>
                {person.email && <small>{person.email}</small>}
              </div>
              {!person.you && (
                <Button
                  kind="quiet"
                  label={t('staff.endOf', { name: person.displayName })}
                  onPress={() => setLeaving(person)}
                >
                  {t('staff.end')}
                </Button>
              )}
            </li>
          ))}
        </ul>
        {staff.length === 1 && invitations.length === 0 && <p class="soft">{t('staff.alone')}</p>}
      </section>
      {invitations.length > 0 && (
        <section aria-labelledby="invitations">
          <h2 id="invitations">{t('staff.invitations')}</h2>
          <ul class="account-list">
            {invitations.map((one) => (
              <li key={one.invitationId}>
                <Icon name="letter" />
                <div>
                  <b>{one.email}</b>
                  <small>{t(`account.role.${one.role}`)}</small>
                  <small>{t('staff.expires', { date: date(one.expiresAt) })}</small>
                </div>
                <Button
                  kind="quiet"
                  label={t('staff.revokeOf', { email: one.email })}
                  onPress={() =>
                    void act(() =>
                      call('revokeStaffInvitation', { invitationId: one.invitationId }),
                    )
                  }
                >
                  {t('staff.revoke')}
                </Button>
              </li>
            ))}
          </ul>
        </section>
      )}
      <InviteForm onInvited={props.onChanged} />
      {leaving && (
        <SureDialog
          title={t('staff.endTitle', { name: leaving.displayName })}
          text={t('staff.endText')}
          action={t('staff.end')}
          busy={t('staff.ending')}
          onClose={() => setLeaving(null)}
          onSure={() =>
            act(() => freshly(() => call('deactivateStaff', { staffId: leaving.staffId })))
          }
        />
      )}
    </main>
  );
}
