import type { ErrorCode } from '@gabinet/shared/contracts/errors';
import type { HttpName, HttpOutput, HttpRequestInput, http } from '@gabinet/shared/contracts/http';

/**
 * The pages' HTTP client. Only the contracts' types are imported: their checks (zod, over 20 kB
 * gzip) would cost more than all pages together, and the one who answers is our own service, which
 * parses every answer by the same contract before it leaves.
 */
type Route<N extends HttpName> = readonly [(typeof http)[N]['method'], (typeof http)[N]['path']];

/** Kept in step with the contracts by the compiler: a wrong method or path is a type error. */
const routes: { [N in HttpName]: Route<N> } = {
  practice: ['get', '/api/practice'],
  openInvitation: ['post', '/api/invitations/open'],
  enterSession: ['post', '/api/sessions/:sessionId/enter'],
  startSession: ['post', '/api/sessions/:sessionId/start'],
  day: ['get', '/api/day'],
  dayTicket: ['post', '/api/day/ticket'],
  signOut: ['post', '/api/sign-out'],
  demoSignIn: ['post', '/api/demo/sign-in'],
  demoMails: ['get', '/api/demo/mails'],
};

/** What a page may meet: a code of the contracts, or no answer at all. */
export type FailureCode = ErrorCode | 'OFFLINE';

/** The one error of the pages; the sentence for it is in the catalogues, by `code`. */
export class RequestError extends Error {
  readonly code: FailureCode;

  constructor(code: FailureCode, options?: ErrorOptions) {
    super(code, options);
    this.name = 'RequestError';
    this.code = code;
  }
}

/** The code of anything that was thrown, by us or by the live session. */
export function failureCode(thrown: unknown): FailureCode {
  if (thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string') {
    return thrown.code as FailureCode;
  }
  return 'INTERNAL';
}

/**
 * Calls one message of the HTTP contract and gives its output.
 * @throws RequestError with the service's code, `OFFLINE` without an answer.
 */
export async function call<N extends HttpName>(
  name: N,
  input: HttpRequestInput<N>,
): Promise<HttpOutput<N>> {
  const [method, path] = routes[name];
  const rest: Record<string, unknown> = { ...input };
  const address = path.replace(/:(\w+)/g, (_, key: string) => {
    const value = String(rest[key]);
    delete rest[key];
    return encodeURIComponent(value);
  });

  let response: Response;
  try {
    response = await fetch(address, {
      method: method.toUpperCase(),
      credentials: 'same-origin',
      cache: 'no-store',
      ...(method === 'get'
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(rest) }),
    });
  } catch (cause) {
    throw new RequestError('OFFLINE', { cause });
  }

  const body: unknown = await response.json().catch(() => null);
  if (response.ok) return body as HttpOutput<N>;
  const error = typeof body === 'object' && body && 'error' in body ? body.error : null;
  const code =
    typeof error === 'object' && error && 'code' in error && typeof error.code === 'string'
      ? (error.code as ErrorCode)
      : 'UNAVAILABLE';
  throw new RequestError(code);
}
