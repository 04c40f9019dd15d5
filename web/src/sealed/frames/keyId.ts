/** Sound and picture of a person have keys of their own, so that each counts by itself. */
export type FrameKind = 'sound' | 'picture';

/** What a key id names: which kind of frame, from which leaf of the group's tree, in which epoch. */
export interface KeyName {
  kind: FrameKind;
  leaf: number;
  epoch: bigint;
}

const kinds: readonly FrameKind[] = ['sound', 'picture'];
const leafBits = 8n;
const epochBits = 14n;

/**
 * The key id kind ‖ leaf ‖ epoch (RFC 9605, 5.2), 24 bits. Of the epoch it carries the lower bits: keys
 * of 16,384 epochs ago are long gone.
 *
 * @throws RangeError for a leaf that has no place in it: then nothing is sent.
 */
export function makeKeyId({ kind, leaf, epoch }: KeyName): bigint {
  if (!Number.isInteger(leaf) || leaf < 0 || leaf >= 2 ** Number(leafBits)) {
    throw new RangeError(`There is no key id for the leaf ${leaf}.`);
  }
  const upper = (BigInt(kinds.indexOf(kind)) << leafBits) | BigInt(leaf);
  return (upper << epochBits) | lowerBits(epoch);
}

/** Reads a key id; null for one that no member of ours makes. The epoch is as `lowerBits` gives it. */
export function readKeyId(keyId: bigint): KeyName | null {
  const kind = kinds[Number(keyId >> (leafBits + epochBits))];
  if (!kind) return null;
  return {
    kind,
    leaf: Number((keyId >> epochBits) & ((1n << leafBits) - 1n)),
    epoch: lowerBits(keyId),
  };
}

/** That part of an epoch that a key id carries. */
export function lowerBits(epoch: bigint): bigint {
  return epoch & ((1n << epochBits) - 1n);
}
