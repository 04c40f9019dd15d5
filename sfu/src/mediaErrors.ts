import { AppError } from '@gabinet/shared/contracts/errors';
import { UnsupportedError, WorkerClosedError } from 'mediasoup/errors';

/**
 * Takes what mediasoup threw on something that a page sent; gives our coded error: the codec is not
 * ours (rule M7), the worker is gone (rule M6), or the parameters don't fit together.
 */
export function fromMediasoup(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof UnsupportedError) return new AppError('CODEC_REFUSED', { cause: error });
  if (error instanceof WorkerClosedError)
    return new AppError('MEDIA_UNAVAILABLE', { cause: error });
  return new AppError('INVALID_INPUT', { cause: error });
}
