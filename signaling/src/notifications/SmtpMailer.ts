import { Readable } from 'node:stream';
import MailComposer from 'nodemailer/lib/mail-composer';
import { parseConnectionUrl } from 'nodemailer/lib/shared';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { Database } from '../database/Database.ts';
import { addressOf } from './AppointmentMail.ts';
import type { Mail, Mailer, Once } from './Mailer.ts';

const connectTimeoutMs = 10_000;
/** Nothing heard for so long: the server is gone. Below the time in which a job expires. */
const silenceTimeoutMs = 60_000;

/** How many bytes are held back until the row has decided: the end of the mail and nothing more. */
const lastBytes = 16;

/**
 * Sends by SMTP so that a crash neither loses nor doubles a mail (rule R3). All of the mail but its last
 * bytes is handed over first; then the unique row is inserted and committed; then the last bytes go.
 * Until then the server has nothing that it would deliver, afterwards nobody else sends. What remains
 * is the moment between the commit and the writing of 16 bytes: a process that dies in it loses the mail.
 */
export class SmtpMailer implements Mailer {
  readonly #database: Database;
  readonly #url: string;

  constructor(database: Database, url: string) {
    this.#database = database;
    this.#url = url;
  }

  async send(mail: Mail, once: Once): Promise<'sent' | 'not-sent' | 'refused'> {
    const message = await compose(mail);
    const connection = await this.#connect();
    let decided: boolean | undefined;
    const decideNow = async () => {
      decided = await this.#database.transaction().execute(once.decide);
      return decided;
    };
    try {
      await transmit(connection, mail, holdingBack(message, decideNow));
      connection.quit();
      return 'sent';
    } catch (error) {
      connection.close();
      if (decided === false) return 'not-sent';
      const code = responseCode(error);
      if (decided === true) {
        // Without an answer it may have been taken, or not.
        if (code === undefined && once.whenUnsure === 'assume-sent') return 'sent';
        await once.undo();
      }
      if (isForGood(error, code)) return 'refused';
      throw error;
    }
  }

  async #connect(): Promise<SMTPConnection> {
    const options = parseConnectionUrl(this.#url);
    const connection = new SMTPConnection({
      ...options,
      connectionTimeout: connectTimeoutMs,
      greetingTimeout: connectTimeoutMs,
      socketTimeout: silenceTimeoutMs,
    });
    const { auth } = options;
    await new Promise<void>((resolve, reject) => {
      connection.once('error', reject);
      connection.connect(() => {
        if (auth === undefined) resolve();
        else connection.login(auth, (error) => (error ? reject(error) : resolve()));
      });
    }).catch((error: unknown) => {
      connection.close();
      throw error;
    });
    return connection;
  }
}

function transmit(connection: SMTPConnection, mail: Mail, message: Readable): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.once('error', reject);
    connection.once('end', () => reject(new Error('The mail server hung up.')));
    const envelope = { from: addressOf(mail.from), to: [mail.to] };
    connection.send(envelope, message, (error) => (error ? reject(error) : resolve()));
  });
}

/** The message as a stream that asks before its end; a no breaks it off, which a server must discard. */
function holdingBack(message: Buffer, decide: () => Promise<boolean>): Readable {
  const parts = async function* () {
    yield message.subarray(0, -lastBytes);
    if (!(await decide())) throw new Error('Somebody else has sent this mail.');
    yield message.subarray(-lastBytes);
  };
  return Readable.from(parts(), { objectMode: false });
}

async function compose(mail: Mail): Promise<Buffer> {
  const { method, objects } = mail.calendar;
  const [only] = objects;
  return await new MailComposer({
    from: mail.from,
    to: mail.to,
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    messageId: mail.messageId,
    // No answers from robots, please (RFC 3834).
    headers: { 'Auto-Submitted': 'auto-generated' },
    ...(objects.length === 1 && only !== undefined
      ? { icalEvent: { method, content: only, filename: 'appointment.ics' } }
      : {}),
    attachments:
      objects.length > 1
        ? objects.map((content, index) => ({
            filename: `appointment-${index + 1}.ics`,
            content,
            contentType: `text/calendar; charset=utf-8; method=${method}`,
          }))
        : [],
  })
    .compile()
    .build();
}

function responseCode(error: unknown): number | undefined {
  const code = error instanceof Error && 'responseCode' in error ? error.responseCode : undefined;
  return typeof code === 'number' ? code : undefined;
}

/** An address that the server will never accept; a wrong password of ours is no such thing. */
function isForGood(error: unknown, code: number | undefined): boolean {
  const command = error instanceof Error && 'command' in error ? error.command : undefined;
  return code !== undefined && code >= 500 && (command === 'RCPT TO' || command === 'DATA');
}
