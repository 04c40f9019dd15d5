import type { JSX } from 'preact';
import { useNow } from '../../../clock.ts';
import { plural, t } from '../../../i18n/text.ts';
import { Button, ButtonLink } from '../../../ui/controls.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import { Banner, Heading, useTitle } from '../../../ui/words.tsx';
import { downloadCalendar } from '../calendarFile.ts';
import type { Practice, Psychologist } from '../flow.ts';
import { browserZone, clocksDiffer, dayIn, shortIn, timeIn, timeRangeIn } from '../times.ts';
import type { Intake } from '../useIntake.ts';

/** It is booked, asked for, or the letters are open: what, when, and what happens next. */
export function DonePage(props: {
  intake: Intake;
  practice: Practice;
  psychologist: Psychologist | null;
}): JSX.Element {
  const { intake, practice, psychologist } = props;
  const status = intake.view?.confirmed?.status ?? 'confirmed';
  const held = intake.view?.held ?? null;
  const zone = intake.draft.zone ?? browserZone();
  const now = useNow(60_000);
  const name = held?.psychologistName ?? psychologist?.displayName ?? practice.name;
  const title = t(`intake.done.${status}.title`);
  const other = held?.psychologistZone ?? practice.zone;
  const ids = intake.view?.confirmed?.appointmentIds ?? [];
  useTitle(title);
  const { discreet, modality = 'video' } = intake.draft;
  const length = held ? held.endsAt - held.startsAt : 0;
  return (
    <main class="step">
      <div class="done">
        <Heading class="display">{title}</Heading>
        {held && status !== 'letters' && (
          <div class="when">
            <p class="when-day">
              {dayIn(held.startsAt, zone, now)}{' '}
              <span class="num nowrap">{timeRangeIn(held.startsAt, held.endsAt, zone)}</span>
            </p>
            <p class="soft">
              {clocksDiffer(held.startsAt, zone, other) &&
                `${t('intake.time.there', { time: timeIn(held.startsAt, other) })} `}
              {t('intake.done.with', { name })}
            </p>
            <p class="form">
              <span class="badge">{t(`modality.${modality}.badge`)}</span>
            </p>
          </div>
        )}
        {held && held.starts.length > 1 && (
          <details class="all-times">
            <summary>{plural('intake.done.all', held.starts.length)}</summary>
            <ul>
              {held.starts.map((at) => (
                <li key={at} class="num">
                  {shortIn(at, zone)}
                </li>
              ))}
            </ul>
          </details>
        )}
        {intake.skipped.length > 0 && (
          <Banner icon="calendar">
            <p>{plural('intake.done.skipped', intake.skipped.length)}</p>
            <ul class="conflicts">
              {intake.skipped.map((one) => (
                <li key={one.index} class="num">
                  {shortIn(one.startsAt, zone)}
                </li>
              ))}
            </ul>
          </Banner>
        )}
        <section>
          <h2>{t('invitation.whatHappens')}</h2>
          <ol class="numbered">
            {status === 'requested' ? (
              <>
                <li>{t('intake.done.requested.1', { name })}</li>
                <li>{t('intake.done.requested.2')}</li>
              </>
            ) : status === 'letters' ? (
              <>
                <li>{t('intake.done.letters.1', { name })}</li>
                <li>{plural('intake.done.letters.2', practice.letterReplyDays ?? 1)}</li>
              </>
            ) : (
              <>
                <li>{discreet ? t('intake.done.discreet') : t('intake.done.confirmed.1')}</li>
                <li>
                  {modality === 'office'
                    ? t('intake.done.office', { address: practice.address ?? '' })
                    : t('intake.done.confirmed.2')}
                </li>
              </>
            )}
            {status !== 'letters' && <li>{t('intake.done.own')}</li>}
          </ol>
        </section>
        <div class="row">
          <ButtonLink kind="main" href="/me">
            {t('intake.done.toOwn')}
          </ButtonLink>
          {held && status === 'confirmed' && (
            <Button
              icon="calendar"
              onPress={() =>
                downloadCalendar(
                  held.starts.map((startsAt, index) => ({
                    appointmentId: ids[index] ?? held.appointmentIds[index] ?? `${startsAt}`,
                    startsAt,
                    endsAt: startsAt + length,
                    sequence: 0,
                    summary: t('intake.calendarEntry'),
                    location: modality === 'office' ? (practice.address ?? undefined) : undefined,
                  })),
                  now,
                )
              }
            >
              {t('intake.done.calendar')}
            </Button>
          )}
        </div>
        {/* Nobody watches letters, so whoever writes them knows who answers now. */}
        {(status === 'letters' || (intake.draft.safety && intake.draft.safety !== 'yes')) && (
          <p class="soft">
            <Icon name="phone" size="s" /> <a href="/help">{t('intake.done.help')}</a>
          </p>
        )}
      </div>
    </main>
  );
}
