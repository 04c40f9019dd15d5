import type { QualityOfPerson, QualityPoint } from '@gabinet/shared/contracts/quality';
import { locale, plural, t } from '../../i18n/text.ts';

/** What the figures of one side come to in words (rule Q1). */

const minute = 60_000;
/** From these on a conversation suffers: words are missed, or one talks over the other. */
const highLoss = 0.05;
const longRoundTripMilliseconds = 400;
const brokenShare = 0.05;
const weakRungs = new Set<QualityPoint['uplink']>(['picture-paused', 'audio-only', 'chat-only']);

/** How much of a stretch had sound that was made up, or a picture that stood still; 0 to 1. */
export function brokenOf(point: QualityPoint): number {
  const span = Math.max(1, point.spanMilliseconds);
  return Math.min(1, Math.max(point.concealedMilliseconds, point.frozenMilliseconds) / span);
}

function isWeak(point: QualityPoint): boolean {
  return (
    weakRungs.has(point.uplink) ||
    weakRungs.has(point.downlink) ||
    Math.max(point.lossUp ?? 0, point.lossDown ?? 0) > highLoss ||
    (point.roundTripMilliseconds ?? 0) > longRoundTripMilliseconds ||
    brokenOf(point) > brokenShare
  );
}

interface Standing {
  readonly verdict: 'none' | 'good' | 'mostly-good' | 'unsteady';
  /** How many stretches were weak, and how long they were together. */
  readonly weakTimes: number;
  readonly weakMilliseconds: number;
}

/** Above this part of the time the connection as a whole was not good. */
const unsteadyShare = 0.15;

/** What one side's points come to. */
export function standingOf(points: readonly QualityPoint[]): Standing {
  let weakTimes = 0;
  let weakMilliseconds = 0;
  let wholeMilliseconds = 0;
  let before = false;
  for (const point of points) {
    const weak = isWeak(point);
    if (weak && !before) weakTimes += 1;
    if (weak) weakMilliseconds += point.spanMilliseconds;
    wholeMilliseconds += point.spanMilliseconds;
    before = weak;
  }
  const share = weakMilliseconds / Math.max(1, wholeMilliseconds);
  const some = share > unsteadyShare ? 'unsteady' : 'mostly-good';
  const verdict = points.length === 0 ? 'none' : weakTimes === 0 ? 'good' : some;
  return { verdict, weakTimes, weakMilliseconds };
}

/** `Good; weak twice, for about a minute in all; came back once.` */
export function sentenceOf({ points, joinMilliseconds, reconnections }: QualityOfPerson): string {
  const { verdict, weakTimes, weakMilliseconds } = standingOf(points);
  const minutes = Math.round(weakMilliseconds / minute);
  const parts: string[] = [t(`quality.${verdict}`)];
  if (weakTimes > 0) {
    const long = minutes === 0 ? t('quality.weakShort') : plural('quality.weakLong', minutes);
    parts.push(`${plural('quality.weakTimes', weakTimes)}, ${long}`);
  }
  if (reconnections > 0) parts.push(plural('quality.cameBack', reconnections));
  if (joinMilliseconds !== null) {
    parts.push(t('quality.joined', { seconds: figure(joinMilliseconds / 1000) }));
  }
  const sentence = parts.join('; ');
  return `${sentence.charAt(0).toLocaleUpperCase(locale())}${sentence.slice(1)}.`;
}

/** A figure as the reader writes it, to a tenth. */
export function figure(value: number): string {
  return new Intl.NumberFormat(locale(), { maximumFractionDigits: 1 }).format(value);
}
