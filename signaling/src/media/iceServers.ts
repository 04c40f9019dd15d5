import { createHmac } from 'node:crypto';
import type { IceServer } from '@gabinet/shared/contracts/media';

/** Long enough for any session with its overtime, in seconds. */
const credentialLifetimeSeconds = 4 * 60 * 60;

/**
 * The operator's STUN and TURN servers for one participant, with coturn's time-limited credentials
 * (`use-auth-secret`: the name is `expiry:id`, the password its HMAC-SHA1 under the shared secret).
 */
export function iceServersFor(
  participantId: string,
  config: {
    stunUrls: readonly string[];
    turn: { secret: string; urls: readonly string[] } | undefined;
  },
  nowMs: number,
): IceServer[] {
  const servers: IceServer[] = [];
  if (config.stunUrls.length > 0) servers.push({ urls: [...config.stunUrls] });
  if (config.turn) {
    const username = `${Math.floor(nowMs / 1000) + credentialLifetimeSeconds}:${participantId}`;
    const credential = createHmac('sha1', config.turn.secret).update(username).digest('base64');
    servers.push({ urls: [...config.turn.urls], username, credential });
  }
  return servers;
}
