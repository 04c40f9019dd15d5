import type { Modality } from '@gabinet/shared/contracts/words';
import type { Request } from './Channel.ts';

/** What a person asks of the service and nothing else: each is one request, and rejects with its refusal. */
export abstract class SessionVerbs {
  protected abstract readonly request: Request;

  async setCeiling(ceiling: Modality): Promise<void> {
    await this.request('session:set-ceiling', { ceiling });
  }

  async propose(modality: Modality): Promise<void> {
    await this.request('session:propose', { proposalId: crypto.randomUUID(), modality });
  }

  async answer(proposalId: string, accept: boolean): Promise<void> {
    await this.request('session:answer', { proposalId, accept });
  }

  async withdraw(proposalId: string): Promise<void> {
    await this.request('session:withdraw', { proposalId });
  }

  async admit(participantId: string): Promise<void> {
    await this.request('session:admit', { participantId });
  }

  async remove(participantId: string): Promise<void> {
    await this.request('session:remove', { participantId });
  }
}
