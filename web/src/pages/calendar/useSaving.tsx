import type { ComponentChildren, JSX } from 'preact';
import { useState } from 'preact/hooks';
import { t } from '../../i18n/text.ts';
import { Button } from '../../ui/controls.tsx';
import { announce } from '../../ui/words.tsx';
import { TroubleBanner } from './Troubles.tsx';
import { type Trouble, troubleOf } from './useMoves.ts';

export interface Saving {
  readonly busy: boolean;
  readonly trouble: Trouble | null;
  /** Runs what saves, once at a time; says that it is saved, or keeps why not. */
  save: (work: () => Promise<void>) => Promise<void>;
  close: () => void;
}

/** A part of the settings that is saved by itself. */
export function useSaving(before: Trouble | null = null): Saving {
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState(before);
  return {
    busy,
    trouble,
    save: async (work) => {
      if (busy) return;
      setBusy(true);
      try {
        await work();
        setTrouble(null);
        announce(t('availability.saved'));
      } catch (thrown) {
        setTrouble(troubleOf(thrown));
      } finally {
        setBusy(false);
      }
    },
    close: () => setTrouble(null),
  };
}

/** The fields of such a part, what went wrong, and the one button that saves. */
export function SavedForm(props: {
  saving: Saving;
  /** What the button says. */
  action: string;
  onSave: () => Promise<void>;
  children: ComponentChildren;
}): JSX.Element {
  const { saving } = props;
  return (
    <form
      class="event-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void saving.save(props.onSave);
      }}
    >
      {props.children}
      {saving.trouble && (
        <TroubleBanner trouble={saving.trouble} zone="UTC" onClose={saving.close} />
      )}
      <div class="row">
        <Button kind="main" submits busy={saving.busy}>
          {saving.busy ? t('availability.saving') : props.action}
        </Button>
      </div>
    </form>
  );
}
