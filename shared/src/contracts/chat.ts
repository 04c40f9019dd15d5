import { z } from 'zod';
import { id, instant } from './words.ts';

/** Writing in a session (rules C1 to C8). Parts of the one protocol in session.ts. */

/** The longest text of one message, in UTF-16 code units as a text field counts them. */
export const chatTextLength = 4000;
/** The largest image, after the sender's page has made it smaller. */
export const chatImageBytes = 10 * 1024 * 1024;
/** How many messages one answer holds at most. */
export const chatPageSize = 100;

export const chatImage = z.object({
  imageId: id,
  type: z.enum(['image/jpeg', 'image/png', 'image/webp']),
  width: z.int().min(1).max(16_384),
  height: z.int().min(1).max(16_384),
});
export type ChatImage = z.infer<typeof chatImage>;

export const chatMessage = z.object({
  /** Made by the sender's page. */
  messageId: id,
  /** From 1, without a gap; the one order for everybody (rule C2). */
  sequence: z.int(),
  participantId: id,
  text: z.string(),
  image: chatImage.nullable(),
  at: instant,
});
export type ChatMessage = z.infer<typeof chatMessage>;

/** How far one participant has got: the highest sequence that reached their page, and that they saw. */
export const chatMark = z.object({
  participantId: id,
  delivered: z.int(),
  /** 0 while read marks are off (rule C6). */
  read: z.int(),
});
export type ChatMark = z.infer<typeof chatMark>;

const done = z.object({});

export const chatRequests = {
  /** Rule C1: stored, then acked. The same message again gets the same answer. */
  'chat:send': {
    input: z
      .object({
        messageId: id,
        text: z.string().max(chatTextLength),
        image: chatImage.nullable(),
      })
      .refine(({ text, image }) => text.trim() !== '' || image !== null, { path: ['text'] }),
    output: z.object({ sequence: z.int(), at: instant }),
  },
  /** Rule C3: what came after a cursor, in order. */
  'chat:read': {
    input: z.object({ after: z.int().min(0) }),
    output: z.object({
      messages: z.array(chatMessage),
      marks: z.array(chatMark),
      /** True when there is more after the last of these. */
      more: z.boolean(),
      /** The page's next cursor: it now has everything that it may read up to here. */
      through: z.int(),
    }),
  },
  /** Rule C5, C6: marks never go back. */
  'chat:mark': {
    input: z.object({ delivered: z.int().min(0), read: z.int().min(0) }),
    output: done,
  },
  /** Rule C6: passed on only while the pair wants it; kept nowhere. */
  'chat:typing': { input: z.object({}), output: done },
} as const;

export const chatNotices = {
  /** May come twice, or before one with a lower sequence: the page keeps the order, and reads what it misses. */
  'chat:message': chatMessage,
  /** The number of the last message, said now and then: a page that is behind it reads on (rule C3). */
  'chat:sequence': z.object({ sequence: z.int() }),
  'chat:mark': chatMark,
  'chat:typing': z.object({ participantId: id }),
} as const;
