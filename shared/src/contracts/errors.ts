import { z } from 'zod';
import { instant } from './words.ts';

/**
 * Every error a caller can meet: its code, its HTTP status and a sentence a person can act on.
 * The one place that maps them; the browser shows its own translation by code.
 */
export const errors = {
  INVALID_INPUT: { status: 400, sentence: 'Some of what was sent is not in the expected form.' },
  SIGN_IN_REQUIRED: { status: 401, sentence: 'Sign in or open your invitation link again.' },
  ORIGIN_REFUSED: { status: 403, sentence: 'This request came from another site and was refused.' },
  NOT_ALLOWED: { status: 403, sentence: 'Only the psychologist can do this.' },
  NOT_FOUND: { status: 404, sentence: 'There is nothing here, or it is not yours to see.' },
  INVITATION_INVALID: {
    status: 404,
    sentence: 'This invitation link does not work any more. Ask the practice for a new one.',
  },
  INVITATION_REMOVED: {
    status: 403,
    sentence: 'The psychologist has closed this invitation. Write to the practice if you need to.',
  },
  SEAT_TAKEN: {
    status: 409,
    sentence: 'This invitation is open on another device. You can move the conversation here.',
  },
  SESSION_NOT_OPEN: {
    status: 409,
    sentence: 'The door opens 15 minutes before the appointment. Come back then.',
  },
  SESSION_ENDED: { status: 410, sentence: 'This session has ended.' },
  WRONG_PHASE: { status: 409, sentence: 'This cannot be done at this moment of the session.' },
  ABOVE_CEILING: {
    status: 403,
    sentence: 'This participant has not agreed to be seen or heard in that way.',
  },
  CODEC_REFUSED: { status: 400, sentence: 'This media format is not accepted here.' },
  LIMIT_REACHED: { status: 429, sentence: 'That is more than this session allows at once.' },
  TOO_MANY_REQUESTS: { status: 429, sentence: 'Too many attempts. Wait a moment and try again.' },
  TOO_LARGE: { status: 413, sentence: 'What was sent is too large.' },
  MEDIA_UNAVAILABLE: {
    status: 503,
    sentence: 'Sound and picture cannot start right now. We keep trying by ourselves.',
  },
  UNAVAILABLE: { status: 503, sentence: 'The service cannot answer right now. Try again shortly.' },
  TICKET_REFUSED: { status: 401, sentence: 'The ticket is missing, used or expired.' },
  OPENING_TAKEN: { status: 409, sentence: 'That time is taken. Choose another one.' },
  OPENING_NOT_OFFERED: {
    status: 409,
    sentence: 'That time is not offered for booking. Choose one of the times shown.',
  },
  PARTICIPANT_BUSY: {
    status: 409,
    sentence: 'Someone who would take part has another appointment at that time.',
  },
  GROUP_FULL: { status: 409, sentence: 'Every seat of this group is taken.' },
  HOLD_EXPIRED: {
    status: 410,
    sentence: 'The time was kept for 10 minutes and is free again. Choose a time once more.',
  },
  APPOINTMENT_OVER: {
    status: 409,
    sentence: 'This appointment is cancelled or already past, so it cannot be changed.',
  },
  BOOKING_NOT_OPEN: {
    status: 403,
    sentence: 'This psychologist takes bookings only from their own clients or by invitation.',
  },
  MODALITY_NOT_OFFERED: {
    status: 409,
    sentence: 'That form of contact is not offered at this time.',
  },
  CODE_WRONG: { status: 403, sentence: 'That code is not right. Look at the newest mail.' },
  LINK_EXPIRED: {
    status: 410,
    sentence: 'This link has been used or is too old. Ask for a new one.',
  },
  IDEMPOTENCY_KEY_REUSED: {
    status: 422,
    sentence: 'This Idempotency-Key already belongs to another request.',
  },
  VERSION_STALE: {
    status: 409,
    sentence: 'This was changed elsewhere meanwhile. Look at it again, then repeat your change.',
  },
  PASSKEY_REFUSED: { status: 403, sentence: 'This passkey was not accepted. Try again.' },
  LAST_PASSKEY: {
    status: 409,
    sentence: 'This is the last passkey. Add another one before you remove it.',
  },
  SIGN_IN_AGAIN: {
    status: 403,
    sentence: 'Sign in once more before doing this: the last sign-in is older than 15 minutes.',
  },
  LAST_OWNER: {
    status: 409,
    sentence: 'This is the last owner of the practice, so their access cannot be ended.',
  },
  RECOVERY_REFUSED: {
    status: 403,
    sentence: 'The address, the mailed code or the recovery code is not right.',
  },
  CONSENT_MISSING: {
    status: 422,
    sentence: 'A consent that this form of contact needs has not been given.',
  },
  ANSWERS_MISSING: { status: 422, sentence: 'Some answers are still missing.' },
  CALENDAR_UNREADABLE: {
    status: 422,
    sentence: 'There is no readable calendar at that address.',
  },
  INTERNAL: { status: 500, sentence: 'Something went wrong on our side. Nothing you did is lost.' },
} as const satisfies Record<string, { status: number; sentence: string }>;

export type ErrorCode = keyof typeof errors;

const codes = Object.keys(errors) as [ErrorCode, ...ErrorCode[]];
export const errorCode = z.enum(codes);

/** One thing that stands in the way of a booking, in words; no other client is ever named. */
export const conflict = z.object({
  /** Of the occurrence in its series, from 0; 0 for a single appointment. */
  index: z.int(),
  startsAt: instant,
  endsAt: instant,
  reason: z.enum([
    'busy',
    'external',
    'participant-busy',
    'holiday',
    'outside',
    'notice',
    'horizon',
    'modality',
    'full',
  ]),
  sentence: z.string(),
});
export type Conflict = z.infer<typeof conflict>;

/** The one shape of an error on every wire (HTTP body, socket ack, SFU reply). */
export const errorBody = z.object({
  error: z.object({
    code: errorCode,
    message: z.string(),
    fields: z.array(z.string()).optional(),
    conflicts: z.array(conflict).optional(),
  }),
});
export type ErrorBody = z.infer<typeof errorBody>;

/** The one error that services throw; `code` is for machines, `message` for the log and a person. */
export class AppError extends Error {
  readonly code: ErrorCode;
  /** Names of the fields that were wrong, never their values. */
  readonly fields: readonly string[] | undefined;
  /** What stands in the way, each with its sentence (rule B5). */
  readonly conflicts: readonly Conflict[] | undefined;

  constructor(
    code: ErrorCode,
    options: {
      fields?: readonly string[];
      conflicts?: readonly Conflict[];
      cause?: unknown;
    } = {},
  ) {
    super(
      errors[code].sentence,
      options.cause === undefined ? undefined : { cause: options.cause },
    );
    this.name = 'AppError';
    this.code = code;
    this.fields = options.fields;
    this.conflicts = options.conflicts;
  }

  get status(): number {
    return errors[this.code].status;
  }

  toBody(): ErrorBody {
    return {
      error: {
        code: this.code,
        message: this.message,
        ...(this.fields ? { fields: [...this.fields] } : {}),
        ...(this.conflicts ? { conflicts: [...this.conflicts] } : {}),
      },
    };
  }
}
