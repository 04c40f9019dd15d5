import type { JSX } from 'preact';
import { t } from '../../../i18n/text.ts';
import { Check } from '../../../ui/fields.tsx';
import { faultText } from '../faults.ts';
import type { StepProps } from './step.ts';

/** The consents that the chosen form needs, each to be read before it is given (rule K5). */
export function ConsentsStep({ intake, given, faults }: StepProps): JSX.Element {
  // Those of a form that was chosen before do not count for this one.
  const needed = new Set(given.consentTexts.map((one) => one.consentId));
  const accepted = (intake.draft.consents ?? []).filter((one) => needed.has(one));
  if (given.consentTexts.length === 0) return <p class="soft">{t('intake.consents.none')}</p>;
  return (
    <>
      {given.consentTexts.map(({ consentId, title, text, version, language }) => (
        <section key={consentId} class="consent" aria-labelledby={consentId}>
          <h2 id={consentId} lang={language}>
            {title}
          </h2>
          <div class="consent-text" lang={language}>
            {text.split(/\n{2,}/).map((paragraph) => (
              <p key={paragraph}>{paragraph}</p>
            ))}
          </div>
          <p class="small soft">{t('intake.consents.version', { version })}</p>
          <Check
            checked={accepted.includes(consentId)}
            error={faultText(faults, consentId)}
            onChange={(yes) =>
              intake.change({
                consents: yes
                  ? [...accepted, consentId]
                  : accepted.filter((one) => one !== consentId),
              })
            }
          >
            {t('intake.consents.accept')}
          </Check>
        </section>
      ))}
    </>
  );
}
