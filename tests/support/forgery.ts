import { createHmac, randomUUID } from 'node:crypto';

/** Signs a JWT by hand, so that a test may get any part of it wrong on purpose. */
export function forgeToken(
  secret: string,
  claims: Readonly<Record<string, unknown>>,
  algorithm: 'HS256' | 'HS512' | 'none' = 'HS256',
): string {
  const encode = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString('base64url');
  const signed = `${encode({ alg: algorithm, typ: 'JWT' })}.${encode(claims)}`;
  if (algorithm === 'none') return `${signed}.`;
  const digest = algorithm === 'HS256' ? 'sha256' : 'sha512';
  return `${signed}.${createHmac(digest, secret).update(signed).digest('base64url')}`;
}

/** What a good ticket carries besides its own claims; `lifetimeSeconds` below zero is expired. */
export function standardClaims(lifetimeSeconds: number): Record<string, unknown> {
  const iat = Math.floor(Date.now() / 1_000);
  return { jti: randomUUID(), iat, exp: iat + lifetimeSeconds };
}

/** The claims of a token as anybody may read them. */
export function readClaims(token: string): Record<string, unknown> {
  const claims: unknown = JSON.parse(
    Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'),
  );
  return typeof claims === 'object' && claims !== null ? { ...claims } : {};
}
