/**
 * Where a page keeps what is written and not sent yet, so that a reload loses nothing: texts in this
 * tab's storage, pictures in a database of the session's own. Both go when all is sent, when the
 * session ends, and when somebody leaves quickly.
 */

const prefix = 'gabinet.writing.';

/** The database of the pictures that wait in this session. */
export function pictureDatabase(sessionId: string): string {
  return `${prefix}${sessionId}`;
}

/** What is kept of a session, as it was given to `keepWriting`; null without any. */
export function readWriting(sessionId: string): unknown {
  try {
    return JSON.parse(sessionStorage.getItem(prefix + sessionId) ?? 'null');
  } catch {
    // Closed to us, or not ours: nothing is kept then.
    return null;
  }
}

/** Keeps anything that JSON can hold. */
export function keepWriting(sessionId: string, writing: unknown): void {
  try {
    sessionStorage.setItem(prefix + sessionId, JSON.stringify(writing));
  } catch {
    // Full or closed to us: what is written then lasts as long as this page.
  }
}

/** Removes all that is kept of a session, or of every session. */
export function forgetWriting(sessionId?: string): void {
  try {
    const names = Object.keys(sessionStorage).filter((name) => name.startsWith(prefix));
    for (const name of names) {
      if (sessionId !== undefined && name !== prefix + sessionId) continue;
      sessionStorage.removeItem(name);
      indexedDB.deleteDatabase(name);
    }
  } catch {
    // Where storage is closed to us, nothing was kept.
  }
}
