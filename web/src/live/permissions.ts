import type { DeviceKind } from './model.ts';

/** Tells when the permission for a device changes, until the returned function is called. */
export function watchPermission(
  kind: DeviceKind,
  onChange: (state: PermissionState) => void,
): () => void {
  let over = false;
  let status: PermissionStatus | null = null;
  const changed = (): void => {
    if (status) onChange(status.state);
  };
  const asked = navigator.permissions?.query({ name: kind });
  asked?.then(
    (found) => {
      if (over) return;
      status = found;
      found.addEventListener('change', changed);
    },
    // A browser that does not tell: "check again" stays on screen.
    () => undefined,
  );
  return () => {
    over = true;
    status?.removeEventListener('change', changed);
  };
}
