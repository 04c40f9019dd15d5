import type { CalendarAppointment, ChangeScope } from '@gabinet/shared/contracts/appointments';
import type { Conflict } from '@gabinet/shared/contracts/errors';
import { type Signal, useSignal } from '@preact/signals';
import { call, type FailureCode, failureCode, RequestError } from '../../api.ts';
import { t } from '../../i18n/text.ts';
import { announce } from '../../ui/words.tsx';
import { whenIn } from './appointments.ts';
import type { Span } from './canvasEvents.ts';

/** A move that waits for "this one, or this and the following?". */
interface AskedMove {
  readonly appointment: CalendarAppointment;
  readonly to: Span;
  readonly revert: () => void;
}

/** Why a change did not happen. */
export interface Trouble {
  readonly code: FailureCode;
  readonly conflicts: readonly Conflict[];
}

/** A move that can still be taken back. */
interface Undoable {
  readonly appointment: CalendarAppointment;
  readonly back: Span;
  readonly scope: ChangeScope;
}

export interface Moves {
  readonly asked: Signal<AskedMove | null>;
  readonly trouble: Signal<Trouble | null>;
  readonly undoable: Signal<Undoable | null>;
  /** Moves at once, or asks first where it is one of a series. */
  move: (appointment: CalendarAppointment, to: Span, revert: () => void) => void;
  answer: (scope: ChangeScope | null) => void;
  undo: () => void;
}

const minute = 60_000;

/** What was thrown, as something to explain. */
export function troubleOf(thrown: unknown): Trouble {
  return {
    code: failureCode(thrown),
    conflicts: thrown instanceof RequestError ? thrown.conflicts : [],
  };
}

/** Moves and stretches of appointments (rule B10), each with ten seconds to take it back. */
export function useMoves(zone: string, reload: () => Promise<void>): Moves {
  const asked = useSignal<AskedMove | null>(null);
  const trouble = useSignal<Trouble | null>(null);
  const undoable = useSignal<Undoable | null>(null);

  const send = async (
    appointment: CalendarAppointment,
    to: Span,
    scope: ChangeScope,
  ): Promise<CalendarAppointment> => {
    const { appointments } = await call('moveAppointment', {
      appointmentId: appointment.appointmentId,
      startsAt: to.startsAt,
      durationMinutes: Math.round((to.endsAt - to.startsAt) / minute),
      scope,
      sequence: appointment.sequence,
    });
    return (
      appointments.find((one) => one.appointmentId === appointment.appointmentId) ?? {
        ...appointment,
        ...to,
        sequence: appointment.sequence + 1,
      }
    );
  };

  const run = async ({ appointment, to, revert }: AskedMove, scope: ChangeScope): Promise<void> => {
    trouble.value = null;
    undoable.value = null;
    try {
      const moved = await send(appointment, to, scope);
      undoable.value = {
        appointment: moved,
        back: { startsAt: appointment.startsAt, endsAt: appointment.endsAt },
        scope,
      };
      announce(t('calendar.moved', { when: whenIn(moved, zone) }));
      await reload();
    } catch (thrown) {
      revert();
      trouble.value = troubleOf(thrown);
      // Somebody else was faster: what is on screen is old.
      if (trouble.value.code === 'VERSION_STALE') await reload();
    }
  };

  return {
    asked,
    trouble,
    undoable,
    move: (appointment, to, revert) => {
      const move = { appointment, to, revert };
      const { series } = appointment;
      if (series && series.index < series.of) asked.value = move;
      else void run(move, 'one');
    },
    answer: (scope) => {
      const move = asked.value;
      asked.value = null;
      if (!move) return;
      if (scope) void run(move, scope);
      else move.revert();
    },
    undo: () => {
      const done = undoable.value;
      undoable.value = null;
      if (!done) return;
      void send(done.appointment, done.back, done.scope).then(
        async () => {
          announce(t('calendar.undone'));
          await reload();
        },
        (thrown: unknown) => {
          trouble.value = troubleOf(thrown);
        },
      );
    },
  };
}
