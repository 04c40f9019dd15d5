import { z } from 'zod';

/** The words that every contract shares; see shared/PROTOCOL.md for what they mean. */

export const id = z.uuid();
/** An instant as epoch milliseconds, UTC. The one form of time on every wire. */
export const instant = z.int().meta({ description: 'epoch milliseconds, UTC' });
export const zone = z.string().min(1).max(64).meta({ description: 'IANA time zone name' });
export const language = z.enum(['pl', 'en', 'uk', 'ru']);
export type Language = z.infer<typeof language>;

/** The live ways of meeting, in the order of how much they reveal (rule S8). */
export const modality = z.enum(['chat', 'audio', 'video']);
export type Modality = z.infer<typeof modality>;

export const role = z.enum([
  'client',
  'psychologist',
  'parent',
  'child',
  'partner',
  'member',
  'interpreter',
  'supervisor',
]);
export type Role = z.infer<typeof role>;

export const phase = z.enum(['scheduled', 'open', 'live', 'ended']);
export type Phase = z.infer<typeof phase>;

export const presence = z.enum(['invited', 'waiting', 'admitted', 'left', 'removed']);
export type Presence = z.infer<typeof presence>;
