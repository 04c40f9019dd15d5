import type { SessionNotice } from '@gabinet/shared/contracts/session';
import type { Server } from 'socket.io';
import { rooms } from '../session/SessionTelling.ts';

/** Tells open calendars that what they show has changed; they read it anew. */
export class CalendarTelling {
  #io: Server | undefined;

  /** The sockets, once there are any. */
  use(io: Server): void {
    this.#io = io;
  }

  /** To the psychologist's own pages, and to those who schedule for the whole practice. Call after the commit. */
  calendarChanged(calendar: {
    readonly psychologistId: string;
    readonly practiceId: string;
  }): void {
    const notice: SessionNotice<'calendar:changed'> = { psychologistId: calendar.psychologistId };
    this.#io
      ?.to([rooms.psychologist(calendar.psychologistId), rooms.practice(calendar.practiceId)])
      .emit('calendar:changed', notice);
  }
}
