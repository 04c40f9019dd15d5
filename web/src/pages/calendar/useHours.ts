import type { Availability } from '@gabinet/shared/contracts/availability';
import type { HttpOutput } from '@gabinet/shared/contracts/http';
import { type Signal, useSignal } from '@preact/signals';
import { call } from '../../api.ts';
import { t } from '../../i18n/text.ts';
import { announce } from '../../ui/words.tsx';
import { type Trouble, troubleOf } from './useMoves.ts';
import type { HoursScope } from './windows.ts';

/** Open hours while they are edited; nothing is kept before "save". */
export interface Hours {
  readonly draft: Signal<Availability | null>;
  readonly scope: Signal<HoursScope>;
  readonly trouble: Signal<Trouble | null>;
  readonly busy: Signal<boolean>;
  start: () => Promise<void>;
  change: (next: Availability) => void;
  save: () => Promise<void>;
  leave: () => void;
}

/** Reads and saves open hours; a save names the version that was read (VERSION_STALE otherwise). */
export function useHours(psychologistId: string | null, onSaved: () => Promise<void>): Hours {
  const read = useSignal<HttpOutput<'availability'> | null>(null);
  const draft = useSignal<Availability | null>(null);
  const scope = useSignal<HoursScope>('weekly');
  const trouble = useSignal<Trouble | null>(null);
  const busy = useSignal(false);

  const start = async (): Promise<void> => {
    if (psychologistId === null) return;
    try {
      read.value = await call('availability', { psychologistId });
      draft.value = read.value.availability;
      trouble.value = null;
    } catch (thrown) {
      trouble.value = troubleOf(thrown);
    }
  };
  return {
    draft,
    scope,
    trouble,
    busy,
    start,
    change: (next) => {
      draft.value = next;
    },
    save: async () => {
      const before = read.peek();
      const availability = draft.peek();
      if (psychologistId === null || !before || !availability || busy.peek()) return;
      busy.value = true;
      try {
        const { ownPolicy, version } = before;
        await call('saveAvailability', { psychologistId, availability, ownPolicy, version });
        draft.value = null;
        trouble.value = null;
        announce(t('calendar.hoursSaved'));
        await onSaved();
      } catch (thrown) {
        trouble.value = troubleOf(thrown);
      } finally {
        busy.value = false;
      }
    },
    leave: () => {
      draft.value = null;
      trouble.value = null;
    },
  };
}
