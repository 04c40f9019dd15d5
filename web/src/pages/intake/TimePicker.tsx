import type { AppointmentModality } from '@gabinet/shared/contracts/words';
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { call, type FailureCode, failureCode } from '../../api.ts';
import { useNow } from '../../clock.ts';
import { errorText, t } from '../../i18n/text.ts';
import { Button } from '../../ui/controls.tsx';
import { SelectField } from '../../ui/fields.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { announce, Banner } from '../../ui/words.tsx';
import { byDay, clocksDiffer, dateAfter, dateIn, dayIn, timeIn, zoneName, zones } from './times.ts';

/** How many days are asked for at once, and how far it looks for a first one by itself. */
const daysAtOnce = 14;
const daysAtMost = 180;

interface Openings {
  starts: readonly number[];
  /** The date after the last one that was asked for. */
  until: string;
}

/**
 * The start times one may choose, by day in the reader's zone, which is named beside the
 * psychologist's where they differ. `again` makes it ask anew, after a time was taken.
 */
export function TimePicker(props: {
  psychologistId: string;
  psychologistZone: string;
  modality: AppointmentModality;
  zone: string;
  onZone: (zone: string) => void;
  chosen: number | null;
  onChoose: (startsAt: number) => void;
  again?: number;
  /** What else may be done where nothing is free. */
  otherwise?: JSX.Element;
}): JSX.Element {
  const { psychologistId, modality, zone, again } = props;
  const now = useNow(60_000);
  const [openings, setOpenings] = useState<Openings | null>(null);
  const [failure, setFailure] = useState<FailureCode | null>(null);
  const [busy, setBusy] = useState(false);
  const name = useId();
  const asked = useRef(0);
  const today = dateIn(now, zone);

  const more = async (before: Openings | null): Promise<void> => {
    asked.current += 1;
    const mine = asked.current;
    setBusy(true);
    setFailure(null);
    let starts: readonly number[] = before?.starts ?? [];
    let from = before?.until ?? today;
    try {
      const last = dateAfter(today, daysAtMost);
      const had = starts.length;
      do {
        const to = dateAfter(from, daysAtOnce - 1);
        const found = await call('openings', { psychologistId, modality, from, to, datesIn: zone });
        starts = [...starts, ...found.openings];
        from = dateAfter(to, 1);
        // Nothing in these days: looks further by itself, so that nobody presses in vain.
      } while (starts.length === had && from < last);
      if (mine !== asked.current) return;
      setOpenings({ starts, until: from });
      if (before) announce(t('intake.time.moreShown'));
    } catch (thrown) {
      if (mine === asked.current) setFailure(failureCode(thrown));
    } finally {
      if (mine === asked.current) setBusy(false);
    }
  };
  useEffect(() => {
    setOpenings(null);
    void more(null);
  }, [psychologistId, modality, zone, again]);

  const days = byDay(openings?.starts ?? [], zone);
  return (
    <div class="times">
      <ZoneLine
        zone={zone}
        other={props.psychologistZone}
        at={props.chosen ?? openings?.starts[0] ?? now}
        onZone={props.onZone}
      />
      {failure && (
        <Banner icon={failure === 'OFFLINE' ? 'network' : 'warning'} tone="warm">
          <p>{failure === 'OFFLINE' ? t('state.offlineText') : errorText(failure)}</p>
          <Button onPress={() => void more(openings)}>{t('common.tryAgain')}</Button>
        </Banner>
      )}
      {openings === null && !failure && <TimesSkeleton />}
      {openings !== null && days.length === 0 && (
        <div class="empty">
          <Icon name="leaf" />
          <h2>{t('intake.time.noneTitle')}</h2>
          <p class="soft">{t('intake.time.none')}</p>
          {props.otherwise}
        </div>
      )}
      {days.map(([date, starts]) => (
        <fieldset key={date} class="times-day">
          <legend>
            {dayIn(starts[0] ?? now, zone, now)}
            {date === today && <small>{t('intake.time.today')}</small>}
            {date === dateAfter(today, 1) && <small>{t('intake.time.tomorrow')}</small>}
          </legend>
          <div class="times-list">
            {starts.map((at) => (
              <label key={at} class="time num">
                <input
                  type="radio"
                  name={name}
                  value={at}
                  checked={props.chosen === at}
                  aria-label={`${dayIn(at, zone, now)}, ${timeIn(at, zone)}`}
                  onChange={() => props.onChoose(at)}
                />
                <span>{timeIn(at, zone)}</span>
              </label>
            ))}
          </div>
        </fieldset>
      ))}
      {openings !== null && days.length > 0 && openings.until < dateAfter(today, daysAtMost) && (
        <Button busy={busy} onPress={() => void more(openings)}>
          {busy ? t('common.loading') : t('intake.time.more')}
        </Button>
      )}
    </div>
  );
}

/** What was wrong with a choice of time, read out at once. */
export function Fault({ children }: { children: ComponentChildren }): JSX.Element {
  return (
    <p class="field-note fault" role="alert">
      <Icon name="warning" size="s" />
      {children}
    </p>
  );
}

/** In whose time the hours are, how it differs from the psychologist's, and the way to change it. */
function ZoneLine(props: {
  zone: string;
  other: string;
  at: number;
  onZone: (zone: string) => void;
}): JSX.Element {
  const { zone, other, at } = props;
  const [changing, setChanging] = useState(false);
  return (
    <div class="zone">
      <Icon name="clock" />
      <div>
        <p>
          {t('intake.zone.yours', { zone: zoneName(zone, at) })}{' '}
          {clocksDiffer(at, zone, other) &&
            t('intake.zone.differs', {
              here: timeIn(at, zone),
              there: timeIn(at, other),
              zone: zoneName(other, at),
            })}
        </p>
        {changing ? (
          <SelectField
            label={t('intake.zone.label')}
            value={zone}
            options={zones(zone).map((one) => [one, one.replaceAll('_', ' ')])}
            onChange={(next) => next && props.onZone(next)}
          />
        ) : (
          <button type="button" class="link" onClick={() => setChanging(true)}>
            {t('intake.zone.change')}
          </button>
        )}
      </div>
    </div>
  );
}

function TimesSkeleton(): JSX.Element {
  return (
    <div class="skeletons" aria-busy="true">
      <p class="said">{t('common.loading')}</p>
      {[1, 2, 3].map((one) => (
        <div key={one} class="times-day" aria-hidden="true">
          <span class="skeleton skeleton-name" />
          <span class="skeleton skeleton-times" />
        </div>
      ))}
    </div>
  );
}
