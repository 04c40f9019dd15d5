import { staffOf } from '../accounts/access.ts';
import { addressOf } from '../transport/cookies.ts';
import { answerError, type RouteParts, route } from '../transport/route.ts';
import type { FeedService } from './FeedService.ts';

/** Mounts a psychologist's own view of their feed's link, and the feed itself (rule F1). */
export function mountFeeds(parts: RouteParts, feeds: FeedService): void {
  route(parts, 'feed', async ({ psychologistId }, caller) => ({
    createdAt: await feeds.createdAt(staffOf(caller.browserSession), psychologistId),
  }));
  route(parts, 'renewFeed', ({ psychologistId }, caller) =>
    feeds.renew(staffOf(caller.browserSession), psychologistId),
  );
  route(parts, 'revokeFeed', async ({ psychologistId }, caller) => {
    await feeds.revoke(staffOf(caller.browserSession), psychologistId);
    return {};
  });

  // Calendar programs read it: no cookie, no JSON. Express answers HEAD by the same.
  parts.router.get('/feeds/:token.ics', async (request, response) => {
    const started = performance.now();
    try {
      await parts.limits.take('request', addressOf(request));
      const { body, etag } = await feeds.read(request.params.token);
      response.set({
        'Content-Type': 'text/calendar; charset=utf-8',
        'Cache-Control': 'private, no-cache',
        ETag: etag,
      });
      if (has(request.get('if-none-match'), etag)) response.status(304).end();
      else response.send(body);
    } catch (thrown) {
      response.setHeader('Cache-Control', 'no-store');
      answerError(response, thrown, parts.log, 'readFeed');
    } finally {
      parts.metrics.httpSeconds
        .labels('readFeed', String(response.statusCode))
        .observe((performance.now() - started) / 1000);
    }
  });
}

/**
 * RFC 9110, 13.1.2. Express would not answer 304 to who also sends `Cache-Control: no-cache`, as
 * programs do that keep the ETag themselves.
 */
function has(ifNoneMatch: string | undefined, etag: string): boolean {
  return (ifNoneMatch ?? '')
    .split(',')
    .map((one) => one.trim().replace(/^W\//, ''))
    .some((one) => one === etag || one === '*');
}
