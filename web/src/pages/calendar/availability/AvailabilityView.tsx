import type { Availability, Policy } from '@gabinet/shared/contracts/availability';
import type { HttpOutput } from '@gabinet/shared/contracts/http';
import type { Profile } from '@gabinet/shared/contracts/http/availability';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { call } from '../../../api.ts';
import { t } from '../../../i18n/text.ts';
import { Button } from '../../../ui/controls.tsx';
import { Check, SelectField } from '../../../ui/fields.tsx';
import { Heading } from '../../../ui/words.tsx';
import { dateIn } from '../../intake/times.ts';
import type { CalendarChoice } from '../appointments.ts';
import { TroubleBanner } from '../Troubles.tsx';
import type { Trouble } from '../useMoves.ts';
import { useSaving } from '../useSaving.tsx';
import { CalendarLinks } from './CalendarLinks.tsx';
import { dateName, ExceptionsEditor } from './ExceptionsEditor.tsx';
import { PolicyFields } from './PolicyFields.tsx';
import { Preview } from './Preview.tsx';
import { ProfileForm } from './ProfileForm.tsx';
import { WeekWindows } from './WeekWindows.tsx';
import { ZoneFields } from './ZoneFields.tsx';

export interface AvailabilityRead {
  readonly read: HttpOutput<'availability'>;
  readonly profile: Profile;
  /** Null: no link; undefined: not one's own, so nothing is shown. */
  readonly feedSince: number | null | undefined;
}

/** When a psychologist can be met, and how they are found; beside it what clients will see. */
export function AvailabilityView(props: {
  calendars: readonly CalendarChoice[];
  chosen: CalendarChoice;
  loaded: AvailabilityRead;
  now: number;
  openings?: readonly number[];
  trouble?: Trouble;
  onChoose: (psychologistId: string) => void;
  /** Reads everything anew. */
  onAgain: () => Promise<void>;
}): JSX.Element {
  const { chosen, loaded, now } = props;
  const { read } = loaded;
  const { psychologistId } = chosen;
  const [availability, setAvailability] = useState<Availability>(read.availability);
  // What came as JSON has no undefined in it, which the types cannot know.
  const [ownPolicy, setOwnPolicy] = useState(read.ownPolicy as Partial<Policy>);
  const [version, setVersion] = useState(read.version);
  const [modalities, setModalities] = useState(loaded.profile.modalities);
  const saving = useSaving(props.trouble);
  const { busy, trouble } = saving;
  const [changed, setChanged] = useState(false);
  const zone = chosen.zone;
  const change = (part: Partial<Availability>): void => {
    setAvailability({ ...availability, ...part });
    setChanged(true);
  };
  const save = async (): Promise<void> => {
    const saved = await call('saveAvailability', {
      psychologistId,
      availability,
      ownPolicy,
      version,
    });
    setVersion(saved.version);
    setChanged(false);
  };
  const stale = trouble?.code === 'VERSION_STALE';
  return (
    <main class="availability">
      <div class="cal-bar">
        <Heading>{t('availability.title')}</Heading>
        {props.calendars.length > 1 && (
          <SelectField
            label={t('calendar.whose')}
            value={psychologistId}
            options={props.calendars.map((one) => [one.psychologistId, one.displayName] as const)}
            onChange={(id) => id && props.onChoose(id)}
          />
        )}
      </div>
      <div class="availability-columns">
        <div class="availability-form">
          <section aria-labelledby="av-week">
            <h2 id="av-week">{t('availability.week')}</h2>
            <WeekWindows
              rules={availability.rules}
              modalities={modalities}
              onChange={(rules) => change({ rules })}
            />
          </section>
          <section aria-labelledby="av-dates">
            <h2 id="av-dates">{t('availability.exceptions')}</h2>
            <ExceptionsEditor
              exceptions={availability.exceptions}
              modalities={modalities}
              today={dateIn(now, zone)}
              onChange={(exceptions) => change({ exceptions })}
            />
            <Check
              checked={availability.holidaysClosed}
              onChange={(holidaysClosed) => change({ holidaysClosed })}
            >
              {t('availability.holidays')}
            </Check>
            <details class="event-history">
              <summary>{t('availability.holidayList')}</summary>
              <ul>
                {read.holidays.map(({ date, name }) => (
                  <li key={date}>
                    <span>{dateName(date)}</span>
                    <span>{name}</span>
                  </li>
                ))}
              </ul>
            </details>
          </section>
          <section aria-labelledby="av-rules">
            <h2 id="av-rules">{t('availability.rules')}</h2>
            <PolicyFields
              policy={{ ...read.practicePolicy, ...ownPolicy }}
              own={ownPolicy}
              onChange={(part) => {
                setOwnPolicy({ ...ownPolicy, ...part });
                setChanged(true);
              }}
              onReset={() => {
                setOwnPolicy({});
                setChanged(true);
              }}
            />
          </section>
          <section aria-labelledby="av-zone">
            <h2 id="av-zone">{t('availability.zone')}</h2>
            <ZoneFields zones={availability.zones} onChange={(zones) => change({ zones })} />
          </section>
          <div class="save-bar">
            {trouble && (
              <TroubleBanner
                trouble={trouble}
                zone={zone}
                onClose={() => {
                  if (stale) void props.onAgain();
                  else saving.close();
                }}
              />
            )}
            <Button kind="main" busy={busy} onPress={() => void saving.save(save)}>
              {busy ? t('availability.saving') : t('availability.save')}
            </Button>
            {changed && !busy && <p class="soft">{t('availability.unsaved')}</p>}
          </div>
          <section aria-labelledby="av-profile">
            <h2 id="av-profile">{t('profile.heading')}</h2>
            <p class="soft">{t('profile.text')}</p>
            <ProfileForm
              psychologistId={psychologistId}
              profile={loaded.profile}
              onSaved={(profile) => setModalities(profile.modalities)}
            />
          </section>
          {loaded.feedSince !== undefined && (
            <section aria-labelledby="av-links">
              <h2 id="av-links">{t('links.heading')}</h2>
              <CalendarLinks
                psychologistId={psychologistId}
                feedSince={loaded.feedSince}
                calendars={read.externalCalendars}
              />
            </section>
          )}
        </div>
        <Preview
          psychologistId={psychologistId}
          availability={availability}
          ownPolicy={ownPolicy}
          zone={zone}
          now={now}
          {...(props.openings ? { openings: props.openings } : {})}
        />
      </div>
    </main>
  );
}
