import type { HttpOutput } from '@gabinet/shared/contracts/http';
import type { AppointmentModality, Language } from '@gabinet/shared/contracts/words';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { call } from '../../api.ts';
import { languageNames, t } from '../../i18n/text.ts';
import { Button } from '../../ui/controls.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Field, SelectField, TextArea } from '../../ui/fields.tsx';
import { announce } from '../../ui/words.tsx';
import { dateName } from '../calendar/availability/ExceptionsEditor.tsx';
import { TroubleBanner } from '../calendar/Troubles.tsx';
import { type Trouble, troubleOf } from '../calendar/useMoves.ts';

type Text = HttpOutput<'consentTexts'>['texts'][number];
const modalities: readonly AppointmentModality[] = ['video', 'audio', 'chat', 'office', 'message'];

/** What a client agrees to, by form of contact and language. A change is a new version. */
export function ConsentTexts(props: { texts: readonly Text[]; language: Language }): JSX.Element {
  const [texts, setTexts] = useState(props.texts);
  const [language, setLanguage] = useState<Language>(props.language);
  const [writing, setWriting] = useState<AppointmentModality | null>(null);
  const current = (modality: AppointmentModality): Text | undefined =>
    texts.find((one) => one.modality === modality && one.language === language);
  return (
    <div class="consent-texts">
      <p class="soft">{t('consents.text')}</p>
      <SelectField
        label={t('consents.language')}
        value={language}
        options={Object.entries(languageNames) as [Language, string][]}
        onChange={(next) => next && setLanguage(next)}
      />
      <ul class="exceptions">
        {modalities.map((modality) => {
          const text = current(modality);
          return (
            <li key={modality} class="row between">
              <div>
                <h3>{t(`modality.${modality}.badge`)}</h3>
                <p class={text ? 'soft small' : 'warm small'}>
                  {text
                    ? t('consents.version', {
                        version: text.version,
                        title: text.title,
                        date: dateName(text.writtenOn),
                      })
                    : t('consents.missing')}
                </p>
              </div>
              <Button
                small
                label={t(text ? 'consents.newVersionFor' : 'consents.writeFor', {
                  form: t(`modality.${modality}.badge`),
                })}
                onPress={() => setWriting(modality)}
              >
                {text ? t('consents.newVersion') : t('consents.write')}
              </Button>
            </li>
          );
        })}
      </ul>
      {writing && (
        <ConsentDialog
          modality={writing}
          language={language}
          before={current(writing)}
          onClose={() => setWriting(null)}
          onSaved={() => {
            setWriting(null);
            announce(t('availability.saved'));
            // What was saved is safe; the list is only read again.
            call('consentTexts', {}).then(
              (read) => setTexts(read.texts),
              () => undefined,
            );
          }}
        />
      )}
    </div>
  );
}

function ConsentDialog(props: {
  modality: AppointmentModality;
  language: Language;
  before: Text | undefined;
  onClose: () => void;
  onSaved: () => void;
}): JSX.Element {
  const [title, setTitle] = useState(props.before?.title ?? '');
  const [text, setText] = useState(props.before?.text ?? '');
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const save = async (): Promise<void> => {
    setTried(true);
    if (busy || title.trim() === '' || text.trim() === '') return;
    setBusy(true);
    try {
      const { modality, language } = props;
      await call('saveConsentText', { modality, language, title: title.trim(), text: text.trim() });
      props.onSaved();
    } catch (thrown) {
      setTrouble(troubleOf(thrown));
      setBusy(false);
    }
  };
  return (
    <Dialog title={t(`modality.${props.modality}.badge`)} onClose={props.onClose}>
      <form
        class="event-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <p class="soft">{t('consents.keep')}</p>
        <Field
          label={t('consents.heading')}
          value={title}
          maxLength={200}
          error={tried && title.trim() === '' ? t('consents.headingMissing') : undefined}
          onInput={setTitle}
        />
        <TextArea
          label={t('consents.body', { language: languageNames[props.language] })}
          value={text}
          maxLength={20_000}
          error={tried && text.trim() === '' ? t('consents.bodyMissing') : undefined}
          onInput={setText}
        />
        {trouble && <TroubleBanner trouble={trouble} zone="UTC" onClose={() => setTrouble(null)} />}
        <div class="acts">
          <Button kind="plain" onPress={props.onClose}>
            {t('consents.cancel')}
          </Button>
          <Button kind="main" submits busy={busy}>
            {busy ? t('availability.saving') : t('consents.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
