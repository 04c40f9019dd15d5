import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { call, type FailureCode, failureCode } from '../../../api.ts';
import { useNow } from '../../../clock.ts';
import { t } from '../../../i18n/text.ts';
import { StaffPage } from '../../../ui/StaffTop.tsx';
import { useTitle } from '../../../ui/words.tsx';
import { NotRead } from '../../reading.tsx';
import type { CalendarChoice } from '../appointments.ts';
import { type AvailabilityRead, AvailabilityView } from './AvailabilityView.tsx';
import '../calendar.css';
import '../forms.css';
import './availability.css';

/** `/availability`: a psychologist's open hours, rules, profile and calendar links. */
export default function AvailabilityPage(): JSX.Element {
  const calendars = useSignal<readonly CalendarChoice[]>([]);
  const chosen = useSignal<CalendarChoice | null>(null);
  const loaded = useSignal<AvailabilityRead | null>(null);
  const failure = useSignal<FailureCode | null>(null);
  /** Grows with each reading, so that the form begins anew with what was read. */
  const reading = useSignal(0);
  const now = useNow(60_000);
  useTitle(t('availability.title'));

  const load = async (): Promise<void> => {
    try {
      if (!chosen.peek()) {
        calendars.value = (await call('calendars', {})).calendars;
        chosen.value = calendars.peek()[0] ?? null;
      }
      const calendar = chosen.peek();
      if (!calendar) {
        failure.value = 'NOT_FOUND';
        return;
      }
      const { psychologistId } = calendar;
      const [read, { profile }, feed] = await Promise.all([
        call('availability', { psychologistId }),
        call('profile', { psychologistId }),
        calendar.own ? call('feed', { psychologistId }) : undefined,
      ]);
      loaded.value = { read, profile, feedSince: feed?.createdAt };
      reading.value += 1;
      failure.value = null;
    } catch (thrown) {
      failure.value = failureCode(thrown);
    }
  };
  useEffect(() => void load(), []);

  if (failure.value || !loaded.value || !chosen.value) {
    return <NotRead failure={failure.value} again={load} />;
  }
  return (
    <StaffPage current="/availability">
      <AvailabilityView
        key={reading.value}
        calendars={calendars.value}
        chosen={chosen.value}
        loaded={loaded.value}
        now={now}
        onChoose={(psychologistId) => {
          chosen.value =
            calendars.peek().find((one) => one.psychologistId === psychologistId) ?? chosen.peek();
          loaded.value = null;
          void load();
        }}
        onAgain={load}
      />
    </StaffPage>
  );
}
