import { signal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';

/** The service's clock, so that a wrong clock of a phone does no harm. */
const offset = signal(0);

/** Sets the clock by an instant that the service has just sent. */
export function setClock(serverNow: number): void {
  const next = serverNow - Date.now();
  // Below a second it is the way of the message, not a wrong clock.
  if (Math.abs(next - offset.peek()) > 1_000) offset.value = next;
}

/** Now, redrawing the component every `everyMilliseconds`. */
export function useNow(everyMilliseconds = 1_000): number {
  const [, redraw] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => redraw((count) => count + 1), everyMilliseconds);
    return () => clearInterval(timer);
  }, [everyMilliseconds]);
  return Date.now() + offset.value;
}
