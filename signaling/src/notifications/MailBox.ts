import type { Clock } from '../clock.ts';
import type { Database } from '../database/Database.ts';
import type { Mail, Mailer, Once } from './Mailer.ts';

/** Where mails stay without a mail server: decision and mail are one transaction, so exactly once. */
export class MailBox implements Mailer {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  async send(mail: Mail, { decide }: Once): Promise<'sent' | 'not-sent'> {
    return await this.#database.transaction().execute(async (transaction) => {
      if (!(await decide(transaction))) return 'not-sent';
      const { method, objects } = mail.calendar;
      await transaction
        .insertInto('mails')
        .values({
          recipient: mail.to,
          subject: mail.subject,
          body_text: mail.text,
          body_html: mail.html,
          // Several iCalendar objects may follow each other in one stream (RFC 5545, 3.4).
          calendar_part: objects.length > 0 ? objects.join('') : null,
          calendar_method: objects.length > 0 ? method : null,
          created_at: new Date(this.#clock.now()),
        })
        .execute();
      return 'sent';
    });
  }
}
