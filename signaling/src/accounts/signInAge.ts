/** A browser of one's own, as its owner sees it listed. */
export interface SignedInBrowser {
  readonly browserId: string;
  readonly userAgent: string | null;
  readonly signedInAt: number;
  readonly lastSeenAt: number;
}

/** How long a sign-in of staff lasts at most: a working day. */
const lifetimeMs = 12 * 60 * 60_000;
/** And how long without any request. */
const idleMs = 3 * 60 * 60_000;

/** When somebody signed in in a browser, was last seen there, and whether the sign-in still counts. */
export function signInAge(
  row: { created_at: Date; signed_in_at: Date | null; last_seen_at: Date | null },
  now: number,
): { signedInAt: number; lastSeenAt: number; counts: boolean } {
  const signedInAt = (row.signed_in_at ?? row.created_at).getTime();
  const lastSeenAt = row.last_seen_at?.getTime() ?? signedInAt;
  const counts = now - signedInAt < lifetimeMs && now - lastSeenAt < idleMs;
  return { signedInAt, lastSeenAt, counts };
}
