import { z } from 'zod';

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
  INTERNAL: { status: 500, sentence: 'Something went wrong on our side. Nothing you did is lost.' },
} as const satisfies Record<string, { status: number; sentence: string }>;

export type ErrorCode = keyof typeof errors;

const codes = Object.keys(errors) as [ErrorCode, ...ErrorCode[]];
export const errorCode = z.enum(codes);

/** The one shape of an error on every wire (HTTP body, socket ack, SFU reply). */
export const errorBody = z.object({
  error: z.object({ code: errorCode, message: z.string(), fields: z.array(z.string()).optional() }),
});
export type ErrorBody = z.infer<typeof errorBody>;

/** The one error that services throw; `code` is for machines, `message` for the log and a person. */
export class AppError extends Error {
  readonly code: ErrorCode;
  /** Names of the fields that were wrong, never their values. */
  readonly fields: readonly string[] | undefined;

  constructor(code: ErrorCode, options: { fields?: readonly string[]; cause?: unknown } = {}) {
    super(
      errors[code].sentence,
      options.cause === undefined ? undefined : { cause: options.cause },
    );
    this.name = 'AppError';
    this.code = code;
    this.fields = options.fields;
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
      },
    };
  }
}
