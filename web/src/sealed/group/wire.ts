import {
  decodeMlsMessage,
  encodeMlsMessage,
  type MLSMessage,
  type MlsMessageContent,
  type Proposal,
  type RatchetTree,
} from 'ts-mls';
import { type LeafOwner, ownerOf } from './credential.ts';

/** One leaf of the group. A person has one, or for a moment two: the one before a reload, and the new one. */
export interface GroupMember extends LeafOwner {
  leaf: number;
  /** Names this very leaf: another one may have its number later. */
  leafKey: string;
}

/** The group does not take these bytes: they are of another epoch or group, forged, or not ours. */
export class GroupRefusedError extends Error {
  constructor(cause?: unknown) {
    super('The group does not take this.', { cause });
    this.name = 'GroupRefusedError';
  }
}

/** The leaves of a group's tree that are taken. */
export function membersOf(tree: RatchetTree): GroupMember[] {
  return tree.flatMap((node, index) => {
    if (node?.nodeType !== 'leaf') return [];
    const owner = ownerOf(node.leaf.credential);
    // Leaves lie at the even places of the tree (RFC 9420, appendix C).
    return owner ? [{ leaf: index / 2, leafKey: hex(node.leaf.signaturePublicKey), ...owner }] : [];
  });
}

/** Whose key package it is, and its leaf; null for bytes that are none. */
export function readKeyPackage(bytes: Uint8Array): Omit<GroupMember, 'leaf'> | null {
  const message = decoded(bytes);
  if (message?.wireformat !== 'mls_key_package') return null;
  const { credential, signaturePublicKey } = message.keyPackage.leafNode;
  const owner = ownerOf(credential);
  return owner && { ...owner, leafKey: hex(signaturePublicKey) };
}

/** @throws GroupRefusedError for what is no key package. */
export function additionOf(bytes: Uint8Array): Proposal {
  const message = decoded(bytes);
  if (message?.wireformat !== 'mls_key_package') throw new GroupRefusedError();
  return { proposalType: 'add', add: { keyPackage: message.keyPackage } };
}

export function encoded(content: MlsMessageContent): Uint8Array {
  return encodeMlsMessage({ version: 'mls10', ...content });
}

/** Null for bytes that are no MLS message, or have more after it. */
export function decoded(bytes: Uint8Array): MLSMessage | null {
  try {
    const found = decodeMlsMessage(bytes, 0);
    return found && found[1] === bytes.length ? found[0] : null;
  } catch {
    return null;
  }
}

export function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}

export function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
