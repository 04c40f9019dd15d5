import { createHash, randomBytes } from 'node:crypto';
import type { Request, Response } from 'express';

/** A random token as it is handed out, and its hash as it is stored. */
export function newToken(bytes: number): { token: string; hash: Buffer } {
  const token = randomBytes(bytes).toString('base64url');
  return { token, hash: hashToken(token) };
}

/** SHA-256; enough for tokens of 160 random bits and more, which cannot be guessed. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

const plainName = 'gabinet';

/** `__Host-` ties the cookie to this host, TLS and the whole path; plain HTTP cannot have it. */
function cookieName(secure: boolean): string {
  return secure ? `__Host-${plainName}` : plainName;
}

/** The session cookie's token of a request, if it has one. */
export function readSessionCookie(header: string | undefined, secure: boolean): string | undefined {
  const wanted = `${cookieName(secure)}=`;
  for (const part of header?.split(';') ?? []) {
    const pair = part.trim();
    if (pair.startsWith(wanted)) return pair.slice(wanted.length);
  }
  return undefined;
}

/** Sets the browser's one session cookie; it ends with the row behind it, at the latest. */
export function setSessionCookie(
  response: Response,
  token: string,
  options: { secure: boolean; maxAgeMs: number },
): void {
  response.cookie(cookieName(options.secure), token, {
    httpOnly: true,
    sameSite: 'lax',
    secure: options.secure,
    path: '/',
    maxAge: options.maxAgeMs,
  });
}

export function clearSessionCookie(response: Response, secure: boolean): void {
  response.clearCookie(cookieName(secure), { httpOnly: true, sameSite: 'lax', secure, path: '/' });
}

/** The address for rate limits; Express has resolved proxies by the `trust proxy` setting. */
export function addressOf(request: Request): string {
  return request.ip ?? 'unknown';
}
