import type { QualityPoint } from '@gabinet/shared/contracts/quality';
import { allRungs } from '@gabinet/shared/session/ladder';
import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import { t } from '../../i18n/text.ts';
import { time } from '../../i18n/time.ts';
import { brokenOf } from './connection.ts';

/** Inside the drawing; it is stretched to the width that there is. */
const width = 600;
const height = 56;
/** After a pause this much longer than a stretch the line is broken: nothing was told there. */
const gapFactor = 3;

interface Series {
  readonly kind: 'up' | 'down';
  readonly read: (point: QualityPoint) => number | null;
}
interface Strip {
  readonly name: string;
  readonly top: string;
  readonly series: readonly Series[];
  /** Rungs hold until the next point; all else goes over. */
  readonly stepped?: boolean;
}

/** Four small lines over one time: round trip, loss, broken sound and picture, rungs. */
export function Chart(props: { points: readonly QualityPoint[]; name: string }): JSX.Element {
  const { points } = props;
  const from = points[0]?.at ?? 0;
  const to = Math.max(points.at(-1)?.at ?? 0, from + 1);
  return (
    <div class="quality-chart">
      <p class="quality-legend small soft" aria-hidden="true">
        <span class="quality-key quality-key-up">{t('quality.up')}</span>
        <span class="quality-key quality-key-down">{t('quality.down')}</span>
      </p>
      {strips(points).map((strip) => (
        <StripChart key={strip.name} strip={strip} from={from} to={to} {...props} />
      ))}
      <p class="quality-times small soft num" aria-hidden="true">
        <span>{time(from)}</span>
        <span>{time(to)}</span>
      </p>
    </div>
  );
}

function strips(points: readonly QualityPoint[]): Strip[] {
  const highest = (least: number, read: (point: QualityPoint) => number) =>
    Math.max(least, ...points.map(read));
  const roundTrip = highest(200, (point) => point.roundTripMilliseconds ?? 0);
  const loss = highest(0.1, (point) => Math.max(point.lossUp ?? 0, point.lossDown ?? 0));
  const broken = highest(0.1, brokenOf);
  const part = (value: number | null, of: number) => (value === null ? null : value / of);
  const lowest = allRungs.length - 1;
  return [
    {
      name: t('quality.roundTrip'),
      top: t('quality.milliseconds', { value: Math.round(roundTrip) }),
      series: [{ kind: 'up', read: (point) => part(point.roundTripMilliseconds, roundTrip) }],
    },
    {
      name: t('quality.loss'),
      top: t('quality.percent', { value: Math.round(loss * 100) }),
      series: [
        { kind: 'up', read: (point) => part(point.lossUp, loss) },
        { kind: 'down', read: (point) => part(point.lossDown, loss) },
      ],
    },
    {
      name: t('quality.broken'),
      top: t('quality.percent', { value: Math.round(broken * 100) }),
      series: [{ kind: 'down', read: (point) => brokenOf(point) / broken }],
    },
    {
      name: t('quality.rungs'),
      top: t('quality.rung.full'),
      stepped: true,
      series: [
        { kind: 'up', read: (point) => 1 - allRungs.indexOf(point.uplink) / lowest },
        { kind: 'down', read: (point) => 1 - allRungs.indexOf(point.downlink) / lowest },
      ],
    },
  ];
}

function StripChart(props: {
  strip: Strip;
  points: readonly QualityPoint[];
  name: string;
  from: number;
  to: number;
}): JSX.Element {
  const { strip } = props;
  const id = useId();
  return (
    <figure class="quality-strip">
      <figcaption class="small">
        <span>{strip.name}</span>
        <span class="soft num">{strip.top}</span>
      </figcaption>
      <svg
        viewBox={`0 -3 ${width} ${height + 6}`}
        preserveAspectRatio="none"
        role="img"
        aria-labelledby={`${id}-title ${id}-desc`}
      >
        <title id={`${id}-title`}>{`${strip.name}: ${props.name}`}</title>
        <desc id={`${id}-desc`}>{t('quality.chartDesc')}</desc>
        <line class="quality-axis" x1="0" x2={width} y1={height} y2={height} />
        {strip.series.map(({ kind, read }) => (
          <path key={kind} class={`quality-line-${kind}`} d={lineOf(props, read)} />
        ))}
      </svg>
    </figure>
  );
}

/** The way of a pen: lifted where a figure is missing or nothing was told for long. */
function lineOf(
  {
    strip,
    points,
    from,
    to,
  }: { strip: Strip; points: readonly QualityPoint[]; from: number; to: number },
  read: Series['read'],
): string {
  const x = (at: number) => Math.round(((at - from) / (to - from)) * width);
  let path = '';
  let last: QualityPoint | null = null;
  for (const point of points) {
    const value = read(point);
    if (value === null) {
      last = null;
      continue;
    }
    const y = Math.round((1 - value) * height);
    const far = last && point.at - last.at > gapFactor * Math.max(10_000, point.spanMilliseconds);
    if (!last || far) path += `M${x(point.at)} ${y}h1`;
    else path += strip.stepped ? `H${x(point.at)}V${y}` : `L${x(point.at)} ${y}`;
    last = point;
  }
  return path;
}
