import type { ErrorCode } from '@gabinet/shared/contracts/errors';
import type { ChannelState } from './Channel.ts';
import type { Link } from './model.ts';

/**
 * The state of the whole way to the service, from that of the socket and of the media path.
 * @param failure why this page cannot go on by itself, if so
 * @param mediaLostSince epoch milliseconds, null while the media path is well
 */
export function linkOf(
  channel: ChannelState,
  mediaLostSince: number | null,
  failure: ErrorCode | null,
): Link {
  if (failure) return { state: 'failed', code: failure };
  const media = mediaLostSince !== null;
  switch (channel.state) {
    case 'closed':
      return { state: 'idle' };
    case 'refused':
      return { state: 'failed', code: channel.code };
    case 'connecting':
      return { state: 'connecting' };
    case 'away':
      return {
        state: 'reconnecting',
        since: Math.min(channel.since, mediaLostSince ?? channel.since),
        media,
        seen: true,
      };
    case 'open':
      return media
        ? { state: 'reconnecting', since: mediaLostSince, media: true, seen: false }
        : { state: 'connected' };
  }
}
