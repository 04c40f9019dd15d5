import type { ComponentChildren, JSX } from 'preact';
import { Button } from '../../ui/controls.tsx';
import type { IconName } from '../../ui/Icon.tsx';
import { Fault } from './PasskeyTrouble.tsx';

/** Good enough to catch a slip in an e-mail address; the service decides. */
export function looksLikeMail(text: string): boolean {
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text.trim());
}

/** Fields, what went wrong, and the one main action of a page of the account. */
export function AccountForm(props: {
  busy: boolean;
  fault: string | null;
  icon: IconName;
  /** The action; `doing` while it is under way. */
  action: string;
  doing: string;
  onSubmit: () => Promise<void>;
  sheet?: boolean;
  children: ComponentChildren;
  /** Below the main action. */
  after?: ComponentChildren;
}): JSX.Element {
  const { busy } = props;
  return (
    <form
      class={props.sheet ? 'account-form sheet' : 'account-form'}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void props.onSubmit();
      }}
    >
      {props.children}
      <Fault text={props.fault} />
      <Button kind="main" icon={props.icon} busy={busy} submits>
        {busy ? props.doing : props.action}
      </Button>
      {props.after}
    </form>
  );
}
