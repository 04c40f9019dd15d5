import type { WeeklyWindow } from '@gabinet/shared/contracts/availability';
import type { AppointmentModality } from '@gabinet/shared/contracts/words';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { locale, t } from '../../../i18n/text.ts';
import { Button } from '../../../ui/controls.tsx';
import { Check } from '../../../ui/fields.tsx';
import { WindowRow } from './WindowRow.tsx';

const weekdays = [1, 2, 3, 4, 5, 6, 7];

/** `poniedziałek`: the name of an ISO weekday; 4 January 2027 is a Monday. */
function weekdayName(weekday: number): string {
  const name = new Intl.DateTimeFormat(locale(), { weekday: 'long', timeZone: 'UTC' }).format(
    Date.UTC(2027, 0, 3 + weekday),
  );
  return name.charAt(0).toLocaleUpperCase(locale()) + name.slice(1);
}

/** The open hours of every week, a day after another. */
export function WeekWindows(props: {
  rules: readonly WeeklyWindow[];
  modalities: readonly AppointmentModality[];
  onChange: (rules: WeeklyWindow[]) => void;
}): JSX.Element {
  const { rules, onChange } = props;
  const [copying, setCopying] = useState<number | null>(null);
  const [targets, setTargets] = useState<readonly number[]>([]);
  return (
    <ol class="weekdays">
      {weekdays.map((weekday) => {
        const own = rules.filter((rule) => rule.weekday === weekday);
        const name = weekdayName(weekday);
        const last = own.at(-1);
        return (
          <li key={weekday}>
            <h3>{name}</h3>
            {own.length === 0 && <p class="soft">{t('availability.closed')}</p>}
            {own.map((rule, index) => (
              <WindowRow
                key={`${weekday}-${index}`}
                window={rule}
                of={name}
                modalities={props.modalities}
                onChange={(next) =>
                  onChange(rules.map((one) => (one === rule ? { ...next, weekday } : one)))
                }
                onRemove={() => onChange(rules.filter((one) => one !== rule))}
              />
            ))}
            <div class="row">
              <Button
                kind="quiet"
                small
                icon="plus"
                label={t('availability.addTo', { day: name })}
                onPress={() =>
                  onChange([
                    ...rules,
                    last && last.end < '20:00'
                      ? { weekday, start: last.end, end: '20:00' }
                      : { weekday, start: '09:00', end: '17:00' },
                  ])
                }
              >
                {t('availability.add')}
              </Button>
              {own.length > 0 && copying !== weekday && (
                <Button
                  kind="quiet"
                  small
                  label={t('availability.copyOf', { day: name })}
                  onPress={() => {
                    setCopying(weekday);
                    setTargets([]);
                  }}
                >
                  {t('availability.copy')}
                </Button>
              )}
            </div>
            {copying === weekday && (
              <fieldset class="copy-days">
                <legend>{t('availability.copyOf', { day: name })}</legend>
                <div class="row">
                  {weekdays
                    .filter((other) => other !== weekday)
                    .map((other) => (
                      <Check
                        key={other}
                        checked={targets.includes(other)}
                        onChange={(on) =>
                          setTargets(
                            on ? [...targets, other] : targets.filter((one) => one !== other),
                          )
                        }
                      >
                        {weekdayName(other)}
                      </Check>
                    ))}
                </div>
                <div class="row">
                  <Button
                    small
                    onPress={() => {
                      setCopying(null);
                      onChange([
                        ...rules.filter((rule) => !targets.includes(rule.weekday)),
                        ...targets.flatMap((other) =>
                          own.map((rule) => ({ ...rule, weekday: other })),
                        ),
                      ]);
                    }}
                  >
                    {t('availability.copyNow')}
                  </Button>
                  <Button kind="plain" small onPress={() => setCopying(null)}>
                    {t('form.cancel')}
                  </Button>
                </div>
              </fieldset>
            )}
          </li>
        );
      })}
    </ol>
  );
}
