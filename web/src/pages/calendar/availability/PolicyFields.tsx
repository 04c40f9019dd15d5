import type { Policy } from '@gabinet/shared/contracts/availability';
import type { JSX } from 'preact';
import { plural, t } from '../../../i18n/text.ts';
import { Button } from '../../../ui/controls.tsx';
import { Check, SelectField } from '../../../ui/fields.tsx';
import { NumberField } from './NumberField.tsx';

/** What is a plain number; `unit` is how many of what is kept make one of what is asked. */
const numbers = [
  { name: 'durationMinutes', word: 'availability.duration', unit: 1, min: 10, max: 480 },
  { name: 'stepMinutes', word: 'availability.step', unit: 1, min: 5, max: 480 },
  { name: 'bufferBeforeMinutes', word: 'availability.bufferBefore', unit: 1, min: 0, max: 240 },
  { name: 'bufferAfterMinutes', word: 'availability.bufferAfter', unit: 1, min: 0, max: 240 },
  { name: 'noticeMinutes', word: 'availability.notice', unit: 60, min: 0, max: 720 },
  { name: 'cancellationMinutes', word: 'availability.cancellation', unit: 60, min: 0, max: 336 },
  { name: 'horizonDays', word: 'availability.horizon', unit: 1, min: 1, max: 730 },
] as const;
const reminderChoices = [2880, 1440, 120, 60, 30];

/** The rules of booking. A psychologist's own replace the practice's one by one. */
export function PolicyFields(props: {
  /** What holds now. */
  policy: Policy;
  /** Of a psychologist: which of it is their own. */
  own?: Partial<Policy>;
  onChange: (change: Partial<Policy>) => void;
  onReset?: () => void;
}): JSX.Element {
  const { policy, own, onChange } = props;
  const asPractice = (name: keyof Policy): string | undefined =>
    own && own[name] === undefined ? t('availability.asPractice') : undefined;
  const reminders = [...new Set([...reminderChoices, ...policy.reminderMinutes])].sort(
    (one, other) => other - one,
  );
  return (
    <div class="policy">
      <div class="pair">
        {numbers.map(({ name, word, unit, min, max }) => (
          <NumberField
            key={name}
            label={t(word)}
            help={asPractice(name)}
            value={Math.round(policy[name] / unit)}
            min={min}
            max={max}
            onChange={(value) => onChange({ [name]: value * unit })}
          />
        ))}
      </div>
      <SelectField
        label={t('availability.whoMayBook')}
        help={asPractice('whoMayBook')}
        value={policy.whoMayBook}
        options={[
          ['anyone', t('availability.anyone')],
          ['invited', t('availability.invited')],
          ['own-clients', t('availability.ownClients')],
        ]}
        onChange={(whoMayBook) => whoMayBook && onChange({ whoMayBook })}
      />
      <Check checked={policy.approval} onChange={(approval) => onChange({ approval })}>
        {t('availability.approval')}
      </Check>
      <fieldset class="plain-set">
        <legend>{t('availability.reminders')}</legend>
        {reminders.map((minutes) => (
          <Check
            key={minutes}
            checked={policy.reminderMinutes.includes(minutes)}
            onChange={(on) => {
              const others = policy.reminderMinutes.filter((one) => one !== minutes);
              const next = on ? [...others, minutes] : others;
              onChange({ reminderMinutes: next.sort((one, other) => other - one).slice(0, 4) });
            }}
          >
            {minutes % 60 === 0
              ? plural('availability.hoursBefore', minutes / 60)
              : plural('availability.minutesBefore', minutes)}
          </Check>
        ))}
      </fieldset>
      {props.onReset && own && Object.keys(own).length > 0 && (
        <Button kind="quiet" small onPress={props.onReset}>
          {t('availability.resetPolicy')}
        </Button>
      )}
    </div>
  );
}
