import type { OpeningIndex } from '../availability/OpeningIndex.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/Database.ts';
import type { Notices } from '../notifications/Notices.ts';
import type { Vault } from '../vault/Vault.ts';
import { ConsentTexts } from './ConsentTexts.ts';
import { DutyDesk } from './DutyDesk.ts';
import { PracticeService } from './PracticeService.ts';
import { StaffAddresses } from './StaffAddresses.ts';

export interface Practice {
  readonly service: PracticeService;
  readonly consents: ConsentTexts;
  readonly addresses: StaffAddresses;
  readonly duty: DutyDesk;
}

/** Wires what belongs to the practice itself. */
export function createPractice(parts: {
  database: Database;
  vault: Vault;
  notices: Notices;
  openingIndex: OpeningIndex;
  publicPagesChanged: () => Promise<void>;
  clock: Clock;
}): Practice {
  const consents = new ConsentTexts(parts.clock);
  const addresses = new StaffAddresses(parts.vault);
  return {
    service: new PracticeService({ ...parts, consents }),
    consents,
    addresses,
    duty: new DutyDesk({ ...parts, addresses }),
  };
}
