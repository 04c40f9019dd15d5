import type { QualityPoint } from '@gabinet/shared/contracts/quality';
import { type Rung, rung } from '@gabinet/shared/contracts/words';

/**
 * At most `limit` points in the order of time: neighbours become one that tells of both stretches.
 * Counts are added, times and shares weighed by how long each stretch was, and of the rungs the
 * worst stays, so that no trouble is hidden.
 */
export function thinOut(points: readonly QualityPoint[], limit: number): QualityPoint[] {
  const perPoint = Math.ceil(points.length / limit);
  if (perPoint <= 1) return [...points];
  const thinned: QualityPoint[] = [];
  for (let from = 0; from < points.length; from += perPoint) {
    const merged = merge(points.slice(from, from + perPoint));
    if (merged) thinned.push(merged);
  }
  return thinned;
}

function merge(points: readonly QualityPoint[]): QualityPoint | undefined {
  const last = points.at(-1);
  if (last === undefined) return undefined;
  const sum = (read: (point: QualityPoint) => number) =>
    points.reduce((total, point) => total + read(point), 0);
  const mean = (read: (point: QualityPoint) => number | null): number | null => {
    const told = points.flatMap((point) => {
      const value = read(point);
      // A stretch of no length still counts a little, so that the mean is a number.
      return value === null ? [] : [{ value, weight: Math.max(1, point.spanMilliseconds) }];
    });
    if (told.length === 0) return null;
    const weight = told.reduce((total, one) => total + one.weight, 0);
    return told.reduce((total, one) => total + one.value * (one.weight / weight), 0);
  };
  const roundTrip = mean((point) => point.roundTripMilliseconds);
  return {
    at: last.at,
    spanMilliseconds: sum((point) => point.spanMilliseconds),
    joinMilliseconds:
      points.find((point) => point.joinMilliseconds !== null)?.joinMilliseconds ?? null,
    roundTripMilliseconds: roundTrip === null ? null : Math.round(roundTrip),
    lossUp: share(mean((point) => point.lossUp)),
    lossDown: share(mean((point) => point.lossDown)),
    freezes: sum((point) => point.freezes),
    frozenMilliseconds: sum((point) => point.frozenMilliseconds),
    concealedMilliseconds: sum((point) => point.concealedMilliseconds),
    reconnections: sum((point) => point.reconnections),
    uplink: worst(points.map((point) => point.uplink)),
    downlink: worst(points.map((point) => point.downlink)),
    relayed: points.some((point) => point.relayed),
  };
}

/** A mean of shares may be above 1 by the last digit. */
function share(value: number | null): number | null {
  return value === null ? null : Math.min(1, value);
}

function worst(rungs: readonly Rung[]): Rung {
  const order = rung.options;
  return order[Math.max(...rungs.map((one) => order.indexOf(one)))] ?? 'full';
}
