import type { ZoneSpan } from '@gabinet/shared/contracts/availability';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { t } from '../../../i18n/text.ts';
import { Button } from '../../../ui/controls.tsx';
import { Field, SelectField } from '../../../ui/fields.tsx';
import { zones as everyZone } from '../../intake/times.ts';
import { dateName } from './ExceptionsEditor.tsx';

/** The zone now, and another one from a date on; what is booked doesn't move (rule B3). */
export function ZoneFields(props: {
  zones: readonly ZoneSpan[];
  onChange: (zones: ZoneSpan[]) => void;
}): JSX.Element {
  const { zones, onChange } = props;
  const first = zones.find(({ from }) => from === null)?.zone ?? 'Europe/Warsaw';
  const later = zones.filter(({ from }) => from !== null);
  const [adding, setAdding] = useState(false);
  const [from, setFrom] = useState('');
  const [zone, setZone] = useState(first);
  const options = everyZone(first).map((one) => [one, one.replaceAll('_', ' ')] as const);
  return (
    <>
      <SelectField
        label={t('availability.zoneNow')}
        value={first}
        options={options}
        onChange={(next) => next && onChange([{ from: null, zone: next }, ...later])}
      />
      {later.map((span) => (
        <div key={span.from} class="row between">
          <span>
            {t('availability.zoneFrom', {
              date: dateName(span.from ?? ''),
              zone: span.zone.replaceAll('_', ' '),
            })}
          </span>
          <Button
            kind="plain"
            small
            label={t('form.removeName', { name: span.zone })}
            onPress={() => onChange(zones.filter((one) => one !== span))}
          >
            {t('form.remove')}
          </Button>
        </div>
      ))}
      {adding ? (
        <div class="new-person">
          <Field label={t('availability.zoneDate')} type="date" value={from} onInput={setFrom} />
          <SelectField
            label={t('availability.zoneThen')}
            value={zone}
            options={options}
            onChange={(next) => next && setZone(next)}
          />
          <div class="row">
            <Button
              small
              onPress={() => {
                if (from === '') return;
                const kept = later.filter((one) => one.from !== from);
                const next = [...kept, { from, zone }].sort((one, other) =>
                  (one.from ?? '').localeCompare(other.from ?? ''),
                );
                onChange([{ from: null, zone: first }, ...next]);
                setAdding(false);
              }}
            >
              {t('availability.add')}
            </Button>
            <Button kind="plain" small onPress={() => setAdding(false)}>
              {t('form.cancel')}
            </Button>
          </div>
        </div>
      ) : (
        <Button kind="quiet" small icon="plus" onPress={() => setAdding(true)}>
          {t('availability.zoneAdd')}
        </Button>
      )}
    </>
  );
}
