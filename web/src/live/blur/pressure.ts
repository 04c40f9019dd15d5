interface PressureRecord {
  state: 'nominal' | 'fair' | 'serious' | 'critical';
}

declare global {
  interface Window {
    /** Chromium's browsers tell how hard the processor works; others have no such thing. */
    PressureObserver?: new (
      callback: (records: readonly PressureRecord[]) => void,
    ) => {
      observe(source: 'cpu', options: { sampleInterval: number }): Promise<void>;
      disconnect(): void;
    };
  }
}

/** Seconds of "critical" after which the sound is in danger, and the picture's finery goes first. */
const recordsAllowed = 5;

/** Tells once when the processor is at its end for long, until the returned function is called. */
export function watchPressure(onCritical: () => void): () => void {
  if (!window.PressureObserver) return () => undefined;
  let critical = 0;
  const observer = new window.PressureObserver((records) => {
    for (const { state } of records) critical = state === 'critical' ? critical + 1 : 0;
    if (critical > recordsAllowed) onCritical();
  });
  observer.observe('cpu', { sampleInterval: 1_000 }).catch(() => undefined);
  return () => observer.disconnect();
}
