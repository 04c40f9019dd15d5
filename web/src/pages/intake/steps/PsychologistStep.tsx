import type { HttpOutput } from '@gabinet/shared/contracts/http';
import { approaches, problems } from '@gabinet/shared/contracts/specialities';
import type { Language } from '@gabinet/shared/contracts/words';
import type { JSX } from 'preact';
import { useEffect, useId, useState } from 'preact/hooks';
import { call, type FailureCode, failureCode } from '../../../api.ts';
import { errorText, languageNames, plural, t } from '../../../i18n/text.ts';
import { Button } from '../../../ui/controls.tsx';
import { SelectField } from '../../../ui/fields.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import { announce, Banner } from '../../../ui/words.tsx';
import { faultText } from '../faults.ts';
import { approachNames, languagesOf, problemNames } from '../specialities.ts';
import { browserZone, shortIn } from '../times.ts';
import type { StepProps } from './step.ts';

type Found = HttpOutput<'psychologists'>['found'];
type Filters = {
  approach?: string;
  problem?: string;
  language?: Language;
  timeOfDay?: 'morning' | 'afternoon' | 'evening';
};

/** Search by problem, approach, language and time of day; each found with their first free times. */
export function PsychologistStep(props: StepProps): JSX.Element {
  const { intake, faults } = props;
  const [filters, setFilters] = useState<Filters>({});
  const [found, setFound] = useState<Found | null>(null);
  const [failure, setFailure] = useState<FailureCode | null>(null);
  const [tries, setTries] = useState(0);
  const { modality } = intake.draft;
  useEffect(() => {
    let wanted = true;
    setFailure(null);
    call('psychologists', { ...filters, ...(modality ? { modality } : {}) }).then(
      (answer) => {
        if (!wanted) return;
        setFound(answer.found);
        announce(plural('intake.search.found', answer.found.length));
      },
      (thrown: unknown) => wanted && setFailure(failureCode(thrown)),
    );
    return () => {
      wanted = false;
    };
  }, [filters, modality, tries]);
  const filter = (changes: Filters): void =>
    setFilters((before) =>
      Object.fromEntries(Object.entries({ ...before, ...changes }).filter(([, value]) => value)),
    );
  return (
    <>
      <div class="filters">
        <SelectField
          label={t('intake.search.problem')}
          empty={t('intake.search.any')}
          value={filters.problem ?? ''}
          options={problems.map((slug) => [slug, t(problemNames[slug])])}
          onChange={(problem) => filter({ problem })}
        />
        <SelectField
          label={t('intake.search.approach')}
          empty={t('intake.search.any')}
          value={filters.approach ?? ''}
          options={approaches.map((slug) => [slug, t(approachNames[slug])])}
          onChange={(approach) => filter({ approach })}
        />
        <SelectField
          label={t('intake.search.language')}
          empty={t('intake.search.any')}
          value={filters.language ?? ''}
          options={Object.entries(languageNames) as [Language, string][]}
          onChange={(language) =>
            filter(language ? { language } : { language: undefined as never })
          }
        />
        <SelectField
          label={t('intake.search.timeOfDay')}
          empty={t('intake.search.any')}
          value={filters.timeOfDay ?? ''}
          options={[
            ['morning', t('intake.search.morning')],
            ['afternoon', t('intake.search.afternoon')],
            ['evening', t('intake.search.evening')],
          ]}
          onChange={(part) => filter({ timeOfDay: part === '' ? (undefined as never) : part })}
        />
      </div>
      {failure ? (
        <Banner icon={failure === 'OFFLINE' ? 'network' : 'warning'} tone="warm">
          <p>{failure === 'OFFLINE' ? t('state.offlineText') : errorText(failure)}</p>
          <Button onPress={() => setTries(tries + 1)}>{t('common.tryAgain')}</Button>
        </Banner>
      ) : found === null ? (
        <FoundSkeleton />
      ) : found.length === 0 ? (
        <div class="empty">
          <Icon name="leaf" />
          <h2>{t('intake.search.emptyTitle')}</h2>
          <p class="soft">{t('intake.search.empty')}</p>
          {Object.keys(filters).length > 0 && (
            <Button onPress={() => setFilters({})}>{t('intake.search.clear')}</Button>
          )}
        </div>
      ) : (
        <FoundList
          found={found}
          chosen={intake.draft.psychologistId}
          error={faultText(faults, 'psychologistId')}
          letters={modality === 'message'}
          onChoose={(psychologistId) => {
            if (intake.view?.held && intake.view.held.psychologistId !== psychologistId) {
              void intake.release();
            }
            intake.change({ psychologistId });
          }}
        />
      )}
    </>
  );
}

function FoundList(props: {
  found: Found;
  chosen: string | undefined;
  error: string | undefined;
  letters: boolean;
  onChoose: (psychologistId: string) => void;
}): JSX.Element {
  const name = useId();
  return (
    <fieldset class={props.error ? 'choices field-bad' : 'choices'}>
      <legend class="said">{t('intake.search.title')}</legend>
      {props.error && (
        <p class="field-note">
          <Icon name="warning" size="s" />
          {props.error}
        </p>
      )}
      <div class="choice-list">
        {props.found.map((one) => (
          <label key={one.psychologistId} class="choice choice-plain choice-person">
            <b>{one.displayName}</b>
            <input
              type="radio"
              name={name}
              checked={props.chosen === one.psychologistId}
              onChange={() => props.onChoose(one.psychologistId)}
            />
            <span>
              {one.title && <span class="line">{one.title}</span>}
              <span class="line">{describe(one)}</span>
              {!props.letters && (
                <span class="line first-times">
                  <Icon name="clock" size="s" />
                  {one.firstOpenings.length > 0
                    ? one.firstOpenings
                        .slice(0, 3)
                        .map((at) => shortIn(at, browserZone()))
                        .join(' · ')
                    : t('intake.search.noTimes')}
                </span>
              )}
              {one.approval && <span class="line">{t('intake.search.approval')}</span>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** Approaches and languages of a psychologist, as one line. */
export function describe(one: Pick<Found[number], 'approaches' | 'languages'>): string {
  const known = one.approaches.flatMap((slug) => {
    const approach = approaches.find((each) => each === slug);
    return approach ? [t(approachNames[approach])] : [];
  });
  return [...known, languagesOf(one.languages)].filter((part) => part !== '').join(' · ');
}

function FoundSkeleton(): JSX.Element {
  return (
    <div class="skeletons choice-list" aria-busy="true">
      <p class="said">{t('common.loading')}</p>
      {[1, 2, 3].map((one) => (
        <span key={one} class="skeleton skeleton-card" aria-hidden="true" />
      ))}
    </div>
  );
}
