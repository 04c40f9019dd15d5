import type { HttpOutput } from '@gabinet/shared/contracts/http';
import type { IntakeAnswers } from '@gabinet/shared/contracts/intake';
import type { AppointmentModality } from '@gabinet/shared/contracts/words';
import { Api } from './Api.ts';
import type { MailCatcher } from './MailCatcher.ts';

let counter = 0;

/** The first hour, at least two days ahead, at which the given days' openings begin (13:00 UTC). */
export function inDays(days: number): number {
  return Math.floor(Date.now() / 86_400_000 + days) * 86_400_000 + 13 * 3_600_000;
}

/** A person who looks for help: their browser, their address and the mails that came to it. */
export class Applicant {
  readonly api: Api;
  readonly email: string;
  readonly #catcher: MailCatcher;
  #mails = 0;

  constructor(origin: string, catcher: MailCatcher, email?: string) {
    counter += 1;
    // Each from an address of their own: limits are counted by it.
    this.api = new Api(origin, undefined, `10.1.${counter >> 8}.${counter & 255}`);
    this.email = email ?? `applicant${counter}@reader.test`;
    this.#catcher = catcher;
    this.#mails = catcher.to(this.email).length;
  }

  async start(bookingToken?: string): Promise<HttpOutput<'startIntake'>> {
    return this.api.call('startIntake', {
      language: 'en',
      zone: 'Europe/Warsaw',
      ...(bookingToken === undefined ? {} : { bookingToken }),
    });
  }

  /** Answers everything that a confirmation needs, and accepts what is to be accepted. */
  async answer(over: IntakeAnswers = {}): Promise<IntakeAnswers> {
    const answers: IntakeAnswers = {
      forWhom: 'me',
      modality: 'video',
      language: 'en',
      ageYears: 34,
      safety: 'yes',
      displayName: 'Adam Pytający',
      email: this.email,
      ...over,
    };
    const { consentTexts } = await this.api.call('saveIntake', { answers });
    const whole = { ...answers, consents: consentTexts.map((one) => one.consentId) };
    await this.api.call('saveIntake', { answers: whole });
    return whole;
  }

  async hold(
    psychologistId: string,
    startsAt: number,
    modality: AppointmentModality = 'video',
  ): Promise<HttpOutput<'holdOpening'>> {
    return this.api.call('holdOpening', { psychologistId, startsAt, modality });
  }

  /** Asks for a code and reads the mail that brings it. */
  async code(): Promise<{ code: string; token: string; text: string }> {
    await this.api.call('sendIntakeCode', {});
    return this.readCode();
  }

  /** The next mail with a code, and the token of its link, where it has one; others are passed over. */
  async readCode(): Promise<{ code: string; token: string; text: string }> {
    for (;;) {
      const text = await this.nextMail();
      const code = /\b(\d{6})\b/.exec(text)?.[1];
      if (code === undefined) continue;
      return { code, token: /\/intake#([A-Za-z0-9_-]{27})/.exec(text)?.[1] ?? '', text };
    }
  }

  /** The text of the next mail to this person. */
  async nextMail(): Promise<string> {
    this.#mails += 1;
    const mails = await this.#catcher.arrived(this.email, this.#mails);
    return mails[this.#mails - 1]?.text ?? '';
  }

  /** From nothing to a confirmed appointment. */
  async book(
    psychologistId: string,
    startsAt: number,
    over: IntakeAnswers = {},
  ): Promise<HttpOutput<'confirmIntake'>> {
    await this.start();
    await this.answer(over);
    await this.hold(psychologistId, startsAt, over.modality);
    const { code } = await this.code();
    return this.api.call('confirmIntake', { code });
  }
}

/** Another code than the right one. */
export function otherThan(code: string): string {
  return String((Number(code) + 1) % 1_000_000).padStart(6, '0');
}
