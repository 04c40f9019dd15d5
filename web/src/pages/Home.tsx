import type { JSX } from 'preact';
import { t } from '../i18n/text.ts';
import { ButtonLink } from '../ui/controls.tsx';
import { Page } from '../ui/TopLine.tsx';
import { Banner, Heading, useTitle } from '../ui/words.tsx';
import { usePractice } from './practice.ts';

/** `/`: whose place this is, and where to go from here. */
export default function Home(): JSX.Element {
  const practice = usePractice();
  useTitle(practice?.name ?? 'Gabinet');
  return (
    <Page practiceName={practice?.name}>
      <main class="first">
        <Heading class="display">{practice?.name ?? 'Gabinet'}</Heading>
        <p class="lead">{t('home.lead')}</p>
        <p class="lead soft">{t('home.link')}</p>
        <div class="row">
          <ButtonLink kind="main" href="/start">
            {t('home.start')}
          </ButtonLink>
          <ButtonLink href="/me">{t('home.mine')}</ButtonLink>
        </div>
        <div class="row">
          <ButtonLink kind="quiet" href="/sign-in" icon="key">
            {t('home.staff')}
          </ButtonLink>
          {practice?.demo && (
            <ButtonLink kind="quiet" href="/demo/mails" icon="letter">
              {t('home.mails')}
            </ButtonLink>
          )}
        </div>
        {practice?.demo && (
          <Banner icon="warning" tone="warm">
            {t('home.demo')}
          </Banner>
        )}
      </main>
    </Page>
  );
}
