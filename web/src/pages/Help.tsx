import type { JSX } from 'preact';
import { t } from '../i18n/text.ts';
import { Page } from '../ui/TopLine.tsx';
import { Heading, useTitle } from '../ui/words.tsx';
import { HelpNumbers } from './HelpNumbers.tsx';

/** "Help now": no sign-in, no form, nothing asked of the service. */
export default function Help(): JSX.Element {
  useTitle(t('help.title'));
  return (
    <Page withoutHelp>
      <main class="help">
        <Heading class="display">{t('help.title')}</Heading>
        <p class="lead">{t('help.lead')}</p>
        <HelpNumbers />
        <div class="small soft help-foot">
          <p>{t('help.verify')}</p>
          <p>{t('help.country')}</p>
        </div>
      </main>
    </Page>
  );
}
