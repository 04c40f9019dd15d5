/** The whole log of all processes, in one file that never grows past its limit: full files are renamed, the oldest goes. */
import {
  appendFileSync,
  closeSync,
  existsSync,
  fstatSync,
  openSync,
  renameSync,
  writeSync,
} from 'node:fs';

const KEPT_FILES = 3;
const LIMIT_BYTES = 20 * 1024 * 1024;

export class LogFile {
  readonly #file: string;
  readonly #limitBytes: number;
  #descriptor: number;
  #bytes = 0;

  /** Takes the file's path; begins a fresh file and keeps the ones before as `.1`, `.2` … */
  constructor(file: string, limitBytes = LIMIT_BYTES) {
    this.#file = file;
    this.#limitBytes = limitBytes;
    // Before anything is renamed: a folder that can't be written shall be told by this line.
    appendFileSync(file, '', { mode: 0o600 });
    this.#rotate();
    this.#descriptor = openSync(file, 'a', 0o600);
  }

  /** Writes one line. */
  write(line: string): void {
    this.#bytes += writeSync(this.#descriptor, `${line}\n`);
    if (this.#bytes < this.#limitBytes) return;
    closeSync(this.#descriptor);
    this.#rotate();
    this.#descriptor = openSync(this.#file, 'a', 0o600);
    this.#bytes = fstatSync(this.#descriptor).size;
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  #rotate(): void {
    for (let age = KEPT_FILES; age > 0; age -= 1) {
      const younger = age === 1 ? this.#file : `${this.#file}.${age - 1}`;
      if (existsSync(younger)) renameSync(younger, `${this.#file}.${age}`);
    }
  }
}
