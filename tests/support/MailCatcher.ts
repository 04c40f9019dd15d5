import { once } from 'node:events';
import ICAL from 'ical.js';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';

/** A mail that has arrived, as a mail program would see it. */
export interface CaughtMail {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly messageId: string;
  /** Every iCalendar object in it, read by a calendar's parser; one that is given twice counts once. */
  readonly calendars: readonly CaughtCalendar[];
  /** The whole message as it came. */
  readonly raw: string;
}

export interface CaughtCalendar {
  readonly method: string;
  readonly text: string;
  readonly events: readonly ICAL.Component[];
}

interface Waiter {
  readonly enough: (mails: readonly CaughtMail[]) => boolean;
  readonly resolve: (mails: readonly CaughtMail[]) => void;
}

/** A real SMTP server that keeps what it is given. One owner ends it: `close()`. */
export class MailCatcher {
  readonly #server: SMTPServer;
  readonly #mails: CaughtMail[] = [];
  readonly #waiters = new Set<Waiter>();
  #port = 0;
  /** Called when all of a mail has come and before it is acknowledged; a test may end a process here. */
  beforeAnswer: ((mail: CaughtMail) => Promise<void>) | undefined;
  /** An answer for recipients instead of a yes: a code and nothing more. */
  refusal: ((recipient: string) => number | undefined) | undefined;

  private constructor() {
    this.#server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      logger: false,
      onRcptTo: ({ address }, _session, done) => {
        const code = this.refusal?.(address);
        if (code === undefined) done();
        else done(Object.assign(new Error(`<${address}> not here.`), { responseCode: code }));
      },
      onData: (stream, _session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          this.#take(Buffer.concat(chunks)).then(() => done(), done);
        });
      },
    });
    // A client that is killed breaks its connection off; that is no fault of the test.
    this.#server.on('error', () => {});
  }

  static async start(): Promise<MailCatcher> {
    const catcher = new MailCatcher();
    const server = catcher.#server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    catcher.#port = typeof address === 'object' && address !== null ? address.port : 0;
    return catcher;
  }

  /** What a stack must be told to send its mails here. */
  get environment(): Record<string, string> {
    return {
      SMTP_URL: `smtp://127.0.0.1:${this.#port}`,
      MAIL_FROM: 'Practice under test <practice@example.test>',
      MAIL_FROM_DISCREET: 'post@neutral.test',
    };
  }

  get mails(): readonly CaughtMail[] {
    return this.#mails;
  }

  to(address: string): readonly CaughtMail[] {
    return this.#mails.filter((mail) => mail.to === address);
  }

  /** Waits until so many mails have come to an address, and gives all of them. */
  async arrived(address: string, count = 1): Promise<readonly CaughtMail[]> {
    const enough = () => this.to(address).length >= count;
    if (!enough()) {
      await new Promise<readonly CaughtMail[]>((resolve) => {
        this.#waiters.add({ enough, resolve });
      });
    }
    return this.to(address);
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
  }

  async #take(raw: Buffer): Promise<void> {
    const mail = readMail(raw, await PostalMime.parse(raw));
    this.#mails.push(mail);
    for (const waiter of this.#waiters) {
      if (!waiter.enough(this.#mails)) continue;
      this.#waiters.delete(waiter);
      waiter.resolve(this.#mails);
    }
    await this.beforeAnswer?.(mail);
  }
}

function readMail(raw: Buffer, email: Email): CaughtMail {
  const texts = new Set(
    email.attachments
      .filter(({ mimeType }) => mimeType === 'text/calendar' || mimeType === 'application/ics')
      .map(({ content }) =>
        typeof content === 'string' ? content : new TextDecoder().decode(content),
      ),
  );
  return {
    from: email.from?.address ?? '',
    to: email.to?.[0]?.address ?? '',
    subject: email.subject ?? '',
    text: email.text ?? '',
    html: email.html ?? '',
    messageId: email.messageId ?? '',
    calendars: [...texts].map(readCalendar),
    raw: raw.toString('utf8'),
  };
}

/** Reads an iCalendar object as a calendar program does; throws when it is not one. */
export function readCalendar(text: string): CaughtCalendar {
  const calendar = new ICAL.Component(ICAL.parse(text));
  return {
    method: String(calendar.getFirstPropertyValue('method') ?? ''),
    text,
    events: calendar.getAllSubcomponents('vevent'),
  };
}

/** A property of an event as text; an empty one when it is missing. */
export function textOf(event: ICAL.Component | undefined, property: string): string {
  return String(event?.getFirstPropertyValue(property) ?? '');
}
