/** Owns the children of one Gabinet: starts them together, reports on them, and ends them together. */
import { Child, type ChildOptions } from './Child.ts';
import type { LogFile } from './LogFile.ts';
import { describeLine } from './lines.ts';
import type { Links } from './messages.ts';

export type Ready = { url: string; links: Links };

export class Supervisor {
  readonly #children: Child[] = [];
  readonly #log: LogFile;
  readonly #say: (line: string) => void;

  /** Takes the log file, and where a person reads. */
  constructor(log: LogFile, say: (line: string) => void) {
    this.#log = log;
    this.#say = say;
  }

  /** Starts a child and keeps it alive; gives its first "ready". Rejects with a SetupError when it can't start. */
  async keep(options: ChildOptions): Promise<Ready> {
    const child = new Child(options);
    this.#children.push(child);
    child.on('line', (line, stream) => {
      this.#log.write(line);
      const shown = describeLine(line, stream);
      if (shown) this.#say(`[${child.name}] ${shown}`);
    });
    child.on('died', (reason, waitMs) => {
      this.#say(`[${child.name}] died (${reason}) and is started again in ${waitMs / 1000} s.`);
    });
    return await child.start();
  }

  /** Ends a child so that it starts again with its changed files. */
  reload(name: string): void {
    for (const child of this.#children) if (child.name === name) child.reload();
  }

  /** Ends all children, in little more than two seconds. */
  async close(): Promise<void> {
    await Promise.all(this.#children.map((child) => child.close()));
  }
}
