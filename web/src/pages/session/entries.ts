import type { SessionEntry } from '@gabinet/shared/contracts/http';

/** An entry handed from the invitation's first screen to the session's page, once. */
let held: SessionEntry | null = null;

export function holdEntry(entry: SessionEntry): void {
  held = entry;
}

/** Gives the held entry of this session, if there is one; it cannot be taken twice. */
export function takeEntry(sessionId: string): SessionEntry | null {
  const entry = held;
  held = null;
  return entry?.invitation.session.sessionId === sessionId ? entry : null;
}
