/** A fault that the person at the console can mend: its message is one sentence that says what to do. Shown without a stack. */
export class SetupError extends Error {
  override name = 'SetupError';
}

/** The code of a system error (`ENOENT`, `EACCES` …), or undefined for anything else. */
export function systemErrorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
}

/** Turns "can't write there" into a sentence about the folder; gives any other error back as it is. */
export function explainWriteError(error: unknown, folder: string): unknown {
  const code = systemErrorCode(error);
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new SetupError(
      `The folder ${folder} can't be written: give this user the right to write there, or set DATA_FOLDER to another folder.`,
    );
  }
  if (code === 'ENOENT') {
    return new SetupError(
      `The folder above ${folder} doesn't exist: make it, or correct DATA_FOLDER.`,
    );
  }
  if (code === 'ENOSPC')
    return new SetupError(`The disk that holds ${folder} is full: make room and start again.`);
  return error;
}
