import type { Policy } from '@gabinet/shared/contracts/availability';

type PolicyDraft = { readonly [K in keyof Policy]?: Policy[K] | undefined };

/** The parts of the practice's policy that a psychologist replaces; what is undefined stays the practice's. */
export function ownWithoutUndefined(draft: PolicyDraft): Partial<Policy> {
  return Object.fromEntries(Object.entries(draft).filter(([, value]) => value !== undefined));
}
