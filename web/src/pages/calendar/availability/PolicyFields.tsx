import type { Policy } from '@gabinet/shared/contracts/availability';
import type { JSX } from 'preact';
import { plural, t } from '../../../i18n/text.ts';
import { Button } from '../../../ui/controls.tsx';
import { Check, SelectField } from '../../../ui/fields.tsx';
import { NumberField } from './NumberField.tsx';

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
        <NumberField
          label={t('availability.duration')}
          help={asPractice('durationMinutes')}
          value={policy.durationMinutes}
          min={10}
          max={480}
          onChange={(durationMinutes) => onChange({ durationMinutes })}
        />
        <NumberField
          label={t('availability.step')}
          help={asPractice('stepMinutes')}
          value={policy.stepMinutes}
          min={5}
          max={480}
          onChange={(stepMinutes) => onChange({ stepMinutes })}
        />
        <NumberField
          label={t('availability.bufferBefore')}
          help={asPractice('bufferBeforeMinutes')}
          value={policy.bufferBeforeMinutes}
          min={0}
          max={240}
          onChange={(bufferBeforeMinutes) => onChange({ bufferBeforeMinutes })}
        />
        <NumberField
          label={t('availability.bufferAfter')}
          help={asPractice('bufferAfterMinutes')}
          value={policy.bufferAfterMinutes}
          min={0}
          max={240}
          onChange={(bufferAfterMinutes) => onChange({ bufferAfterMinutes })}
        />
        <NumberField
          label={t('availability.notice')}
          help={asPractice('noticeMinutes')}
          value={Math.round(policy.noticeMinutes / 60)}
          min={0}
          max={720}
          onChange={(hours) => onChange({ noticeMinutes: hours * 60 })}
        />
        <NumberField
          label={t('availability.horizon')}
          help={asPractice('horizonDays')}
          value={policy.horizonDays}
          min={1}
          max={730}
          onChange={(horizonDays) => onChange({ horizonDays })}
        />
        <NumberField
          label={t('availability.cancellation')}
          help={asPractice('cancellationMinutes')}
          value={Math.round(policy.cancellationMinutes / 60)}
          min={0}
          max={336}
          onChange={(hours) => onChange({ cancellationMinutes: hours * 60 })}
        />
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
