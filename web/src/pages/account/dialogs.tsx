import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { call } from '../../api.ts';
import { t } from '../../i18n/text.ts';
import { Button } from '../../ui/controls.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Field } from '../../ui/fields.tsx';
import { Fault } from './PasskeyTrouble.tsx';
import { createPasskey, faultText, freshly } from './passkeys.ts';

/** Asks before what can't be taken back. */
export function SureDialog(props: {
  title: string;
  text: string;
  action: string;
  busy: string;
  onClose: () => void;
  onSure: () => Promise<void>;
}): JSX.Element {
  const [busy, setBusy] = useState(false);
  return (
    <Dialog title={props.title} onClose={props.onClose}>
      <p>{props.text}</p>
      <div class="acts">
        <Button kind="plain" onPress={props.onClose}>
          {t('account.keep')}
        </Button>
        <Button
          kind="danger"
          busy={busy}
          onPress={() => {
            setBusy(true);
            void props.onSure();
          }}
        >
          {busy ? props.busy : props.action}
        </Button>
      </div>
    </Dialog>
  );
}

/** One more passkey: its name, then the browser asks. */
export function AddPasskeyDialog(props: {
  onClose: () => void;
  onAdded: () => Promise<void>;
}): JSX.Element {
  const [name, setName] = useState('');
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const add = async (): Promise<void> => {
    setTried(true);
    if (name.trim() === '') return;
    setBusy(true);
    setFault(null);
    try {
      const { options } = await freshly(() => call('beginPasskey', {}));
      await call('finishPasskey', { name, response: await createPasskey(options) });
      await props.onAdded();
      props.onClose();
    } catch (thrown) {
      setFault(faultText(thrown));
      setBusy(false);
    }
  };
  return (
    <Dialog title={t('account.addPasskey')} onClose={props.onClose}>
      <form
        class="account-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) void add();
        }}
      >
        <p>{t('account.addPasskeyText')}</p>
        <Field
          label={t('account.passkeyName')}
          error={tried && name.trim() === '' ? t('account.passkeyNameMissing') : undefined}
          value={name}
          maxLength={60}
          onInput={setName}
        />
        <Fault text={fault} />
        <div class="acts">
          <Button kind="plain" onPress={props.onClose}>
            {t('common.close')}
          </Button>
          <Button kind="main" icon="key" busy={busy} submits>
            {busy ? t('account.adding') : t('account.add')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
