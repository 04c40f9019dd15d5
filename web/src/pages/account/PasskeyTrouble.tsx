import type { JSX } from 'preact';
import { t } from '../../i18n/text.ts';
import { ButtonLink } from '../../ui/controls.tsx';
import { Banner } from '../../ui/words.tsx';
import type { PasskeySupport } from './passkeys.ts';

/** Says why passkeys can't work on this page, and where they do. */
export function PasskeyTrouble(props: { support: Exclude<PasskeySupport, 'works'> }): JSX.Element {
  if (props.support === 'missing') {
    return (
      <Banner icon="key" tone="warm">
        <b>{t('passkey.missingTitle')}</b> {t('passkey.missing')}
      </Banner>
    );
  }
  const { port, pathname, search, hash } = location;
  return (
    <Banner icon="key" tone="warm">
      <b>{t('passkey.addressTitle')}</b> {t('passkey.address')}
      <br />
      <ButtonLink small href={`http://localhost${port && `:${port}`}${pathname}${search}${hash}`}>
        {t('passkey.addressAction')}
      </ButtonLink>
    </Banner>
  );
}

/** A sentence about what went wrong, read out at once. */
export function Fault(props: { text: string | null }): JSX.Element | null {
  if (props.text === null) return null;
  return (
    <Banner icon="warning" tone="danger">
      {props.text}
    </Banner>
  );
}
