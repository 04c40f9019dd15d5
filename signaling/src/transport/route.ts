import { AppError } from '@gabinet/shared/contracts/errors';
import {
  type HttpInput,
  type HttpName,
  type HttpOutput,
  http,
} from '@gabinet/shared/contracts/http';
import { bytesOutput, type HttpContract, type Who } from '@gabinet/shared/contracts/http/contract';
import type { RequestParsers } from '@gabinet/shared/contracts/parsers';
import type { Request, Response, Router } from 'express';
import type { BrowserSession, BrowserSessions } from '../accounts/BrowserSessions.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../observability/log.ts';
import type { Metrics } from '../observability/metrics.ts';
import { readBytes, sendBytes } from './bytes.ts';
import { addressOf, readSessionCookie } from './cookies.ts';
import { toAppError } from './errors.ts';
import { type Limits, RateLimited } from './limits.ts';
import { isOwnOrigin } from './origins.ts';

/** Who is calling, as the cookie's row says (rule X2). */
export interface Caller {
  readonly browserSession: BrowserSession | undefined;
  readonly address: string;
  /** What the page asks to be remembered by (rule B8); undefined without the header. */
  readonly idempotencyKey: string | undefined;
  readonly userAgent: string | null;
  /** The body of a contract that takes bytes. Throws TOO_LARGE above its limit. */
  readonly readBytes: () => Promise<Buffer>;
  /** For the few handlers that set or clear the cookie. */
  readonly response: Response;
}

export type HttpHandler<N extends HttpName> = (
  input: HttpInput<N>,
  caller: Caller,
) => Promise<HttpOutput<N>>;

export interface RouteParts {
  readonly router: Router;
  readonly browserSessions: BrowserSessions;
  readonly limits: Limits;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly publicUrl: URL | undefined;
  readonly secure: boolean;
}

/** Contracts whose abuse is guessing at a door: they have the narrow budget. */
const doors: ReadonlySet<HttpName> = new Set([
  'openInvitation',
  'demoSignIn',
  'beginEnrolment',
  'finishEnrolment',
  'finishSignIn',
  'requestRecovery',
  'beginRecovery',
  'finishRecovery',
  'sendIntakeCode',
  'confirmIntake',
  'resumeIntake',
  'requestClientCode',
  'verifyClient',
]);

const parsers: RequestParsers<typeof http> = http;

/** Printable ASCII, as a header can carry it. */
const idempotencyKeyForm = /^[\x21-\x7e]{8,128}$/;

/**
 * Mounts one contract: Origin on writes, limit, authentication, parsing, the handler, and the one
 * mapping of errors. The handler's service checks the object as its first line.
 */
export function route<N extends HttpName>(
  parts: RouteParts,
  name: N,
  handler: HttpHandler<N>,
): void {
  const contract: HttpContract = http[name];
  const { input } = parsers[name];
  parts.router[contract.method](contract.path, async (request, response) => {
    const started = performance.now();
    response.setHeader('Cache-Control', 'no-store');
    try {
      if (contract.method !== 'get') checkOrigin(request, parts.publicUrl);
      const address = addressOf(request);
      await parts.limits.take(doors.has(name) ? 'door' : 'request', address);
      const cookie = readSessionCookie(request.headers.cookie, parts.secure);
      const browserSession =
        cookie === undefined ? undefined : await parts.browserSessions.find(cookie);
      authorize(contract.who, browserSession);
      const parsed = input.parse({ ...given(contract, request), ...request.params });
      const output = await handler(parsed, {
        browserSession,
        address,
        idempotencyKey: idempotencyKeyOf(request),
        userAgent: request.get('user-agent')?.slice(0, 300) ?? null,
        readBytes: () => readBytes(request, contract.body?.maxBytes ?? 0),
        response,
      });
      if (contract.answer === 'bytes') sendBytes(response, bytesOutput.parse(output).bytes);
      else response.json(output);
    } catch (thrown) {
      answerError(response, thrown, parts.log, name);
    } finally {
      parts.metrics.httpSeconds
        .labels(name, String(response.statusCode))
        .observe((performance.now() - started) / 1000);
    }
  });
}

/** The one place where an error becomes an HTTP answer. It never echoes input. */
export function answerError(response: Response, thrown: unknown, log: Log, route: string): void {
  const error = toAppError(thrown);
  if (error instanceof RateLimited) response.setHeader('Retry-After', error.retryAfterSeconds);
  if (error.status >= 500) log.error('A request failed.', { route, code: error.code }, error.cause);
  if (!response.headersSent) response.status(error.status).json(error.toBody());
}

/** What a request carries beside its path. */
function given(contract: HttpContract, request: Request): object {
  if (contract.body) return {};
  return contract.method === 'get' ? request.query : (request.body ?? {});
}

function checkOrigin(request: Request, publicUrl: URL | undefined): void {
  if (!isOwnOrigin(request.headers.origin, request.headers.host, publicUrl)) {
    throw new AppError('ORIGIN_REFUSED');
  }
}

function idempotencyKeyOf(request: Request): string | undefined {
  const key = request.get('idempotency-key');
  if (key !== undefined && !idempotencyKeyForm.test(key)) {
    throw new AppError('INVALID_INPUT', { fields: ['Idempotency-Key'] });
  }
  return key;
}

function authorize(who: Who, browserSession: BrowserSession | undefined): void {
  switch (who) {
    case 'anyone':
      return;
    case 'seated':
      if (browserSession === undefined) throw new AppError('SIGN_IN_REQUIRED');
      return;
    case 'verified-client':
      if (browserSession?.clientId == null) throw new AppError('SIGN_IN_REQUIRED');
      return;
    case 'staff':
      if (browserSession?.staff == null) throw new AppError('SIGN_IN_REQUIRED');
      return;
    case 'psychologist':
      if (browserSession?.psychologistId == null) throw new AppError('SIGN_IN_REQUIRED');
      return;
    case 'owner':
      if (browserSession?.staff == null) throw new AppError('SIGN_IN_REQUIRED');
      // What one may not see answers like what isn't there (rule I3).
      if (!browserSession.staff.isOwner) throw new AppError('NOT_FOUND');
      return;
  }
}
