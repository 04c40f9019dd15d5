import './intake.css';
import type { JSX } from 'preact';
import { useLocation } from 'preact-iso';
import { t } from '../../i18n/text.ts';
import { Button, ButtonLink } from '../../ui/controls.tsx';
import { Heading, useTitle } from '../../ui/words.tsx';
import { usePractice } from '../practice.ts';
import { QuietPage } from './StepShell.tsx';

/**
 * Whom help by a screen does not suit alone, and where to go then. The office comes first; nothing
 * is refused here, and the way back to the questions stays open.
 */
export default function WhenOnlineIsNotEnough(): JSX.Element {
  const practice = usePractice();
  const { route } = useLocation();
  useTitle(t('notEnough.title'));
  return (
    <QuietPage onBack={() => route('/start?step=form')}>
      <main class="step reading">
        <Heading>{t('notEnough.title')}</Heading>
        <p class="lead">{t('notEnough.lead')}</p>
        <section class="office-first" aria-labelledby="office-first">
          <h2 id="office-first">{t('notEnough.officeTitle')}</h2>
          <p>
            {practice?.address
              ? t('notEnough.office', { address: practice.address })
              : t('notEnough.noOffice')}
          </p>
          {practice?.address && (
            <Button kind="main" icon="chair" onPress={() => route('/start?step=form&form=office')}>
              {t('notEnough.chooseOffice')}
            </Button>
          )}
        </section>
        <section>
          <h2>{t('notEnough.crisisTitle')}</h2>
          <p>{t('notEnough.crisis')}</p>
          <ButtonLink href="/help" icon="phone">
            {t('nav.help')}
          </ButtonLink>
        </section>
        <section>
          <h2>{t('notEnough.depressionTitle')}</h2>
          <p>{t('notEnough.depression')}</p>
        </section>
        <section>
          <h2>{t('notEnough.addictionTitle')}</h2>
          <p>{t('notEnough.addiction')}</p>
        </section>
        <section>
          <h2>{t('notEnough.psychiatristTitle')}</h2>
          <p>{t('notEnough.psychiatrist')}</p>
        </section>
        <p class="soft">{t('notEnough.stillWelcome')}</p>
      </main>
    </QuietPage>
  );
}
