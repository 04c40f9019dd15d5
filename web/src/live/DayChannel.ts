import type { SessionNotice } from '@gabinet/shared/contracts/session';
import { type ReadonlySignal, signal } from '@preact/signals';
import { io } from 'socket.io-client';

/** The live line of a psychologist's day page. */
export interface DayChannel {
  /** False from a failure until the line is there again; the first try is no failure. */
  readonly connected: ReadonlySignal<boolean>;
  close(): void;
}

const retryMilliseconds = [200, 1_000, 2_000, 5_000] as const;

/**
 * Opens the day's socket and keeps it open: each attempt has a fresh ticket, as a ticket serves
 * once (rule I4). `onChange` is told of every notice and after every (re)connection, as what was
 * missed in between is not repeated. The notice's form is the service's own contract.
 */
export function createDayChannel(options: {
  getTicket: () => Promise<string>;
  onChange: (notice: SessionNotice<'day:changed'> | null) => void;
  /** A calendar that this page may see has changed. */
  onCalendar?: (notice: SessionNotice<'calendar:changed'>) => void;
  /** Somebody is to be called, or is taken care of (rule K2). */
  onDuty?: () => void;
}): DayChannel {
  // A page that says "lost" while it only begins would move what a person is just about to press.
  const connected = signal(true);
  let closed = false;
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const socket = io({
    path: '/socket',
    transports: ['websocket'],
    autoConnect: false,
    reconnection: false,
  });

  const open = async (): Promise<void> => {
    try {
      const ticket = await options.getTicket();
      if (closed) return;
      socket.auth = { ticket };
      socket.connect();
    } catch {
      retry();
    }
  };
  const retry = (): void => {
    connected.value = false;
    if (closed) return;
    const wait = retryMilliseconds[Math.min(failures, retryMilliseconds.length - 1)] ?? 5_000;
    failures += 1;
    clearTimeout(timer);
    // Jitter, so that all pages do not come back to a restarted service at once.
    timer = setTimeout(() => void open(), wait * (0.5 + Math.random()));
  };

  socket.on('connect', () => {
    failures = 0;
    connected.value = true;
    options.onChange(null);
  });
  socket.on('connect_error', retry);
  socket.on('disconnect', retry);
  socket.on('duty:called', () => options.onDuty?.());
  socket.on('calendar:changed', (notice: SessionNotice<'calendar:changed'>) =>
    options.onCalendar?.(notice),
  );
  socket.on('day:changed', (notice: SessionNotice<'day:changed'>) => options.onChange(notice));
  void open();

  return {
    connected,
    close() {
      closed = true;
      clearTimeout(timer);
      socket.off();
      socket.disconnect();
    },
  };
}
