import { z } from 'zod';

/** What the process that loads a chat is told, and what it answers. */
export const chatLoadOrder = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('open'),
    url: z.string(),
    /** The handshakes of writer and reader, room by room. */
    auths: z.array(z.tuple([z.looseObject({}), z.looseObject({})])),
  }),
  z.object({ kind: z.literal('sustained'), inFlight: z.number(), seconds: z.number() }),
  z.object({ kind: z.literal('steady'), perSecond: z.number(), seconds: z.number() }),
]);
export type ChatLoadOrder = z.infer<typeof chatLoadOrder>;

export const chatLoadAnswer = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('ready') }),
  z.object({ type: z.literal('done'), figures: z.array(z.number()) }),
  z.object({ type: z.literal('failed'), reason: z.string() }),
]);
