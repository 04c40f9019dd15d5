import { AppError } from '@gabinet/shared/contracts/errors';
import { ZodError } from 'zod';

/** Turns whatever was thrown into the one error that callers get. What is ours to mend is INTERNAL. */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  if (thrown instanceof ZodError) {
    const fields = [...new Set(thrown.issues.map((issue) => issue.path.join('.')))];
    return new AppError('INVALID_INPUT', { fields: fields.slice(0, 20).map(nameOnly) });
  }
  if (hasType(thrown, 'entity.too.large')) return new AppError('TOO_LARGE');
  // An address that is not valid percent-encoding: Express throws what decodeURIComponent threw.
  if (thrown instanceof URIError) return new AppError('INVALID_INPUT');
  if (hasType(thrown, 'entity.parse.failed') || hasType(thrown, 'encoding.unsupported')) {
    return new AppError('INVALID_INPUT');
  }
  if (isDatabaseAway(thrown)) return new AppError('UNAVAILABLE', { cause: thrown });
  return new AppError('INTERNAL', { cause: thrown });
}

/** Field names come from our contracts, but unknown keys come from the caller: never echo those. */
function nameOnly(field: string): string {
  return /^[A-Za-z0-9.]{1,64}$/.test(field) ? field : 'unknown';
}

function hasType(thrown: unknown, type: string): boolean {
  return thrown instanceof Error && 'type' in thrown && thrown.type === type;
}

/** Connection refused, reset, timed out, or the server shutting down (SQLSTATE class 57P and 08). */
function isDatabaseAway(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false;
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';
  return (
    /^(ECONNREFUSED|ECONNRESET|ENOENT|EPIPE|ETIMEDOUT|57P0\d|08\w{3}|53300)$/.test(code) ||
    /timeout exceeded when trying to connect|Connection terminated/.test(thrown.message)
  );
}
