import type { DayAppointment, HttpOutput } from '@gabinet/shared/contracts/http';
import type { JSX } from 'preact';
import { useNow } from '../../clock.ts';
import { plural, t } from '../../i18n/text.ts';
import { day as dayName, minutesSince, time, timeRange } from '../../i18n/time.ts';
import { Button, ButtonLink } from '../../ui/controls.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { LanguageChoice } from '../../ui/TopLine.tsx';
import { Banner, Heading } from '../../ui/words.tsx';
import { type AgendaRow, agenda, standing, type WaitingPerson, whoWaits } from './agenda.ts';

const modalityIcons = {
  video: 'camera',
  audio: 'voice',
  chat: 'writing',
  office: 'door',
  message: 'letter',
} as const;

/** The day as a psychologist reads it: who waits, then the list. */
export function DayView(props: {
  day: HttpOutput<'day'>;
  connected: boolean;
  soundOn: boolean;
  soundBlocked: boolean;
  onSound: (on: boolean) => void;
  onSignOut: () => void;
}): JSX.Element {
  const { day } = props;
  const now = useNow(5_000);
  const waiting = whoWaits(day.appointments);
  const past = day.appointments.filter((one) => standing(one, now) === 'past').length;
  return (
    <>
      <header class="top top-staff">
        <a class="brand" href="/day">
          <Icon name="door" />
          <span>Gabinet</span>
        </a>
        <nav aria-label={t('nav.account')}>
          <Button
            kind="plain"
            small
            icon={props.soundOn ? 'speaker' : 'speakerOff'}
            onPress={() => props.onSound(!props.soundOn)}
          >
            {props.soundOn ? t('day.soundOn') : t('day.soundOff')}
          </Button>
        </nav>
      </header>
      <main class="day">
        <Heading>{dayName(now)}</Heading>
        <p class="soft num">{summary(day.appointments, now)}</p>
        {props.soundOn && props.soundBlocked && (
          <Banner icon="speakerOff" tone="warm">
            <b>{t('day.soundBlockedTitle')}</b> {t('day.soundBlocked')}
            <br />
            <Button small icon="speaker" onPress={() => props.onSound(true)}>
              {t('day.soundAllow')}
            </Button>
          </Banner>
        )}
        {!props.connected && (
          <Banner icon="networkWeak" tone="warm">
            <b>{t('day.lostTitle')}</b> {t('day.lost')}
          </Banner>
        )}
        {waiting.map((one) => (
          <WaitingSheet key={one.person.participantId} waiting={one} now={now} />
        ))}
        {day.appointments.length === 0 ? (
          <section class="empty">
            <Icon name="leaf" />
            <h2>{t('day.emptyTitle')}</h2>
            <p class="soft">{t('day.emptyText')}</p>
          </section>
        ) : (
          <ul class="agenda" aria-label={t('day.list')}>
            {past > 0 && <li class="agenda-past-count only-phone">{plural('day.behind', past)}</li>}
            {agenda(day.appointments, now).map((row) => (
              <Row
                key={row.row === 'now' ? 'now' : row.appointment.sessionId}
                row={row}
                now={now}
              />
            ))}
          </ul>
        )}
      </main>
      <footer class="foot day-foot">
        <LanguageChoice />
        <span class="row">
          <span class="small soft">{day.psychologist.displayName}</span>
          <Button kind="plain" small icon="leave" onPress={props.onSignOut}>
            {t('day.signOut')}
          </Button>
        </span>
      </footer>
    </>
  );
}

function summary(appointments: readonly DayAppointment[], now: number): string {
  const ahead = appointments.filter((one) => standing(one, now) !== 'past');
  if (appointments.length === 0) return t('day.now', { now: time(now) });
  if (ahead.length === 0) return t('day.done', { now: time(now) });
  const end = Math.max(...ahead.map(({ endsAt }) => endsAt));
  return plural('day.ahead', ahead.length, { now: time(now), end: time(end) });
}

function WaitingSheet({ waiting, now }: { waiting: WaitingPerson; now: number }): JSX.Element {
  const { person, appointment } = waiting;
  const minutes = minutesSince(person.arrivedAt ?? now, now);
  return (
    <section class="sheet someone-waits">
      <div>
        <p class="waits">
          <Icon name="door" size="s" />
          {minutes === 0 ? t('day.waitingJustNow') : plural('day.waiting', minutes)}
        </p>
        <h2 class="waits-name">{person.displayName}</h2>
        <p class="soft num">
          {timeRange(appointment.startsAt, appointment.endsAt)},{' '}
          {t(`modality.${appointment.modality}.inline`)}
        </p>
        {!person.connected && <p class="soft">{t('day.disconnected')}</p>}
      </div>
      {/* A whole page load: only documents of a session may use the camera. */}
      <Button
        kind="main"
        onPress={() => location.assign(`/s/${appointment.sessionId}#start=${person.participantId}`)}
      >
        {t('day.admit')}
      </Button>
    </section>
  );
}

function Row({ row, now }: { row: AgendaRow; now: number }): JSX.Element {
  if (row.row === 'now') {
    return (
      <li class="agenda-now num">
        <time>{time(now)}</time>
      </li>
    );
  }
  const { appointment } = row;
  const names = appointment.people.map(({ displayName }) => displayName).join(', ');
  return (
    <li class={`agenda-${row.standing}`}>
      <time>{timeRange(appointment.startsAt, appointment.endsAt)}</time>
      <div class="agenda-who">{names}</div>
      <div class="agenda-form">
        <Icon name={modalityIcons[appointment.modality]} size="s" />
        {t(`modality.${appointment.modality}.short`)}
      </div>
      <div class="agenda-state">
        <RowState row={row} names={names} />
      </div>
    </li>
  );
}

function RowState(props: {
  row: Extract<AgendaRow, { row: 'appointment' }>;
  names: string;
}): JSX.Element {
  const { appointment } = props.row;
  const href = `/s/${appointment.sessionId}#start`;
  if (props.row.standing === 'past') return <span>{t('day.past')}</span>;
  if (appointment.phase === 'live') {
    return (
      <ButtonLink small href={href} label={t('day.returnTo', { name: props.names })}>
        {t('day.return')}
      </ButtonLink>
    );
  }
  if (appointment.people.some(({ presence }) => presence === 'waiting')) {
    return <b class="warm">{t('day.inWaitingRoom')}</b>;
  }
  if (appointment.phase === 'open') {
    return (
      <ButtonLink small href={href} label={t('day.openFor', { name: props.names })}>
        {t('day.open')}
      </ButtonLink>
    );
  }
  return <span />;
}
