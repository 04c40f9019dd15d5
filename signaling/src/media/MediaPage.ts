import type { RtpCapabilitiesMessage } from '@gabinet/shared/contracts/media';
import type { SessionNotice, SessionNoticeName } from '@gabinet/shared/contracts/session';
import type { Placement } from './Placements.ts';

/** One page of this process, as far as media goes. */
export interface MediaPage {
  readonly sessionId: string;
  readonly participantId: string;
  readonly pageId: string;
  readonly rtpCapabilities: RtpCapabilitiesMessage;
  notify<N extends SessionNoticeName>(name: N, notice: SessionNotice<N>): void;
  /** Where its media is; undefined while no node answers. Kept by MediaService. */
  placement: Placement | undefined;
  /** Where it is just entering: notices may come from there before the answer. Kept by MediaService. */
  entering?: Placement | undefined;
  /** Its join found no node: a move shall bring it its media. Kept by MediaService. */
  stranded: boolean;
}
