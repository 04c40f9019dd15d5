/**
 * Hears when the way to the internet changes: back online, or from Wi-Fi to mobile.
 * @returns ends the listening
 */
export function onNetworkChange(listener: () => void): () => void {
  const connection = networkInformation();
  let type = connection?.type;
  const onChange = (): void => {
    // It also fires for each new estimate of the speed; only another kind of network matters.
    if (connection?.type === type) return;
    type = connection?.type;
    listener();
  };
  globalThis.addEventListener('online', listener);
  connection?.target.addEventListener('change', onChange);
  return () => {
    globalThis.removeEventListener('online', listener);
    connection?.target.removeEventListener('change', onChange);
  };
}

/**
 * Hears when the page may have been asleep: thawed, taken out of the cache, or looked at again.
 * @returns ends the listening
 */
export function onWake(listener: () => void): () => void {
  const seen = (): void => {
    if (document.visibilityState === 'visible') listener();
  };
  document.addEventListener('visibilitychange', seen);
  document.addEventListener('resume', listener);
  globalThis.addEventListener('pageshow', listener);
  return () => {
    document.removeEventListener('visibilitychange', seen);
    document.removeEventListener('resume', listener);
    globalThis.removeEventListener('pageshow', listener);
  };
}

/** The Network Information API, where there is one (Chromium on phones). */
function networkInformation(): { target: EventTarget; readonly type: unknown } | undefined {
  if (!('connection' in navigator) || !(navigator.connection instanceof EventTarget)) return;
  const target = navigator.connection;
  return {
    target,
    get type() {
      return 'type' in target ? target.type : undefined;
    },
  };
}
