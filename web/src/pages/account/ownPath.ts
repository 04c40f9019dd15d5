/** Only a path of our own may be gone to: `//host` and `/\host` name other sites. */
export function ownPath(to: string | null): string | null {
  return to !== null && /^\/(?![/\\])/.test(to) ? to : null;
}
