import type { AppointmentModality } from '@gabinet/shared/contracts/words';
import type { CodeMail, NoticeKind } from '../Notices.ts';

/** What a mail about appointments is for. */
export type TextKind = NoticeKind | 'reminder';

/** The first sentences to one side; `many` is for several appointments of one change. */
interface Opening {
  readonly one: string;
  readonly many: (count: number) => string;
}

/** Everything that mails say in one language. Calm, whole sentences; never a name but those passed in. */
export interface Wording {
  /** For Intl. */
  readonly locale: string;
  readonly modality: Readonly<Record<AppointmentModality, string>>;
  /** A calendar's title of an appointment: `Appointment (video)`. */
  readonly eventTitle: (modality: string) => string;
  readonly feedName: string;
  /** With the first time of the change: `Monday, 18 January, 16:00`. */
  readonly subject: Readonly<Record<TextKind, (when: string) => string>>;
  readonly subjectOfMany: Readonly<Record<TextKind, (count: number, first: string) => string>>;
  /** Tells nothing (rule K4). */
  readonly neutralSubject: string;
  readonly greeting: string;
  readonly toClient: Readonly<Record<TextKind, Opening>>;
  readonly toPsychologist: Readonly<Record<Exclude<TextKind, 'reminder'>, Opening>>;
  readonly labels: {
    readonly when: string;
    readonly before: string;
    readonly form: string;
    readonly psychologist: string;
    readonly practice: string;
    readonly address: string;
  };
  /** With a zone's own name: `06:00–06:50, New York (Eastern Daylight Time)`. */
  readonly inZone: (time: string, place: string, zoneName: string) => string;
  readonly join: string;
  readonly joinMany: string;
  readonly cancelUntil: (when: string) => string;
  readonly cancelMany: string;
  readonly cancelPassed: string;
  readonly ownPage: string;
  readonly askPractice: (phone: string) => string;
  readonly calendarPage: string;
  readonly codes: {
    readonly [K in CodeMail['content']['kind']]: {
      readonly subject: string;
      readonly paragraphs: (parts: {
        readonly code: string;
        readonly link: string;
        readonly name: string;
      }) => readonly string[];
    };
  };
}

/** Chooses by the language's own plural rules. */
export function plural(
  locale: string,
  forms: Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & { readonly other: string },
): (count: number) => string {
  const rules = new Intl.PluralRules(locale);
  return (count) => (forms[rules.select(count)] ?? forms.other).replace('#', String(count));
}
