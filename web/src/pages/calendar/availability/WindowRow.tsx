import type { TimeWindow } from '@gabinet/shared/contracts/availability';
import type { AppointmentModality } from '@gabinet/shared/contracts/words';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { t } from '../../../i18n/text.ts';
import { Button } from '../../../ui/controls.tsx';
import { Check, Field } from '../../../ui/fields.tsx';

/** One span of open hours: from, to, and the forms of contact in it. */
export function WindowRow(props: {
  window: TimeWindow;
  /** Whose: the day, for those who hear the page. */
  of: string;
  modalities: readonly AppointmentModality[];
  onChange: (window: TimeWindow) => void;
  onRemove: () => void;
}): JSX.Element {
  const { window: open, modalities, onChange } = props;
  const [limited, setLimited] = useState(open.modalities !== undefined);
  const { start, end } = open;
  const nextDay = end !== '24:00' && end <= start;
  return (
    <fieldset class="window-row">
      <legend class="said">{`${props.of}, ${start}–${end}`}</legend>
      <div class="window-times">
        <Field
          label={t('availability.from')}
          type="time"
          value={start}
          onInput={(value) => value && onChange({ ...open, start: value })}
        />
        <Field
          label={t('availability.to')}
          type="time"
          value={end === '24:00' ? '00:00' : end}
          help={nextDay ? t('availability.nextDay') : undefined}
          onInput={(value) =>
            value && onChange({ ...open, end: value === '00:00' ? '24:00' : value })
          }
        />
        <Button
          kind="plain"
          small
          label={t('availability.removeWindow', { when: `${props.of}, ${start}–${end}` })}
          onPress={props.onRemove}
        >
          {t('form.remove')}
        </Button>
      </div>
      <Check
        checked={limited}
        onChange={(on) => {
          setLimited(on);
          const { modalities: _, ...rest } = open;
          onChange(on ? { ...rest, modalities: [...modalities] } : rest);
        }}
      >
        {t('availability.onlySomeForms')}
      </Check>
      {limited && (
        <div class="row forms-row">
          {modalities.map((one) => (
            <Check
              key={one}
              checked={open.modalities?.includes(one) ?? true}
              onChange={(on) => {
                const others = (open.modalities ?? modalities).filter((other) => other !== one);
                const next = on ? [...others, one] : others;
                // A window in which nothing is offered would be no window.
                if (next.length > 0) onChange({ ...open, modalities: next });
              }}
            >
              {t(`modality.${one}.short`)}
            </Check>
          ))}
        </div>
      )}
    </fieldset>
  );
}
