import { type RouteParts, route } from '../transport/route.ts';
import type { QualityService } from './QualityService.ts';

/** Mounts the record of quality, for a session's psychologist. */
export function mountQuality(parts: RouteParts, quality: QualityService): void {
  route(parts, 'sessionQuality', ({ sessionId }, { browserSession }) =>
    quality.ofSession(browserSession, sessionId),
  );
}
