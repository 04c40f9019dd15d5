import type { Conflict, ErrorBody, ErrorCode } from '@gabinet/shared/contracts/errors';
import type { HttpName, HttpOutput, HttpRequestInput } from '@gabinet/shared/contracts/http';
import { paths } from '@gabinet/shared/contracts/paths';

/**
 * The pages' HTTP client. Only the contracts' types and paths are imported: their checks (zod, over
 * 20 kB gzip) would cost more than all pages together, and the one who answers is our own service.
 */

/** What a page may meet: a code of the contracts, or no answer at all. */
export type FailureCode = ErrorCode | 'OFFLINE';

/** The one error of the pages; the sentence for it is in the catalogues, by `code`. */
export class RequestError extends Error {
  readonly code: FailureCode;
  /** Names of the fields that were wrong. */
  readonly fields: readonly string[];
  /** What stands in the way of a booking. */
  readonly conflicts: readonly Conflict[];

  constructor(
    code: FailureCode,
    options: ErrorOptions & { fields?: readonly string[]; conflicts?: readonly Conflict[] } = {},
  ) {
    super(code, options);
    this.name = 'RequestError';
    this.code = code;
    this.fields = options.fields ?? [];
    this.conflicts = options.conflicts ?? [];
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
 * Calls one message of the HTTP contract and gives its output. With an `idempotencyKey`, made once
 * for one wish of a person, a repeat after a lost answer gives the first answer again (rule B8).
 * Without a `timeoutMilliseconds` it waits as long as the browser does.
 * @throws RequestError with the service's code, `OFFLINE` without an answer.
 */
export async function call<N extends HttpName>(
  name: N,
  input: HttpRequestInput<N>,
  options: { idempotencyKey?: string; timeoutMilliseconds?: number } = {},
): Promise<HttpOutput<N>> {
  const { method, path } = paths[name];
  const rest: Record<string, unknown> = { ...input };
  const address = path.replace(/:(\w+)/g, (_, key: string) => {
    const value = String(rest[key]);
    delete rest[key];
    return encodeURIComponent(value);
  });

  let response: Response;
  try {
    response = await fetch(method === 'get' ? address + query(rest) : address, {
      method: method.toUpperCase(),
      credentials: 'same-origin',
      cache: 'no-store',
      signal: options.timeoutMilliseconds ? AbortSignal.timeout(options.timeoutMilliseconds) : null,
      ...(method === 'get'
        ? {}
        : {
            headers: {
              'content-type': 'application/json',
              ...(options.idempotencyKey ? { 'idempotency-key': options.idempotencyKey } : {}),
            },
            body: JSON.stringify(rest),
          }),
    });
  } catch (cause) {
    throw new RequestError('OFFLINE', { cause });
  }

  const body: unknown = await response.json().catch(() => null);
  if (response.ok) return body as HttpOutput<N>;
  const error = isErrorBody(body) ? body.error : undefined;
  throw new RequestError(error?.code ?? 'UNAVAILABLE', {
    fields: error?.fields ?? [],
    conflicts: error?.conflicts ?? [],
  });
}

function isErrorBody(body: unknown): body is ErrorBody {
  const error = typeof body === 'object' && body && 'error' in body ? body.error : null;
  return (
    typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
  );
}

/** What is undefined is not sent. */
function query(values: Record<string, unknown>): string {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  const parameters = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
  return given.length === 0 ? '' : `?${parameters}`;
}
