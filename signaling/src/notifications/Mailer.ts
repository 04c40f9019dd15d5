import type { Transaction } from 'kysely';
import type { Tables } from '../database/tables.ts';

/** A mail as its reader gets it. */
export interface Mail {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** iCalendar objects, each with one event and one method (RFC 5546, 3.2). */
  readonly calendar: { readonly method: 'REQUEST' | 'CANCEL'; readonly objects: readonly string[] };
  /** The same for each try of one mail, so that a receiver can recognise a repetition. */
  readonly messageId: string;
}

/** How it is settled that a mail goes once (rule R3). */
export interface Once {
  /**
   * Decides that this mail goes now, by inserting its unique row; false when it went already. What it
   * writes is part of the transaction it is called with.
   */
  readonly decide: (transaction: Transaction<Tables>) => Promise<boolean>;
  /** Takes the decision back, after the mail server has refused. */
  readonly undo: () => Promise<void>;
  /** What to do when the server was cut off before it answered to the whole mail. */
  readonly whenUnsure: 'repeat' | 'assume-sent';
}

export interface Mailer {
  /** Sends a mail, or not when `decide` says no. Throws when it should be tried again later. */
  send(mail: Mail, once: Once): Promise<'sent' | 'not-sent' | 'refused'>;
}
