import type { DateException } from '@gabinet/shared/contracts/availability';
import type { AppointmentModality } from '@gabinet/shared/contracts/words';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { locale, t } from '../../../i18n/text.ts';
import { Button } from '../../../ui/controls.tsx';
import { Field } from '../../../ui/fields.tsx';
import { WindowRow } from './WindowRow.tsx';

/** `poniedziałek, 1 lutego 2027` */
export function dateName(date: string): string {
  return new Intl.DateTimeFormat(locale(), { dateStyle: 'full', timeZone: 'UTC' }).format(
    Date.parse(`${date}T12:00:00Z`),
  );
}

/** Dates that are otherwise than their week: closed, or with other hours (rule B2). */
export function ExceptionsEditor(props: {
  exceptions: readonly DateException[];
  modalities: readonly AppointmentModality[];
  today: string;
  onChange: (exceptions: DateException[]) => void;
}): JSX.Element {
  const { exceptions, onChange } = props;
  const [date, setDate] = useState('');
  const [tried, setTried] = useState(false);
  // Past ones stay as they are, out of sight.
  const ahead = exceptions.filter((one) => one.date >= props.today);
  const add = (windows: DateException['windows']): void => {
    setTried(true);
    if (date === '') return;
    const others = exceptions.filter((one) => one.date !== date);
    onChange(
      [...others, { date, windows }].sort((one, other) => one.date.localeCompare(other.date)),
    );
    setDate('');
    setTried(false);
  };
  const change = (of: DateException, windows: DateException['windows']): void =>
    onChange(exceptions.map((one) => (one === of ? { ...one, windows } : one)));
  return (
    <>
      <ul class="exceptions">
        {ahead.map((one) => (
          <li key={one.date}>
            <div class="row between">
              <h3>{dateName(one.date)}</h3>
              <Button
                kind="plain"
                small
                label={t('form.removeName', { name: dateName(one.date) })}
                onPress={() => onChange(exceptions.filter((other) => other !== one))}
              >
                {t('form.remove')}
              </Button>
            </div>
            {one.windows.length === 0 && <p class="soft">{t('availability.closed')}</p>}
            {one.windows.map((open, index) => (
              <WindowRow
                key={`${one.date}-${index}`}
                window={open}
                of={dateName(one.date)}
                modalities={props.modalities}
                onChange={(next) =>
                  change(
                    one,
                    one.windows.map((other) => (other === open ? next : other)),
                  )
                }
                onRemove={() =>
                  change(
                    one,
                    one.windows.filter((other) => other !== open),
                  )
                }
              />
            ))}
            <Button
              kind="quiet"
              small
              icon="plus"
              label={t('availability.addTo', { day: dateName(one.date) })}
              onPress={() => change(one, [...one.windows, { start: '09:00', end: '17:00' }])}
            >
              {t('availability.add')}
            </Button>
          </li>
        ))}
      </ul>
      <Field
        label={t('availability.exceptionDate')}
        type="date"
        short
        value={date}
        error={tried && date === '' ? t('availability.dateMissing') : undefined}
        onInput={setDate}
      />
      <div class="row">
        <Button small onPress={() => add([])}>
          {t('availability.closeDate')}
        </Button>
        <Button small onPress={() => add([{ start: '09:00', end: '17:00' }])}>
          {t('availability.otherHours')}
        </Button>
      </div>
    </>
  );
}
