import type { HttpOutput } from '@gabinet/shared/contracts/http';
import { useSignal, useSignalEffect } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { call, type FailureCode, failureCode } from '../../api.ts';
import { setClock } from '../../clock.ts';
import { errorText, t } from '../../i18n/text.ts';
import type { DayChannel } from '../../live/DayChannel.ts';
import { allowSound, playArrival, soundBlocked } from '../../sounds.ts';
import { Skeletons } from '../../ui/Skeletons.tsx';
import { Page } from '../../ui/TopLine.tsx';
import { announce } from '../../ui/words.tsx';
import { Failure } from '../Failure.tsx';
import { whoWaits } from './agenda.ts';
import { DayView } from './DayView.tsx';
import type { DutyCall } from './DutyCalls.tsx';

const soundKey = 'gabinet.day.quiet';

/** `/day`: the psychologist's day, kept fresh by its socket. */
export default function Day(): JSX.Element {
  const day = useSignal<HttpOutput<'day'> | null>(null);
  const failure = useSignal<FailureCode | null>(null);
  const connected = useSignal(true);
  const soundOn = useSignal(localStorage.getItem(soundKey) === null);
  const known = useRef<Set<string> | null>(null);
  const dutyCalls = useSignal<readonly DutyCall[]>([]);

  const loadDuty = async (): Promise<void> => {
    try {
      const { calls } = await call('dutyCalls', {});
      const open = calls.filter(({ acknowledgedAt }) => acknowledgedAt === null);
      const isNew = open.length > dutyCalls.peek().length;
      dutyCalls.value = open;
      if (isNew) announce(t('duty.announce'));
      if (isNew && soundOn.peek()) playArrival();
    } catch {
      // Every reconnection asks again; what is on screen stays there.
    }
  };
  const after = async (work: Promise<unknown>, done: string | null): Promise<void> => {
    try {
      await work;
      if (done) announce(done);
    } catch (thrown) {
      const code = failureCode(thrown);
      announce(code === 'OFFLINE' ? t('state.offlineTitle') : errorText(code));
    }
    await Promise.all([load(), loadDuty()]);
  };

  const load = async (): Promise<void> => {
    try {
      const next = await call('day', {});
      setClock(next.now);
      failure.value = null;
      const waiting = whoWaits(next.appointments);
      const arrived = waiting.filter(
        ({ person }) => known.current && !known.current.has(person.participantId),
      );
      known.current = new Set(waiting.map(({ person }) => person.participantId));
      day.value = next;
      for (const { person } of arrived) announce(t('day.announce', { name: person.displayName }));
      if (arrived.length > 0 && soundOn.peek()) playArrival();
    } catch (thrown) {
      // With a day on screen, an outage is said beside it; the list is not thrown away.
      if (!day.peek() || failureCode(thrown) === 'SIGN_IN_REQUIRED') {
        failure.value = failureCode(thrown);
      }
    }
  };

  useEffect(() => {
    let channel: DayChannel | null = null;
    let gone = false;
    let endEffect: (() => void) | undefined;
    void load().then(async () => {
      if (failure.peek()) return;
      const { createDayChannel } = await import('../../live/DayChannel.ts');
      if (gone) return;
      channel = createDayChannel({
        getTicket: async () => (await call('dayTicket', {})).ticket,
        onChange: (notice) => {
          void load();
          if (notice === null) void loadDuty();
        },
        // Somebody has booked, moved or cancelled: the day is another one now.
        onCalendar: () => void load(),
        onDuty: () => void loadDuty(),
      });
      endEffect = channel.connected.subscribe((isConnected) => {
        connected.value = isConnected;
      });
    });
    if (soundOn.peek()) void allowSound();
    // Any touch of the page is what the browser waits for. Once it is over: what allowing takes off the
    // screen must not move a button that is being pressed.
    const touched = (): void => {
      if (soundOn.peek() && soundBlocked.peek()) void allowSound();
    };
    window.addEventListener('click', touched);
    return () => {
      gone = true;
      endEffect?.();
      channel?.close();
      window.removeEventListener('click', touched);
    };
  }, []);

  useSignalEffect(() => {
    const waiting = whoWaits(day.value?.appointments ?? []);
    const first = waiting[0];
    document.title = first
      ? t('day.tabTitle', { count: waiting.length, name: first.person.displayName })
      : t('day.title');
  });

  if (failure.value) {
    return (
      <Page>
        <Failure code={failure.value} staff onRetry={() => void load()} />
      </Page>
    );
  }
  if (!day.value) return <Skeletons label={t('common.loading')} />;
  return (
    <DayView
      day={day.value}
      connected={connected.value}
      soundOn={soundOn.value}
      soundBlocked={soundBlocked.value}
      dutyCalls={dutyCalls.value}
      onAcknowledge={(callId) => void after(call('acknowledgeDutyCall', { callId }), null)}
      onDecide={(appointmentId, yes) =>
        void after(
          call(yes ? 'approveAppointment' : 'declineAppointment', { appointmentId }),
          yes ? t('calendar.didApprove') : t('calendar.didDecline'),
        )
      }
      onSound={(on) => {
        soundOn.value = on;
        if (on) localStorage.removeItem(soundKey);
        else localStorage.setItem(soundKey, '1');
        if (on) void allowSound().then(playArrival);
      }}
      onSignOut={() => {
        void call('signOut', {}).then(
          () => location.assign('/'),
          (thrown: unknown) => {
            failure.value = failureCode(thrown);
          },
        );
      }}
    />
  );
}
