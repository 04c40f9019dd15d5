import type { QualitySample } from '@gabinet/shared/contracts/quality';
import type { Modality, Phase } from '@gabinet/shared/contracts/words';
import type { Proposal } from '@gabinet/shared/session/modality';
import type { SessionEvent } from '@gabinet/shared/session/state';
import type { ColumnType, Generated } from 'kysely';
import type { Json } from './columns.ts';

/** What happens in a session. */
export interface SessionsTables {
  sessions: {
    id: string;
    version: Generated<number>;
    phase: Generated<Phase>;
    modality: Modality;
    live_at: Date | null;
    ended_at: Date | null;
    sfu_node: string | null;
    media_epoch: Generated<number>;
    proposal: ColumnType<Proposal | null, string | null | undefined, string | null>;
    chat_sequence: Generated<number>;
    chat_key_id: string | null;
  };
  session_events: {
    session_id: string;
    version: number;
    position: number;
    kind: string;
    participant_id: string | null;
    at: Date;
    detail: ColumnType<SessionEvent['detail'] | null, string | null, string | null>;
  };
  chat_messages: {
    session_id: string;
    sequence: number;
    message_id: string;
    participant_id: string;
    body_sealed: Buffer;
    image_id: string | null;
    at: Date;
  };
  chat_images: {
    id: string;
    session_id: string;
    participant_id: string;
    bytes_sealed: Buffer;
    created_at: Date;
  };
  chat_marks: {
    session_id: string;
    participant_id: string;
    delivered: number;
    read: number;
  };
  session_quality: {
    session_id: string;
    participant_id: string;
    at: Date;
    sample: Json<QualitySample>;
  };
}
