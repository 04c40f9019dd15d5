import type { ComponentChildren, JSX } from 'preact';
import { Icon, type IconName } from './Icon.tsx';

type Kind = 'main' | 'usual' | 'quiet' | 'plain' | 'danger' | 'end';

interface Looks {
  kind?: Kind;
  small?: boolean;
  icon?: IconName;
  class?: string;
  children: ComponentChildren;
}

function classes({ kind = 'usual', small, class: more }: Looks, busy = false): string {
  return ['btn', `btn-${kind}`, small && 'btn-small', busy && 'is-busy', more]
    .filter(Boolean)
    .join(' ');
}

/** A button. It is never disabled: while `busy` it says so in words and ignores presses. */
export function Button(
  props: Looks & {
    busy?: boolean;
    label?: string;
    /** The form's own button has no press: the form hears of it, and of Enter in a field. */
  } & ({ onPress: () => void; submits?: false } | { submits: true; onPress?: undefined }),
): JSX.Element {
  const { icon, children, onPress, busy = false, label } = props;
  return (
    <button
      type={props.submits ? 'submit' : 'button'}
      class={classes(props, busy)}
      onClick={busy ? undefined : onPress}
      {...(busy ? { 'aria-disabled': 'true' } : {})}
      {...(label ? { 'aria-label': label } : {})}
    >
      {icon && <Icon name={icon} size="s" />}
      {children}
    </button>
  );
}

/** A link that looks like a button. */
export function ButtonLink(
  props: Looks & { href: string; label?: string; newTab?: boolean },
): JSX.Element {
  const { icon, children, href, label } = props;
  return (
    <a
      class={classes(props)}
      href={href}
      {...(label ? { 'aria-label': label } : {})}
      {...(props.newTab ? { target: '_blank', rel: 'noopener' } : {})}
    >
      {icon && <Icon name={icon} size="s" />}
      {children}
    </a>
  );
}

/** A control of the call: an icon and, beneath it, the word for what pressing does. */
export function Control(props: {
  icon: IconName;
  word: string;
  off?: boolean;
  leaving?: boolean;
  class?: string;
  onPress: () => void;
}): JSX.Element {
  const name = ['ctl', props.off && 'ctl-off', props.leaving && 'ctl-leaving', props.class];
  return (
    <button type="button" class={name.filter(Boolean).join(' ')} onClick={props.onPress}>
      <span>
        <Icon name={props.icon} />
      </span>
      {props.word}
    </button>
  );
}

/** A switch whose whole row can be pressed. */
export function Switch(props: {
  icon: IconName;
  word: string;
  on: boolean;
  onChange: (on: boolean) => void;
}): JSX.Element {
  return (
    <button
      type="button"
      class="switch"
      role="switch"
      aria-checked={props.on}
      onClick={() => props.onChange(!props.on)}
    >
      <span>
        <Icon name={props.icon} />
        {props.word}
      </span>
      <i />
    </button>
  );
}
