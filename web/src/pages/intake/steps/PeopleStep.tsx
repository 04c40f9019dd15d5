import type { JSX } from 'preact';
import { plural, t } from '../../../i18n/text.ts';
import { Button } from '../../../ui/controls.tsx';
import { Check, Field, TextArea } from '../../../ui/fields.tsx';
import { faultText } from '../faults.ts';
import { asksMinor, type Draft, isMinor } from '../flow.ts';
import { years } from './AboutStep.tsx';
import type { StepProps } from './step.ts';

type Guardian = NonNullable<Draft['guardians']>[number];
type Other = NonNullable<Draft['others']>[number];

/** Who else takes part: the child and the guardians, the partner, or the family. */
export function PeopleStep(props: StepProps): JSX.Element {
  const { draft } = props.intake;
  if (draft.forWhom === 'my-child' || isMinor(draft)) {
    return (
      <div class="fields">
        {draft.forWhom === 'my-child' && <Child {...props} />}
        <Guardians {...props} />
      </div>
    );
  }
  return <Others {...props} />;
}

/** The child, and from the practice's age on their own yes (rule K5). */
function Child({ intake, faults, given }: StepProps): JSX.Element {
  const child = intake.draft.child ?? { displayName: '' };
  const change = (changes: Partial<NonNullable<Draft['child']>>): void =>
    intake.change({ child: { ...child, ...changes } });
  return (
    <>
      <Field
        label={t('intake.child.name')}
        autocomplete="off"
        maxLength={120}
        value={child.displayName}
        error={faultText(faults, 'child.displayName')}
        onInput={(displayName) => change({ displayName })}
      />
      <Field
        label={t('intake.child.age')}
        inputMode="numeric"
        short
        maxLength={2}
        value={child.ageYears === undefined ? '' : String(child.ageYears)}
        error={faultText(faults, 'child.ageYears')}
        onInput={(text) => change({ ageYears: years(text) })}
      />
      {asksMinor(intake.draft, given.minorConsentAge) && (
        <Check
          checked={child.agrees ?? false}
          error={faultText(faults, 'child.agrees')}
          onChange={(agrees) => change({ agrees })}
        >
          {plural('intake.child.agrees', given.minorConsentAge)}
        </Check>
      )}
    </>
  );
}

function Guardians({ intake, faults }: StepProps): JSX.Element {
  const own = intake.draft.forWhom === 'my-child' ? (intake.draft.displayName ?? '') : '';
  const guardians: Guardian[] = intake.draft.guardians ?? [{ displayName: own, mayConsent: false }];
  const change = (index: number, changes: Partial<Guardian>): void =>
    intake.change({
      guardians: guardians.map((one, at) => (at === index ? { ...one, ...changes } : one)),
    });
  return (
    <>
      <h2>{t('intake.guardian.title')}</h2>
      <p class="soft">{t('intake.guardian.lead')}</p>
      {guardians.map((one, index) => (
        <fieldset key={index} class="person-fields">
          <legend>{t('intake.guardian.number', { number: index + 1 })}</legend>
          <Field
            label={t('intake.people.name')}
            autocomplete="off"
            maxLength={120}
            value={one.displayName}
            error={faultText(faults, `guardians.${index}.displayName`)}
            onInput={(displayName) => change(index, { displayName })}
          />
          <Field
            label={t('intake.people.mail')}
            type="email"
            autocomplete="off"
            value={one.email ?? ''}
            error={faultText(faults, `guardians.${index}.email`)}
            onInput={(email) => change(index, { email })}
          />
          <Check
            checked={one.mayConsent}
            error={index === 0 ? faultText(faults, 'guardians') : undefined}
            onChange={(mayConsent) => change(index, { mayConsent })}
          >
            {t('intake.guardian.mayConsent')}
          </Check>
          <TextArea
            label={t('intake.guardian.court')}
            help={t('intake.guardian.courtHelp')}
            maxLength={1000}
            value={one.courtNote ?? ''}
            onInput={(courtNote) => change(index, { courtNote })}
          />
        </fieldset>
      ))}
      <div class="row">
        {guardians.length < 4 && (
          <Button
            icon="people"
            onPress={() =>
              intake.change({ guardians: [...guardians, { displayName: '', mayConsent: false }] })
            }
          >
            {t('intake.guardian.add')}
          </Button>
        )}
        {guardians.length > 1 && (
          <Button kind="quiet" onPress={() => intake.change({ guardians: guardians.slice(0, -1) })}>
            {t('intake.people.remove')}
          </Button>
        )}
      </div>
    </>
  );
}

/** The partner, or the other members of the family. */
function Others({ intake, faults }: StepProps): JSX.Element {
  const family = intake.draft.forWhom === 'our-family';
  const others: Other[] = intake.draft.others?.length ? intake.draft.others : [{ displayName: '' }];
  const change = (index: number, changes: Partial<Other>): void =>
    intake.change({
      others: others.map((one, at) => (at === index ? { ...one, ...changes } : one)),
    });
  return (
    <div class="fields">
      {others.map((one, index) => (
        <fieldset key={index} class="person-fields">
          <legend>
            {family ? t('intake.others.number', { number: index + 1 }) : t('intake.others.partner')}
          </legend>
          <Field
            label={t('intake.people.name')}
            autocomplete="off"
            maxLength={120}
            value={one.displayName}
            error={faultText(faults, `others.${index}.displayName`)}
            onInput={(displayName) => change(index, { displayName })}
          />
          <Field
            label={t('intake.people.mail')}
            help={t('intake.others.mailHelp')}
            type="email"
            autocomplete="off"
            value={one.email ?? ''}
            error={faultText(faults, `others.${index}.email`)}
            onInput={(email) => change(index, { email })}
          />
        </fieldset>
      ))}
      {family && (
        <div class="row">
          {others.length < 6 && (
            <Button
              icon="people"
              onPress={() => intake.change({ others: [...others, { displayName: '' }] })}
            >
              {t('intake.others.add')}
            </Button>
          )}
          {others.length > 1 && (
            <Button kind="quiet" onPress={() => intake.change({ others: others.slice(0, -1) })}>
              {t('intake.people.remove')}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}
