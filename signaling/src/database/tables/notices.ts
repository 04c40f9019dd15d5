import type { Generated } from 'kysely';

/** What was sent. */
export interface NoticesTables {
  mails: {
    id: Generated<string>;
    recipient: string;
    subject: string;
    body_text: string;
    created_at: Date;
    body_html: string | null;
    calendar_part: string | null;
    calendar_method: 'REQUEST' | 'CANCEL' | null;
  };
  sent_notices: {
    appointment_id: string;
    participant_id: string;
    kind: string;
    sequence: number;
    sent_at: Date;
  };
  sent_codes: { job_id: string; sent_at: Date };
}
