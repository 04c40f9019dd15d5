import type { ChatImage } from '@gabinet/shared/contracts/chat';
import { AppError, errorBody } from '@gabinet/shared/contracts/errors';
import { RequestError } from '../api.ts';

/** Pictures over HTTP as bytes, with the cookie of the seat (rule C7). */

function address(sessionId: string, imageId: string): string {
  return `/api/sessions/${sessionId}/images/${imageId}`;
}

/**
 * Puts the bytes of a picture; `onProgress` hears 0 to 1. The same picture again is no other.
 * @throws AppError as the service refused it, RequestError OFFLINE without an answer.
 */
export function uploadPicture(
  sessionId: string,
  { imageId, type }: ChatImage,
  blob: Blob,
  onProgress: (progress: number) => void,
  abort: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    // Only XMLHttpRequest tells how much has gone.
    const request = new XMLHttpRequest();
    request.open('PUT', address(sessionId, imageId));
    request.setRequestHeader('Content-Type', type);
    request.upload.onprogress = ({ loaded, total }) => onProgress(total ? loaded / total : 0);
    request.onload = () => {
      if (request.status < 300) resolve();
      else reject(refusal(parsed(request.responseText)));
    };
    request.onerror = () => reject(new RequestError('OFFLINE'));
    request.onabort = request.onerror;
    abort.addEventListener('abort', () => request.abort(), { once: true });
    request.send(blob);
  });
}

/** Gets the bytes of a picture. @throws as `uploadPicture` does. */
export async function fetchPicture(
  sessionId: string,
  { imageId, type }: ChatImage,
  abort: AbortSignal,
): Promise<Blob> {
  const response = await fetch(address(sessionId, imageId), {
    credentials: 'same-origin',
    cache: 'no-store',
    signal: abort,
  }).catch((cause) => {
    throw new RequestError('OFFLINE', { cause });
  });
  if (!response.ok) throw refusal(await response.json().catch(() => null));
  // The message says what it is, so that nobody's bytes become a page.
  return new Blob([await response.arrayBuffer()], { type });
}

function refusal(body: unknown): AppError {
  return new AppError(errorBody.safeParse(body).data?.error.code ?? 'UNAVAILABLE');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
