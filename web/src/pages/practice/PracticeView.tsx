import type { JSX } from 'preact';
import { t } from '../../i18n/text.ts';
import { Heading } from '../../ui/words.tsx';
import { ConsentTexts } from './ConsentTexts.tsx';
import { CrisisContacts } from './CrisisContacts.tsx';
import type { PracticeRead } from './PracticePage.tsx';
import { SettingsForm } from './SettingsForm.tsx';

/** The practice's settings, its crisis contacts and its consent texts; each part saves by itself. */
export function PracticeView({ read, now }: { read: PracticeRead; now: number }): JSX.Element {
  return (
    <main class="practice">
      <Heading>{t('practice.title')}</Heading>
      <section aria-labelledby="pr-crisis">
        <h2 id="pr-crisis">{t('crisis.title')}</h2>
        <CrisisContacts
          contacts={read.crisis.contacts}
          country={read.crisis.country}
          language={read.settings.language}
          now={now}
        />
      </section>
      <section aria-labelledby="pr-settings">
        <h2 id="pr-settings">{t('practice.settings')}</h2>
        <SettingsForm settings={read.settings} />
      </section>
      <section aria-labelledby="pr-consents">
        <h2 id="pr-consents">{t('consents.title')}</h2>
        <ConsentTexts texts={read.texts} language={read.settings.language} />
      </section>
    </main>
  );
}
