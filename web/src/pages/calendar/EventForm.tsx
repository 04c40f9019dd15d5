import type { CalendarAppointment } from '@gabinet/shared/contracts/appointments';
import type { AppointmentModality } from '@gabinet/shared/contracts/words';
import { isLongerThan, longestSeries } from '@gabinet/shared/scheduling/series';
import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { call } from '../../api.ts';
import { plural, t } from '../../i18n/text.ts';
import { Button } from '../../ui/controls.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Check, Field, SelectField } from '../../ui/fields.tsx';
import type { Span } from './canvasEvents.ts';
import { PeoplePicker, type Picked } from './PeoplePicker.tsx';
import { TroubleNote } from './Troubles.tsx';
import { type Trouble, troubleOf } from './useMoves.ts';
import { instantOf, wallOf } from './wallClock.ts';

type Repeating = 'none' | 'weekly' | 'fortnightly';
const modalities: readonly AppointmentModality[] = ['video', 'audio', 'chat', 'office'];
const minute = 60_000;

/** A new appointment by keyboard, touch or after dragging: with whom, how, when, how often. */
export function EventForm(props: {
  psychologistId: string;
  zone: string;
  /** The time that was dragged or is proposed. */
  span: Span;
  /** Open hours of what is on screen, to say when a time lies outside of them. */
  openHours: readonly Span[];
  trouble?: Trouble;
  onClose: () => void;
  onBooked: (appointments: readonly CalendarAppointment[], skipped: number) => void;
}): JSX.Element {
  const { zone, span } = props;
  const wall = wallOf(span.startsAt, zone);
  const [picked, setPicked] = useState<readonly Picked[]>([]);
  const [modality, setModality] = useState<AppointmentModality>('video');
  const [date, setDate] = useState(wall.date);
  const [time, setTime] = useState(wall.time);
  const [duration, setDuration] = useState(
    String(Math.round((span.endsAt - span.startsAt) / minute)),
  );
  const [repeating, setRepeating] = useState<Repeating>('none');
  const [ends, setEnds] = useState<'count' | 'until'>('count');
  const [count, setCount] = useState('8');
  const [until, setUntil] = useState('');
  const [group, setGroup] = useState(false);
  const [seats, setSeats] = useState('8');
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(props.trouble ?? null);
  // One key for one wish: a repeat after a lost answer books once (rule B8).
  const wish = useRef<{ body: string; key: string } | null>(null);

  const everyWeeks = repeating === 'fortnightly' ? 2 : 1;
  const tooLong =
    repeating !== 'none' &&
    ends === 'until' &&
    isLongerThan(longestSeries, { firstDate: date, everyWeeks, until });
  const complete = date !== '' && time !== '' && Number(duration) >= 10;
  const startsAt = complete ? instantOf(date, time, zone) : span.startsAt;
  const endsAt = startsAt + Number(duration) * minute;
  const outside =
    props.openHours.length > 0 &&
    wall.date === date &&
    !props.openHours.some((open) => open.startsAt <= startsAt && endsAt <= open.endsAt);
  const nobody = picked.length === 0 && !group;
  const times =
    trouble && repeating !== 'none' && ends === 'count'
      ? Number(count) - trouble.conflicts.length
      : 0;

  const book = async (onConflict: 'fail' | 'skip'): Promise<void> => {
    setTried(true);
    if (
      busy ||
      nobody ||
      !complete ||
      tooLong ||
      (repeating !== 'none' && ends === 'until' && !until)
    )
      return;
    setBusy(true);
    const request = {
      psychologistId: props.psychologistId,
      startsAt,
      durationMinutes: Number(duration),
      modality,
      attendees: picked.map(({ attendee }) => attendee),
      ...(group ? { seats: Number(seats) } : {}),
      ...(repeating === 'none'
        ? {}
        : {
            repeat: {
              everyWeeks: everyWeeks as 1 | 2,
              ...(ends === 'count' ? { count: Number(count) } : { until }),
            },
          }),
      onConflict,
      outsideHours: true,
    };
    const body = JSON.stringify(request);
    if (wish.current?.body !== body) wish.current = { body, key: crypto.randomUUID() };
    try {
      const booked = await call('bookAppointment', request, { idempotencyKey: wish.current.key });
      props.onBooked(booked.appointments, booked.skipped.length);
    } catch (thrown) {
      setTrouble(troubleOf(thrown));
      setBusy(false);
    }
  };

  return (
    <Dialog title={t('calendar.new')} onClose={props.onClose}>
      <form
        class="event-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void book('fail');
        }}
      >
        <PeoplePicker
          picked={picked}
          group={group}
          error={tried && nobody ? t('form.whoMissing') : undefined}
          onChange={setPicked}
        />
        <SelectField
          label={t('form.modality')}
          value={modality}
          options={modalities.map((one) => [one, t(`modality.${one}.badge`)] as const)}
          onChange={(value) => value && setModality(value)}
        />
        <div class="pair">
          <Field label={t('form.date')} type="date" value={date} onInput={setDate} />
          <Field label={t('form.time')} type="time" value={time} onInput={setTime} />
        </div>
        <Field
          label={t('form.duration')}
          help={outside ? t('form.outsideHours') : t('form.zone', { zone })}
          type="number"
          inputMode="numeric"
          min={10}
          max={480}
          short
          value={duration}
          error={tried && !complete ? t('form.timeMissing') : undefined}
          onInput={setDuration}
        />
        <SelectField
          label={t('form.repeat')}
          value={repeating}
          options={[
            ['none', t('form.once')],
            ['weekly', t('calendar.weekly')],
            ['fortnightly', t('calendar.fortnightly')],
          ]}
          onChange={(value) => setRepeating(value || 'none')}
        />
        {repeating !== 'none' && (
          <div class="pair">
            <SelectField
              label={t('form.ends')}
              value={ends}
              options={[
                ['count', t('form.endsCount')],
                ['until', t('form.endsUntil')],
              ]}
              onChange={(value) => setEnds(value || 'count')}
            />
            {ends === 'count' ? (
              <Field
                label={t('form.count')}
                type="number"
                inputMode="numeric"
                min={1}
                max={60}
                value={count}
                onInput={setCount}
              />
            ) : (
              <Field
                label={t('form.until')}
                type="date"
                value={until}
                error={
                  tooLong
                    ? t('form.untilTooLate', { most: longestSeries })
                    : tried && !until
                      ? t('form.untilMissing')
                      : undefined
                }
                onInput={setUntil}
              />
            )}
          </div>
        )}
        <Check checked={group} onChange={setGroup}>
          {t('form.group')}
        </Check>
        {group && (
          <Field
            label={t('form.seats')}
            type="number"
            inputMode="numeric"
            min={2}
            max={12}
            short
            value={seats}
            onInput={setSeats}
          />
        )}
        {trouble && <TroubleNote trouble={trouble} zone={zone} />}
        <div class="acts">
          <Button kind="plain" onPress={props.onClose}>
            {t('form.cancel')}
          </Button>
          {trouble && repeating !== 'none' && trouble.conflicts.length > 0 && (
            <Button busy={busy} onPress={() => void book('skip')}>
              {times > 0 ? plural('form.bookRest', times) : t('form.bookOthers')}
            </Button>
          )}
          <Button kind="main" submits busy={busy}>
            {busy ? t('form.booking') : t('form.book')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
