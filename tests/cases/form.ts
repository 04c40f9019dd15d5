import { readFileSync } from 'node:fs';
import { policy, timeWindow, weeklyWindow } from '@gabinet/shared/contracts/availability';
import {
  appointmentModality,
  appointmentStatus,
  calendarDate,
  country,
  zone,
} from '@gabinet/shared/contracts/words';
import { z } from 'zod';

/**
 * What a file of cases holds: a list of situations, each with the start times that are right. Fields
 * that are not known are refused, for one that is passed over in silence would make a false green.
 */

/** An instant that says its offset: one without would be read in the zone of this machine. */
const instant = z
  .string()
  .regex(
    /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/,
    'is no instant with its offset, such as 2027-01-11T08:00Z',
  )
  .transform((text) => Temporal.Instant.from(text).epochMilliseconds);

const busyFields = z.strictObject({
  start: instant,
  end: instant,
  kind: z.enum(['appointment', 'external']).default('appointment'),
  status: appointmentStatus.default('confirmed'),
  /** Of a hold; ten minutes from now when absent. */
  holdExpiresAt: instant.optional(),
  /** An event that its calendar shows as free. */
  transparent: z.boolean().default(false),
  /** The appointment's own, where they differ from the policy's. */
  bufferBeforeMinutes: z.int().min(0).optional(),
  bufferAfterMinutes: z.int().min(0).optional(),
});

/** The short spelling: `kind` may be an appointment's status, or `transparent`. */
const shortKind = z.looseObject({ kind: z.enum(['transparent', ...appointmentStatus.options]) });
const busy = z.preprocess((content) => {
  const short = shortKind.safeParse(content);
  if (!short.success) return content;
  const { kind, ...rest } = short.data;
  return kind === 'transparent'
    ? { ...rest, kind: 'external', transparent: true }
    : { ...rest, kind: 'appointment', status: kind };
}, busyFields);
export type Busy = z.infer<typeof busy>;

const window = z.strictObject(timeWindow.shape);
const optionalPolicy = policy.pick({
  cancellationMinutes: true,
  whoMayBook: true,
  approval: true,
  reminderMinutes: true,
});

const zoneSpans = z
  .array(z.strictObject({ from: calendarDate.nullable().default(null), zone }))
  .default([]);

const given = z
  .strictObject({
    durationMinutes: z.int().min(1),
    stepMinutes: z.int().min(1),
    bufferBeforeMinutes: z.int().min(0).default(0),
    bufferAfterMinutes: z.int().min(0).default(0),
    noticeMinutes: z.int().min(0).default(0),
    horizonDays: z.int().min(0).default(730),
    ...optionalPolicy.partial().shape,
    now: instant,
    zone: zone.optional(),
    /** From a local date on; the same list under either name. */
    zones: zoneSpans,
    zoneChanges: zoneSpans,
    rules: z.array(z.strictObject(weeklyWindow.shape)),
    exceptions: z
      .array(z.strictObject({ date: calendarDate, windows: z.array(window) }))
      .default([]),
    busy: z.array(busy).default([]),
    /** Either dates of one's own, or those of a country. */
    holidays: z.array(calendarDate).default([]),
    holidaysClosed: z.boolean().optional(),
    country: country.default('PL'),
    /** The forms that the psychologist offers. */
    modalities: z
      .array(appointmentModality)
      .min(1)
      .default([...appointmentModality.options]),
  })
  .refine((one) => new Set(one.exceptions.map(({ date }) => date)).size === one.exceptions.length, {
    path: ['exceptions'],
    message: 'hold a date twice',
  })
  .transform(({ zone: first, zones, zoneChanges, ...rest }, context) => {
    const all = [
      ...(first === undefined ? [] : [{ from: null, zone: first }]),
      ...zones,
      ...zoneChanges,
    ];
    const later = all.filter((one) => one.from !== null);
    const [begin, ...more] = all.filter((one) => one.from === null);
    if (begin === undefined || more.length > 0) {
      context.addIssue({
        code: 'custom',
        path: ['zone'],
        message: 'must be said once: `zone`, or one of `zones` without `from`',
      });
      return z.NEVER;
    }
    return { ...rest, zones: [begin, ...later] };
  });

/** What is told to people and changes no answer. */
const words = {
  id: z.string().min(1),
  note: z.string().optional(),
  comment: z.string().optional(),
  why: z.string().optional(),
};

const openingsCase = z.strictObject({
  ...words,
  given,
  from: calendarDate,
  to: calendarDate,
  datesIn: zone.optional(),
  modality: appointmentModality.optional(),
  expect: z.array(instant),
});
export type OpeningsCase = z.infer<typeof openingsCase>;

const seriesCase = z.strictObject({
  ...words,
  series: z.strictObject({
    wallStart: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/, 'is no wall time'),
    zone,
    everyWeeks: z.int().min(1),
    count: z.int().min(1).optional(),
    until: calendarDate.optional(),
  }),
  expect: z.array(instant),
});
type SeriesCase = z.infer<typeof seriesCase>;

export type Case = OpeningsCase | SeriesCase;

/** Says in one sentence what is wrong with a file of cases. */
export class CaseFileError extends Error {}

/** Reads a file of cases. Throws CaseFileError for a file that is missing, no JSON, or of another form. */
export function readCases(file: string): Case[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new CaseFileError(`${file} cannot be read: name a file of cases that is there.`);
  }
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw new CaseFileError(`${file} is not JSON.`);
  }
  if (!Array.isArray(content) || content.length === 0) {
    throw new CaseFileError(`${file} holds no list of cases.`);
  }
  return content.map((one, index) => readCase(one, index, file));
}

function readCase(content: unknown, index: number, file: string): Case {
  const isSeries = typeof content === 'object' && content !== null && 'series' in content;
  const parsed = (isSeries ? seriesCase : openingsCase).safeParse(content);
  if (parsed.success) return parsed.data;
  const named = z.object({ id: z.string() }).safeParse(content);
  const name = named.success ? `“${named.data.id}”` : `number ${index + 1}`;
  const reasons = parsed.error.issues.map(({ path, message }) =>
    `${path.join('.')} ${message}`.trim(),
  );
  throw new CaseFileError(`${file}: the case ${name} cannot be read: ${reasons.join('; ')}.`);
}
