import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../../i18n/text.ts';
import { Field } from '../../ui/fields.tsx';

/** Six digits from a mail, in one field: phones fill it in by themselves, and pasting works. */
export function CodeField(props: {
  value: string;
  error?: string | undefined;
  onInput: (digits: string) => void;
}): JSX.Element {
  const around = useRef<HTMLDivElement>(null);
  // It appears when a code was just sent: there is nothing else to do then but to type it.
  useEffect(() => around.current?.querySelector('input')?.focus(), []);
  return (
    <div class="code" ref={around}>
      <Field
        label={t('intake.code.label')}
        help={t('intake.code.help')}
        inputMode="numeric"
        autocomplete="one-time-code"
        short
        // Room for "123 456" as it is pasted; only the digits stay.
        maxLength={12}
        value={props.value}
        error={props.error}
        onInput={(text) => props.onInput(text.replace(/\D/g, '').slice(0, 6))}
      />
    </div>
  );
}
