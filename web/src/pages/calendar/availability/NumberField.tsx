import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { t } from '../../../i18n/text.ts';
import { Field } from '../../../ui/fields.tsx';

/** A whole number between two bounds; what lies outside is said and not taken. */
export function NumberField(props: {
  label: string;
  help?: string | undefined;
  value: number;
  min: number;
  max: number;
  onChange: (value: number) => void;
}): JSX.Element {
  const { value, min, max } = props;
  const [text, setText] = useState(String(value));
  useEffect(() => setText(String(value)), [value]);
  const number = Number(text);
  const fits = text.trim() !== '' && Number.isInteger(number) && number >= min && number <= max;
  return (
    <Field
      label={props.label}
      help={props.help}
      error={fits ? undefined : t('availability.between', { min, max })}
      type="number"
      inputMode="numeric"
      short
      min={min}
      max={max}
      value={text}
      onInput={(next) => {
        setText(next);
        const given = Number(next);
        if (next.trim() !== '' && Number.isInteger(given) && given >= min && given <= max) {
          props.onChange(given);
        }
      }}
    />
  );
}
