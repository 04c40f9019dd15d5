import type { JSX } from 'preact';
import { Icon, type IconName } from '../../../ui/Icon.tsx';

/** A button without room for a word; its name is for readers and as a hint under the pointer. */
export function IconButton(props: {
  icon: IconName;
  name: string;
  class?: string;
  onPress: () => void;
}): JSX.Element {
  return (
    <button
      type="button"
      class={props.class ? `icon-button ${props.class}` : 'icon-button'}
      aria-label={props.name}
      title={props.name}
      onClick={props.onPress}
    >
      <Icon name={props.icon} />
    </button>
  );
}
