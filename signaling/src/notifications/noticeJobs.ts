import { id, language } from '@gabinet/shared/contracts/words';
import { z } from 'zod';

/** What waits in the queue: ids only, and of a code its sealed text. Texts are made at sending. */

const noticeJob = z.object({
  type: z.literal('notice'),
  kind: z.enum([
    'requested',
    'confirmed',
    'declined',
    'moved',
    'modality-changed',
    'cancelled',
    'late-cancelled',
    'left',
    'joined',
  ]),
  /** One reader's part in one change, with the sequence that the change gave. */
  about: z.array(z.object({ appointmentId: id, participantId: id, sequence: z.int() })).min(1),
});
export type NoticeJob = z.infer<typeof noticeJob>;

const reminderJob = z.object({
  type: z.literal('reminder'),
  appointmentId: id,
  participantId: id,
  minutes: z.int(),
  /** For which start it was set; moved since: another job reminds (rule R4). */
  startsAt: z.int(),
});
export type ReminderJob = z.infer<typeof reminderJob>;

const codeJob = z.object({
  type: z.literal('code'),
  practiceId: id,
  /** The vault's, in base64, with the job's id as the record. */
  sealed: z.string(),
  /** Epoch milliseconds after which the code is of no use. */
  until: z.int(),
});
export type CodeJob = z.infer<typeof codeJob>;

export const anyJob = z.discriminatedUnion('type', [noticeJob, reminderJob, codeJob]);

/** What a sealed code job opens to. */
export const codeMail = z.object({
  practiceId: id,
  to: z.string(),
  language,
  discreet: z.boolean(),
  content: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('intake-code'), code: z.string(), resumePath: z.string() }),
    z.object({ kind: z.literal('client-code'), code: z.string() }),
    z.object({ kind: z.literal('recovery-code'), code: z.string() }),
    z.object({ kind: z.literal('account-changed'), path: z.string() }),
    z.object({ kind: z.literal('staff-invitation'), path: z.string(), invitedBy: z.string() }),
    z.object({
      kind: z.literal('booking-invitation'),
      path: z.string(),
      psychologist: z.string(),
    }),
    z.object({ kind: z.literal('duty-call'), path: z.string() }),
    z.object({ kind: z.literal('letters-begun'), path: z.string() }),
  ]),
});
