import type { JSX } from 'preact';
import { t } from '../../../i18n/text.ts';
import { Choices } from '../../../ui/fields.tsx';
import { faultText } from '../faults.ts';
import type { StepProps } from './step.ts';

/** For whom somebody looks for help. */
export function ForWhomStep({ intake, faults }: StepProps): JSX.Element {
  return (
    <Choices
      hidden
      question={t('intake.forWhom.title')}
      value={intake.draft.forWhom}
      error={faultText(faults, 'forWhom')}
      onChoose={(forWhom) => intake.change({ forWhom })}
      choices={[
        { value: 'me', icon: 'person', title: t('intake.forWhom.me') },
        {
          value: 'my-child',
          icon: 'leaf',
          title: t('intake.forWhom.child'),
          sentence: t('intake.forWhom.childText'),
        },
        {
          value: 'us-two',
          icon: 'people',
          title: t('intake.forWhom.two'),
          sentence: t('intake.forWhom.twoText'),
        },
        {
          value: 'our-family',
          icon: 'people',
          title: t('intake.forWhom.family'),
          sentence: t('intake.forWhom.familyText'),
        },
      ]}
    />
  );
}
