/**
 * Rule X3. An origin is ours when it is PUBLIC_URL's; without one, when it is the very loopback
 * host that was asked, so that no page of another site can reach a service on this machine.
 */
export function isOwnOrigin(
  origin: string | undefined,
  host: string | undefined,
  publicUrl: URL | undefined,
): boolean {
  if (origin === undefined || !URL.canParse(origin)) return false;
  if (publicUrl !== undefined) return origin === publicUrl.origin;
  const url = new URL(origin);
  return url.protocol === 'http:' && url.host === host && isLoopbackName(url.hostname);
}

/** Names and addresses that only this machine answers to. */
export function isLoopbackName(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
