import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { t } from '../../i18n/text.ts';
import { Button } from '../../ui/controls.tsx';
import { announce, Heading } from '../../ui/words.tsx';
import { Fault } from './PasskeyTrouble.tsx';

/** Codes on paper, shown this one time. */
export function RecoveryCodes(props: {
  codes: readonly string[];
  onKept: () => void;
}): JSX.Element {
  const [copied, setCopied] = useState<'no' | 'yes' | 'failed'>('no');
  const copy = (): void => {
    navigator.clipboard.writeText(props.codes.join('\n')).then(
      () => {
        setCopied('yes');
        announce(t('codes.copied'));
      },
      () => setCopied('failed'),
    );
  };
  return (
    <main class="first account-first">
      <Heading>{t('codes.title')}</Heading>
      <p class="lead">{t('codes.lead')}</p>
      <ol class="codes sheet" aria-label={t('codes.list')}>
        {props.codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <Fault text={copied === 'failed' ? t('codes.copyFailed') : null} />
      <div class="row codes-acts">
        <Button icon={copied === 'yes' ? 'check' : 'device'} onPress={copy}>
          {copied === 'yes' ? t('codes.copied') : t('codes.copy')}
        </Button>
        <Button icon="letter" onPress={() => window.print()}>
          {t('codes.print')}
        </Button>
      </div>
      <Button kind="main" icon="check" onPress={props.onKept}>
        {t('codes.kept')}
      </Button>
    </main>
  );
}
