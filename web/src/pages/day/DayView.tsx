import type { DayAppointment, HttpOutput } from '@gabinet/shared/contracts/http';
import type { StaffRole } from '@gabinet/shared/contracts/http/accounts';
import type { JSX } from 'preact';
import { useNow } from '../../clock.ts';
import { plural, t } from '../../i18n/text.ts';
import { day as dayName, minutesSince, time, timeRange } from '../../i18n/time.ts';
import { Button, ButtonLink } from '../../ui/controls.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { StaffTop } from '../../ui/StaffTop.tsx';
import { LanguageChoice } from '../../ui/TopLine.tsx';
import { Banner, Heading } from '../../ui/words.tsx';
import { ConnectionLink } from '../quality/ConnectionLink.tsx';
import {
  type AgendaRow,
  agendaWithGaps,
  nextUp,
  standing,
  type WaitingPerson,
  whoWaits,
} from './agenda.ts';
import { type DutyCall, DutyCalls } from './DutyCalls.tsx';
import './day.css';

const modalityIcons = {
  video: 'camera',
  audio: 'voice',
  chat: 'writing',
  office: 'chair',
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
  /** What one is here, where the page knows it. */
  roles?: readonly StaffRole[];
  dutyCalls?: readonly DutyCall[];
  onAcknowledge?: (callId: string) => void;
  onDecide?: (appointmentId: string, yes: boolean) => void;
}): JSX.Element {
  const { day } = props;
  const now = useNow(5_000);
  const waiting = whoWaits(day.appointments);
  const next = nextUp(day.appointments, now);
  const past = day.appointments.filter((one) => standing(one, now) === 'past').length;
  return (
    <>
      <StaffTop current="/day" {...(props.roles ? { roles: props.roles } : {})} />
      <main class="day">
        <Heading>{dayName(now)}</Heading>
        <p class="soft num">{summary(day.appointments, now)}</p>
        <div class="row day-tools">
          <Button
            kind="plain"
            small
            icon={props.soundOn ? 'speaker' : 'speakerOff'}
            onPress={() => props.onSound(!props.soundOn)}
          >
            {props.soundOn ? t('day.soundOn') : t('day.soundOff')}
          </Button>
          <ButtonLink kind="quiet" small icon="calendar" href="/calendar">
            {t('day.toCalendar')}
          </ButtonLink>
          {day.appointments.length > 0 && (
            <Button kind="quiet" small icon="print" onPress={() => window.print()}>
              {t('day.print')}
            </Button>
          )}
        </div>
        <DutyCalls
          calls={props.dutyCalls ?? []}
          onAcknowledge={(callId) => props.onAcknowledge?.(callId)}
        />
        {/* Above what comes and goes by itself: a press is lost when its button moves under it. */}
        {waiting.map((one) => (
          <WaitingSheet key={one.person.participantId} waiting={one} now={now} />
        ))}
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
        {day.appointments.length === 0 ? (
          <section class="empty">
            <Icon name="leaf" />
            <h2>{t('day.emptyTitle')}</h2>
            <p class="soft">{t('day.emptyText')}</p>
          </section>
        ) : (
          <ul class="agenda" aria-label={t('day.list')}>
            {past > 0 && <li class="agenda-past-count only-phone">{plural('day.behind', past)}</li>}
            {agendaWithGaps(day.appointments, now).map((row) => (
              <Row
                key={keyOf(row)}
                row={row}
                now={now}
                isNext={row.row === 'appointment' && row.appointment === next}
                onDecide={props.onDecide}
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

function keyOf(row: AgendaRow): string {
  if (row.row === 'appointment') return row.appointment.sessionId;
  return row.row === 'gap' ? `gap-${row.from}` : 'now';
}

type Decide = ((appointmentId: string, yes: boolean) => void) | undefined;

function Row(props: {
  row: AgendaRow;
  now: number;
  isNext: boolean;
  onDecide: Decide;
}): JSX.Element {
  const { row, now } = props;
  if (row.row === 'gap') {
    return (
      <li class={row.to <= now ? 'agenda-gap agenda-past' : 'agenda-gap'}>
        <span class="num">{t('day.free', { from: time(row.from), to: time(row.to) })}</span>
      </li>
    );
  }
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
        {appointment.address && `, ${appointment.address}`}
      </div>
      <div class="agenda-state">
        <RowState row={row} names={names} isNext={props.isNext} onDecide={props.onDecide} />
      </div>
    </li>
  );
}

function RowState(props: {
  row: Extract<AgendaRow, { row: 'appointment' }>;
  names: string;
  isNext: boolean;
  onDecide: Decide;
}): JSX.Element {
  const { appointment } = props.row;
  const href = `/s/${appointment.sessionId}#start`;
  const connection = <ConnectionLink sessionId={appointment.sessionId} name={props.names} />;
  if (props.row.standing === 'past') {
    return appointment.phase === 'ended' ? connection : <span>{t('day.past')}</span>;
  }
  if (appointment.status === 'requested') {
    const decide = (yes: boolean): void => props.onDecide?.(appointment.sessionId, yes);
    return (
      <div class="agenda-request">
        <b class="warm">{t('day.requested')}</b>
        <Button
          small
          label={t('calendar.approveOf', { name: props.names })}
          onPress={() => decide(true)}
        >
          {t('calendar.approve')}
        </Button>
        <Button
          kind="plain"
          small
          label={t('calendar.declineOf', { name: props.names })}
          onPress={() => decide(false)}
        >
          {t('calendar.decline')}
        </Button>
      </div>
    );
  }
  if (appointment.phase === 'live') {
    return (
      <>
        {connection}
        <ButtonLink small href={href} label={t('day.returnTo', { name: props.names })}>
          {t('day.return')}
        </ButtonLink>
      </>
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
  return props.isNext ? <b>{t('day.next')}</b> : <span />;
}
