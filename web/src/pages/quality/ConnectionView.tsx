import type { HttpOutput } from '@gabinet/shared/contracts/http';
import type { StaffRole } from '@gabinet/shared/contracts/http/accounts';
import type { QualityOfPerson } from '@gabinet/shared/contracts/quality';
import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import { t } from '../../i18n/text.ts';
import { day, time, timeRange } from '../../i18n/time.ts';
import { ButtonLink } from '../../ui/controls.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { StaffPage } from '../../ui/StaffTop.tsx';
import { Banner, Heading } from '../../ui/words.tsx';
import { Chart } from './Chart.tsx';
import { brokenOf, figure, sentenceOf, standingOf } from './connection.ts';
import './connection.css';

/** Each side of a session: a sentence, a small chart, and the same figures as a table. */
export function ConnectionView(props: {
  quality: HttpOutput<'sessionQuality'>;
  /** The last try to read it anew failed. */
  stale: boolean;
  roles?: readonly StaffRole[];
}): JSX.Element {
  const { quality, stale, roles } = props;
  const nothing = quality.people.every(({ points }) => points.length === 0);
  return (
    <StaffPage current="/day" {...(roles ? { roles } : {})}>
      <main class="quality">
        <Heading>{t('quality.title')}</Heading>
        <p class="soft num">
          {day(quality.startsAt)}, {timeRange(quality.startsAt, quality.endsAt)}
        </p>
        <p class="soft">{t('quality.about')}</p>
        {quality.phase === 'live' && (
          <p class="badge">
            <Icon name="loop" />
            {t('quality.live')}
          </p>
        )}
        {stale && (
          <Banner icon="networkWeak" tone="warm">
            {t('quality.stale')}
          </Banner>
        )}
        {nothing ? (
          <section class="empty">
            <Icon name="network" />
            <h2>{t('quality.emptyTitle')}</h2>
            <p class="soft">
              {quality.phase === 'ended' ? t('quality.emptyEnded') : t('quality.emptyYet')}
            </p>
          </section>
        ) : (
          quality.people.map((one) => <Side key={one.participantId} person={one} />)
        )}
        <ButtonLink kind="quiet" icon="back" href="/day">
          {t('quality.back')}
        </ButtonLink>
      </main>
    </StaffPage>
  );
}

function Side({ person }: { person: QualityOfPerson }): JSX.Element {
  const id = useId();
  const { points, displayName } = person;
  const { verdict } = standingOf(points);
  return (
    <section class="sheet quality-side" aria-labelledby={id}>
      <h2 id={id}>{displayName}</h2>
      <p class={verdict === 'unsteady' ? 'quality-said warm' : 'quality-said'}>
        <Icon name={verdict === 'unsteady' ? 'networkWeak' : 'network'} size="s" />
        {sentenceOf(person)}
      </p>
      {points.some(({ relayed }) => relayed) && <p class="small soft">{t('quality.relayed')}</p>}
      {points.length > 0 && <Chart points={points} name={displayName} />}
      {points.length > 0 && <Figures person={person} />}
    </section>
  );
}

/** The chart in figures, for whoever does not see it or wants to know. */
function Figures({ person }: { person: QualityOfPerson }): JSX.Element {
  const percent = (value: number | null): string =>
    value === null ? '–' : t('quality.percent', { value: figure(value * 100) });
  return (
    <details class="quality-figures">
      <summary>{t('quality.figures')}</summary>
      <section
        class="quality-scroll"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
        tabIndex={0}
        aria-label={t('quality.figuresOf', { name: person.displayName })}
      >
        <table>
          <thead>
            <tr>
              <th scope="col">{t('quality.time')}</th>
              <th scope="col">{t('quality.roundTrip')}</th>
              <th scope="col">{t('quality.lossUp')}</th>
              <th scope="col">{t('quality.lossDown')}</th>
              <th scope="col">{t('quality.broken')}</th>
              <th scope="col">{t('quality.up')}</th>
              <th scope="col">{t('quality.down')}</th>
            </tr>
          </thead>
          <tbody>
            {person.points.map((point) => (
              <tr key={point.at}>
                <th scope="row">{time(point.at)}</th>
                <td>
                  {point.roundTripMilliseconds === null
                    ? '–'
                    : t('quality.milliseconds', { value: point.roundTripMilliseconds })}
                </td>
                <td>{percent(point.lossUp)}</td>
                <td>{percent(point.lossDown)}</td>
                <td>{percent(brokenOf(point))}</td>
                <td>{t(`quality.rung.${point.uplink}`)}</td>
                <td>{t(`quality.rung.${point.downlink}`)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}
