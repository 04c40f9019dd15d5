import './fields.css';
import type { ComponentChildren, JSX } from 'preact';
import { useId } from 'preact/hooks';
import { Icon, type IconName } from './Icon.tsx';

/** What one answers with: native inputs, a label above, help below; an error takes the help's place. */

interface Around {
  label: string;
  help?: string | undefined;
  /** What is wrong and how to mend it. */
  error?: string | undefined;
}

function Surrounded(
  props: Around & { id: string; children: (describedBy: string | undefined) => JSX.Element },
): JSX.Element {
  const { id, label, help, error } = props;
  const note = error ?? help;
  return (
    <div class={error ? 'field field-bad' : 'field'}>
      <label for={id}>{label}</label>
      {props.children(note ? `${id}-note` : undefined)}
      {note && (
        <p class="field-note" id={`${id}-note`}>
          {error && <Icon name="warning" size="s" />}
          {note}
        </p>
      )}
    </div>
  );
}

/** One line of text. */
export function Field(
  props: Around & {
    value: string;
    onInput: (value: string) => void;
    type?: 'text' | 'email' | 'tel' | 'number' | 'date' | 'time';
    autocomplete?: JSX.InputHTMLAttributes<HTMLInputElement>['autocomplete'];
    inputMode?: 'numeric' | 'tel' | 'email' | 'text';
    maxLength?: number;
    min?: number;
    max?: number;
    short?: boolean;
  },
): JSX.Element {
  const id = useId();
  const { label, help, error, onInput, short, type = 'text', ...input } = props;
  return (
    <Surrounded id={id} label={label} help={help} error={error}>
      {(describedBy) => (
        <input
          {...input}
          id={id}
          type={type}
          class={short ? 'input input-short' : 'input'}
          aria-invalid={error ? true : undefined}
          aria-describedby={describedBy}
          onInput={(event) => onInput(event.currentTarget.value)}
        />
      )}
    </Surrounded>
  );
}

/** Several lines of text. */
export function TextArea(
  props: Around & { value: string; onInput: (value: string) => void; maxLength?: number },
): JSX.Element {
  const id = useId();
  return (
    <Surrounded id={id} label={props.label} help={props.help} error={props.error}>
      {(describedBy) => (
        <textarea
          id={id}
          class="input"
          rows={5}
          maxLength={props.maxLength}
          value={props.value}
          aria-invalid={props.error ? true : undefined}
          aria-describedby={describedBy}
          onInput={(event) => props.onInput(event.currentTarget.value)}
        />
      )}
    </Surrounded>
  );
}

/** One of a list that is too long for cards. */
export function SelectField<T extends string>(
  props: Around & {
    value: T | '';
    /** Shown while nothing is chosen. */
    empty?: string;
    options: readonly (readonly [value: T, text: string])[];
    onChange: (value: T | '') => void;
  },
): JSX.Element {
  const id = useId();
  return (
    <Surrounded id={id} label={props.label} help={props.help} error={props.error}>
      {(describedBy) => (
        <select
          id={id}
          class="input"
          value={props.value}
          aria-invalid={props.error ? true : undefined}
          aria-describedby={describedBy}
          onChange={(event) => props.onChange(event.currentTarget.value as T | '')}
        >
          {props.empty !== undefined && <option value="">{props.empty}</option>}
          {props.options.map(([value, text]) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
      )}
    </Surrounded>
  );
}

export interface Choice<T extends string> {
  value: T;
  title: string;
  sentence?: string;
  icon?: IconName;
}

/** Cards of which each is a whole radio. None is preselected: `value` begins as undefined. */
export function Choices<T extends string>(props: {
  /** The question; drawn unless `hidden`, when the page's heading asks it. */
  question: string;
  hidden?: boolean;
  /** Yes and no side by side. */
  narrow?: boolean;
  value: T | undefined;
  choices: readonly Choice<T>[];
  onChoose: (value: T) => void;
  help?: string;
  error?: string | undefined;
}): JSX.Element {
  const name = useId();
  const note = props.error ?? props.help;
  return (
    <fieldset
      class={props.error ? 'choices field-bad' : 'choices'}
      aria-describedby={note ? `${name}-note` : undefined}
    >
      <legend class={props.hidden ? 'said' : undefined}>{props.question}</legend>
      {note && (
        <p class="field-note" id={`${name}-note`}>
          {props.error && <Icon name="warning" size="s" />}
          {note}
        </p>
      )}
      <div class={props.narrow ? 'choice-list choice-list-narrow' : 'choice-list'}>
        {props.choices.map(({ value, title, sentence, icon }) => (
          <label key={value} class={icon ? 'choice' : 'choice choice-plain'}>
            {icon && <Icon name={icon} />}
            <b>{title}</b>
            <input
              type="radio"
              name={name}
              value={value}
              checked={props.value === value}
              onChange={() => props.onChoose(value)}
            />
            {sentence && <span>{sentence}</span>}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** One yes that a person gives; the whole row can be pressed. */
export function Check(props: {
  checked: boolean;
  onChange: (checked: boolean) => void;
  error?: string | undefined;
  children: ComponentChildren;
}): JSX.Element {
  const id = useId();
  return (
    <div class={props.error ? 'check-row field-bad' : 'check-row'}>
      <label>
        <input
          type="checkbox"
          checked={props.checked}
          aria-invalid={props.error ? true : undefined}
          aria-describedby={props.error ? id : undefined}
          onChange={(event) => props.onChange(event.currentTarget.checked)}
        />
        <span>{props.children}</span>
      </label>
      {props.error && (
        <p class="field-note" id={id}>
          <Icon name="warning" size="s" />
          {props.error}
        </p>
      )}
    </div>
  );
}
