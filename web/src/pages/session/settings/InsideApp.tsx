import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { t } from '../../../i18n/text.ts';
import { Button } from '../../../ui/controls.tsx';
import { Banner } from '../../../ui/words.tsx';

/** To who opened the invitation inside another app: the link, to be taken to a real browser. */
export function InsideApp(): JSX.Element {
  const [copied, setCopied] = useState<boolean | null>(null);
  const copy = (): void => {
    navigator.clipboard.writeText(location.href).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  return (
    <Banner icon="device" tone="warm">
      <b>{t('denied.inAppTitle')}</b>
      <p>{t('denied.inApp')}</p>
      <Button small onPress={copy}>
        {t('denied.copy')}
      </Button>
      {copied !== null && <p class="small">{t(copied ? 'denied.copied' : 'denied.copyFailed')}</p>}
    </Banner>
  );
}
