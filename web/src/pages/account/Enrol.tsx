import type { HttpOutput } from '@gabinet/shared/contracts/http';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { call, failureCode } from '../../api.ts';
import { t } from '../../i18n/text.ts';
import { Button } from '../../ui/controls.tsx';
import { ownRoles } from '../../ui/StaffTop.tsx';
import { Page } from '../../ui/TopLine.tsx';
import { Heading, StatePage, useTitle } from '../../ui/words.tsx';
import { usePractice } from '../practice.ts';
import { EnrolForm } from './EnrolForm.tsx';
import { Fault, PasskeyTrouble } from './PasskeyTrouble.tsx';
import { faultText, firstPage, type PasskeySupport, passkeySupport } from './passkeys.ts';
import { RecoveryCodes } from './RecoveryCodes.tsx';
import './account.css';

export type EnrolState =
  | { name: 'first' }
  | { name: 'expired' }
  | { name: 'form'; link: HttpOutput<'beginEnrolment'> }
  | { name: 'codes'; codes: readonly string[]; next: string };

/** `/enrol#TOKEN`: from a link to an account. Opening the page uses nothing up. */
export default function Enrol(props: {
  begin?: EnrolState;
  support?: PasskeySupport;
}): JSX.Element {
  const practice = usePractice();
  const [token] = useState(() => location.hash.slice(1));
  const [state, setState] = useState<EnrolState>(props.begin ?? { name: 'first' });
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  useTitle(t('enrol.title'));

  const begin = async (): Promise<void> => {
    setBusy(true);
    setFault(null);
    try {
      setState({ name: 'form', link: await call('beginEnrolment', { token }) });
      // Neither the history nor a look over the shoulder needs it from here on.
      history.replaceState(null, '', '/enrol');
    } catch (thrown) {
      if (failureCode(thrown) === 'LINK_EXPIRED') setState({ name: 'expired' });
      else setFault(faultText(thrown));
    }
    setBusy(false);
  };

  const support = props.support ?? passkeySupport();
  const shown = (): JSX.Element => {
    if (state.name === 'codes') {
      return <RecoveryCodes codes={state.codes} onKept={() => location.assign(state.next)} />;
    }
    if (state.name === 'expired') {
      return <StatePage icon="letter" title={t('enrol.expiredTitle')} text={t('enrol.expired')} />;
    }
    if (!token && !props.begin) {
      return <StatePage icon="letter" title={t('enrol.noTokenTitle')} text={t('enrol.noToken')} />;
    }
    if (state.name === 'form') {
      return (
        <EnrolForm
          link={state.link}
          token={token}
          onExpired={() => setState({ name: 'expired' })}
          onMade={(codes, roles) => {
            ownRoles.value = roles;
            const next = roles.includes('owner') ? '/staff' : firstPage(roles);
            setState({ name: 'codes', codes, next });
          }}
        />
      );
    }
    return (
      <main class="first account-first">
        <Heading class="display">{practice?.name ?? 'Gabinet'}</Heading>
        <p class="lead">{t('enrol.lead')}</p>
        <Fault text={fault} />
        {support === 'works' ? (
          <Button kind="main" busy={busy} onPress={() => void begin()}>
            {busy ? t('common.opening') : t('enrol.begin')}
          </Button>
        ) : (
          <PasskeyTrouble support={support} />
        )}
      </main>
    );
  };
  return (
    <Page practiceName={practice?.name} withoutHelp>
      {shown()}
    </Page>
  );
}
