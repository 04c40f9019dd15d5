import type { HttpOutput } from '@gabinet/shared/contracts/http';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { call } from '../../../api.ts';
import { t } from '../../../i18n/text.ts';
import { Button } from '../../../ui/controls.tsx';
import { Field } from '../../../ui/fields.tsx';
import { announce } from '../../../ui/words.tsx';
import { browserZone, shortIn } from '../../intake/times.ts';
import { TroubleBanner } from '../Troubles.tsx';
import { type Trouble, troubleOf } from '../useMoves.ts';

/** The calendar feed out (rule F1) and calendars elsewhere that block this one. */
export function CalendarLinks(props: {
  psychologistId: string;
  feedSince: number | null;
  calendars: HttpOutput<'availability'>['externalCalendars'];
  /** The gallery shows a link just made. */
  madeUrl?: string;
}): JSX.Element {
  const { psychologistId } = props;
  const [url, setUrl] = useState(props.madeUrl ?? null);
  const [feedSince, setFeedSince] = useState(props.feedSince);
  const [calendars, setCalendars] = useState(props.calendars);
  const [name, setName] = useState('');
  const [address, setAddress] = useState('');
  const [tried, setTried] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const run = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
      setTrouble(null);
      // Read anew by itself, so that the form above keeps what is not saved yet.
      const [feed, read] = await Promise.all([
        call('feed', { psychologistId }),
        call('availability', { psychologistId }),
      ]);
      setFeedSince(feed.createdAt);
      setCalendars(read.externalCalendars);
    } catch (thrown) {
      setTrouble(troubleOf(thrown));
    }
  };
  const wrongAddress = !/^https?:\/\/\S+$/.test(address.trim());
  return (
    <>
      <h3>{t('links.feed')}</h3>
      <p class="soft">{t('links.feedText')}</p>
      {url && (
        <div class="banner">
          <div>
            <p>
              <b>{t('links.once')}</b>
            </p>
            <code class="link-code">{url}</code>
            <Button
              small
              onPress={() =>
                void navigator.clipboard.writeText(url).then(() => announce(t('links.copied')))
              }
            >
              {t('links.copy')}
            </Button>
          </div>
        </div>
      )}
      {feedSince !== null && <p>{t('links.since', { when: shortIn(feedSince, browserZone()) })}</p>}
      <div class="row">
        <Button
          small
          onPress={() =>
            void run(async () => setUrl((await call('renewFeed', { psychologistId })).url))
          }
        >
          {feedSince === null ? t('links.make') : t('links.renew')}
        </Button>
        {feedSince !== null && (
          <Button
            kind="danger"
            small
            onPress={() =>
              void run(async () => {
                await call('revokeFeed', { psychologistId });
                setUrl(null);
              })
            }
          >
            {t('links.revoke')}
          </Button>
        )}
      </div>
      <h3>{t('links.external')}</h3>
      <p class="soft">{t('links.externalText')}</p>
      <ul class="exceptions">
        {calendars.map((one) => (
          <li key={one.calendarId} class="row between">
            <span>
              <b>{one.name}</b>{' '}
              <span class={one.failing ? 'warm' : 'soft'}>
                {one.failing
                  ? t('links.failing')
                  : one.fetchedAt === null
                    ? t('links.notYet')
                    : t('links.fetched', { when: shortIn(one.fetchedAt, browserZone()) })}
              </span>
            </span>
            <Button
              kind="plain"
              small
              label={t('form.removeName', { name: one.name })}
              onPress={() =>
                void run(async () => {
                  const { calendarId } = one;
                  await call('removeExternalCalendar', { psychologistId, calendarId });
                })
              }
            >
              {t('form.remove')}
            </Button>
          </li>
        ))}
      </ul>
      <div class="pair">
        <Field
          label={t('links.name')}
          value={name}
          maxLength={80}
          error={tried && name.trim() === '' ? t('form.nameMissing') : undefined}
          onInput={setName}
        />
        <Field
          label={t('links.address')}
          value={address}
          maxLength={2000}
          autocomplete="off"
          error={tried && wrongAddress ? t('links.addressWrong') : undefined}
          onInput={setAddress}
        />
      </div>
      {trouble && <TroubleBanner trouble={trouble} zone="UTC" onClose={() => setTrouble(null)} />}
      <Button
        small
        icon="plus"
        onPress={() => {
          setTried(true);
          if (name.trim() === '' || wrongAddress) return;
          void run(async () => {
            await call('addExternalCalendar', {
              psychologistId,
              name: name.trim(),
              url: address.trim(),
            });
            setName('');
            setAddress('');
            setTried(false);
          });
        }}
      >
        {t('links.add')}
      </Button>
    </>
  );
}
