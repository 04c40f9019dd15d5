import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultCrisisContacts } from '@gabinet/shared/care/crisisContacts';
import { crisisPages } from '@gabinet/shared/care/crisisPage';
import type { EventBus } from '../bus/EventBus.ts';
import type { Database } from '../database/Database.ts';
import type { Log } from '../observability/log.ts';

/**
 * Writes the practice's crisis page as plain files (rule K1), which this process, the TLS proxy and
 * a service worker in the browser each serve without any of the others.
 */
export class CrisisPages {
  readonly #database: Database;
  readonly #bus: EventBus;
  readonly #webRoot: string;
  readonly #folder: string;
  readonly #log: Log;
  /** Ours alone: the numbers of processes repeat from container to container. */
  readonly #processId = randomUUID();

  /** `folder` is shared with the proxy; the pages lie in its `help`. */
  constructor(parts: {
    database: Database;
    bus: EventBus;
    webRoot: string;
    folder: string;
    log: Log;
  }) {
    this.#bus = parts.bus;
    parts.bus.on('crisis:changed', ({ processId }) => {
      if (processId !== this.#processId) void this.write();
    });
    this.#database = parts.database;
    this.#webRoot = parts.webRoot;
    this.#folder = parts.folder;
    this.#log = parts.log;
  }

  /** What the page shows was changed: this process writes it before the answer, every other one soon. */
  async changed(): Promise<void> {
    await this.write();
    this.#bus.publish('crisis:changed', { processId: this.#processId });
  }

  /**
   * Makes the files anew from what the practice has set. A failure is logged and changes nothing:
   * the pages that were there, or those of the build, stay in place.
   */
  async write(): Promise<void> {
    try {
      const template = await readFile(join(this.#webRoot, 'help', 'template.html'), 'utf8');
      const practice = await this.#database
        .selectFrom('practices')
        .select(['name', 'language', 'country', 'crisis_contacts'])
        .orderBy('created_at')
        .limit(1)
        .executeTakeFirst();
      if (practice === undefined) return;
      const { name, language, country, crisis_contacts } = practice;
      const contacts = crisis_contacts ?? defaultCrisisContacts;
      const folder = join(this.#folder, 'help');
      await mkdir(folder, { recursive: true });
      for (const page of crisisPages(template, { name, language, country, contacts })) {
        // Written aside and renamed: whoever reads meanwhile gets a whole page.
        const draft = join(folder, `.${page.name}.${process.pid}`);
        await writeFile(draft, page.html, { mode: 0o644 });
        await rename(draft, join(folder, page.name));
      }
    } catch (error) {
      this.#log.warn('The crisis page could not be written; the former one stays.', {}, error);
    }
  }
}
