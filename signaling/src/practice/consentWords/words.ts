import type { AppointmentModality } from '@gabinet/shared/contracts/words';

/** What the shipped consent texts of one language are put together from; paragraphs are plain text. */
export interface ConsentWords {
  readonly titles: Record<AppointmentModality, string>;
  /** What the form of contact is, and what the service sees of it. */
  readonly forms: Record<AppointmentModality, string>;
  /** Of every live form: who else could be listening, on both sides. */
  readonly live: string;
  /** Of every form: what is kept, that nothing is recorded, how to take the consent back. */
  readonly all: readonly string[];
}

const live: readonly AppointmentModality[] = ['video', 'audio', 'chat'];

/** The text of one form: paragraphs with an empty line between. */
export function consentBody(words: ConsentWords, modality: AppointmentModality): string {
  return [
    words.forms[modality],
    ...(live.includes(modality) ? [words.live] : []),
    ...words.all,
  ].join('\n\n');
}
