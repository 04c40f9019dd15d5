import { AppError } from '@gabinet/shared/contracts/errors';
import type { Request, Response } from 'express';

/**
 * A body as it is, up to a limit. Throws TOO_LARGE, and INVALID_INPUT where it breaks off or was sent as
 * something that is parsed. What comes after the limit is let go, so that the sender hears the answer.
 */
export function readBytes(request: Request, maxBytes: number): Promise<Buffer> {
  if (request.body !== undefined) {
    throw new AppError('INVALID_INPUT', { fields: ['Content-Type'] });
  }
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw new AppError('TOO_LARGE');
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= maxBytes) {
        chunks.push(chunk);
        return;
      }
      chunks.length = 0;
      reject(new AppError('TOO_LARGE'));
    });
    request.once('end', () => resolve(Buffer.concat(chunks)));
    // After the end this changes nothing.
    request.once('close', () => reject(new AppError('INVALID_INPUT')));
  });
}

/**
 * Answers with bytes that somebody else has made. Opened by itself it is a download without a type, and
 * runs nothing even in a browser that would guess one.
 */
export function sendBytes(response: Response, bytes: Uint8Array): void {
  response.setHeader('Content-Type', 'application/octet-stream');
  response.setHeader('Content-Disposition', 'attachment');
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Content-Security-Policy', "default-src 'none'; sandbox");
  response.end(bytes);
}
