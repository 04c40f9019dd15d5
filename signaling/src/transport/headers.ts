import type { RequestHandler } from 'express';
import helmet from 'helmet';

/** Pages on which a person is asked for camera and microphone; on all others the browser refuses. */
const sessionPages = /^\/(j$|s\/)/;

/** The headers of every answer: no inline code, no foreign host, no frame, no referrer, no index. */
export function securityHeaders(publicUrl: URL | undefined): RequestHandler[] {
  // Safari before 15.4 does not count a websocket to the own host as 'self'.
  const ownSocket = publicUrl ? [publicUrl.origin.replace(/^http/, 'ws')] : [];
  const base = (webAssembly: boolean) =>
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          'default-src': ["'none'"],
          'script-src': webAssembly ? ["'self'", "'wasm-unsafe-eval'"] : ["'self'"],
          'style-src': ["'self'"],
          'img-src': ["'self'", 'blob:', 'data:'],
          'media-src': ["'self'", 'blob:'],
          'font-src': ["'self'"],
          'connect-src': ["'self'", ...ownSocket],
          'worker-src': ["'self'"],
          'manifest-src': ["'self'"],
          'base-uri': ["'none'"],
          'form-action': ["'self'"],
          'frame-ancestors': ["'none'"],
          'object-src': ["'none'"],
        },
      },
      crossOriginOpenerPolicy: { policy: 'same-origin' },
      crossOriginEmbedderPolicy: { policy: 'require-corp' },
      crossOriginResourcePolicy: { policy: 'same-origin' },
      referrerPolicy: { policy: 'no-referrer' },
      strictTransportSecurity:
        publicUrl?.protocol === 'https:' ? { maxAge: 63_072_000, includeSubDomains: false } : false,
      xFrameOptions: { action: 'deny' },
    });
  const own: RequestHandler = (request, response, next) => {
    const media = sessionPages.test(request.path) ? '(self)' : '()';
    response.setHeader(
      'Permissions-Policy',
      `camera=${media}, microphone=${media}, screen-wake-lock=${media}, geolocation=(), payment=(), usb=(), browsing-topics=()`,
    );
    response.setHeader('X-Robots-Tag', 'noindex, nofollow');
    next();
  };
  const [ofSessions, ofOthers] = [base(true), base(false)];
  // Noise and background are worked on where the microphone and the camera are, and nowhere else.
  const policy: RequestHandler = (request, response, next) =>
    (sessionPages.test(request.path) ? ofSessions : ofOthers)(request, response, next);
  return [policy, own];
}
