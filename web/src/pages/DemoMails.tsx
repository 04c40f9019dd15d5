import type { HttpOutput } from '@gabinet/shared/contracts/http';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { call, type FailureCode, failureCode } from '../api.ts';
import { t } from '../i18n/text.ts';
import { time } from '../i18n/time.ts';
import { Page } from '../ui/TopLine.tsx';
import { Heading, useTitle } from '../ui/words.tsx';
import { Failure } from './Failure.tsx';

type Mail = HttpOutput<'demoMails'>['mails'][number];

/** `/demo/mails`: the mails that would have been sent, newest first. */
export default function DemoMails(): JSX.Element {
  const [mails, setMails] = useState<readonly Mail[] | null>(null);
  const [failure, setFailure] = useState<FailureCode | null>(null);
  const load = (): void => {
    setFailure(null);
    call('demoMails', {}).then(
      (answer) => setMails(answer.mails),
      (thrown: unknown) => setFailure(failureCode(thrown)),
    );
  };
  useEffect(load, []);
  useTitle(t('demo.mailsTitle'));
  return (
    <Page>
      {failure ? <Failure code={failure} onRetry={load} /> : <MailList mails={mails ?? []} />}
    </Page>
  );
}

/** The list itself; links in a mail can be pressed. */
export function MailList({ mails }: { mails: readonly Mail[] }): JSX.Element {
  return (
    <main class="mails">
      <Heading>{t('demo.mailsTitle')}</Heading>
      <p class="soft">{mails.length > 0 ? t('demo.mailsText') : t('demo.mailsEmpty')}</p>
      {mails.map((mail) => (
        <article key={mail.mailId} class="sheet">
          <h2>{mail.subject}</h2>
          <p class="small soft num">
            {t('demo.to', { to: mail.to })} · {time(mail.at)}
          </p>
          <p class="mail-text">{withLinks(mail.text)}</p>
          {mail.html || mail.calendarMethod ? (
            <p class="small soft">
              {[
                mail.html ? t('demo.mailHtml') : null,
                mail.calendarMethod
                  ? t('demo.mailCalendar', { method: mail.calendarMethod })
                  : null,
              ]
                .filter((one) => one !== null)
                .join(' · ')}
            </p>
          ) : null}
        </article>
      ))}
    </main>
  );
}

function withLinks(text: string): (string | JSX.Element)[] {
  return text
    .split(/(https?:\/\/\S+)/)
    .map((part) => (/^https?:/.test(part) ? <a href={part}>{part}</a> : part));
}
