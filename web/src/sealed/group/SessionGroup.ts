import {
  type CiphersuiteImpl,
  type ClientState,
  createApplicationMessage,
  createCommit,
  createGroup,
  emptyPskIndex,
  type IncomingMessageCallback,
  joinGroup,
  mlsExporter,
  type PrivateMessage,
  type Proposal,
  processPrivateMessage,
  zeroOutUint8Array,
} from 'ts-mls';
import { decryptSenderData } from 'ts-mls/privateMessage.js';
import { importBaseKey } from '../frames/FrameKey.ts';
import { configFor, type GroupSeat, makePackage } from './seat.ts';
import { makeSuite } from './suite.ts';
import {
  additionOf,
  decoded,
  encoded,
  type GroupMember,
  GroupRefusedError,
  hex,
  isSame,
  membersOf,
} from './wire.ts';

/** What a commit is to bring about. With neither it only renews the keys. */
export interface GroupChange {
  add: readonly Uint8Array[];
  remove: readonly number[];
}

/** A commit that waits for its place in the order. */
export interface PreparedCommit {
  /** The epoch that it ends. */
  epoch: bigint;
  commit: Uint8Array;
  /** For those whom it adds; null when it adds nobody. */
  welcome: Uint8Array | null;
}

/** A message that was opened, and whose leaf sealed it: known from the group, never from what it says. */
export interface OpenedMessage {
  sender: GroupMember;
  plain: Uint8Array;
  /** What travelled readable beside it, unaltered. */
  visible: Uint8Array;
}

/** A page that has published its key package and waits to be added. */
export interface KeyPackageHolder {
  readonly keyPackage: Uint8Array;
  /** Enters by the Welcome of the commit that added this package; rejects for any other. */
  join(welcome: Uint8Array): Promise<SessionGroup>;
}

interface Pending extends PreparedCommit {
  next: ClientState;
  consumed: Uint8Array[];
}

const nothing = new Uint8Array();

/**
 * The MLS group of a session (RFC 9420), as the rest of the page sees it. There is one way into a new
 * epoch: `take()`, with the commits in the order in which the service keeps them, one's own among them. The
 * calls must not overlap: `GroupKeeper` puts them in a row.
 */
export class SessionGroup {
  readonly #suite: CiphersuiteImpl;
  #state: ClientState;
  #pending: Pending | null = null;

  private constructor(suite: CiphersuiteImpl, state: ClientState) {
    this.#suite = suite;
    this.#state = state;
  }

  /** Begins a group of one. */
  static async create(seat: GroupSeat): Promise<SessionGroup> {
    const suite = await makeSuite();
    const { publicPackage, privatePackage } = await makePackage(suite, seat);
    const groupId = crypto.getRandomValues(new Uint8Array(16));
    const state = await createGroup(
      groupId,
      publicPackage,
      privatePackage,
      [],
      suite,
      configFor(seat),
    );
    return new SessionGroup(suite, state);
  }

  /** Makes what somebody who waits publishes. It is for one entry only. */
  static async knock(seat: GroupSeat): Promise<KeyPackageHolder> {
    const suite = await makeSuite();
    const { publicPackage, privatePackage } = await makePackage(suite, seat);
    return {
      keyPackage: encoded({ wireformat: 'mls_key_package', keyPackage: publicPackage }),
      async join(welcome) {
        const message = decoded(welcome);
        if (message?.wireformat !== 'mls_welcome') throw new GroupRefusedError();
        try {
          const state = await joinGroup(
            message.welcome,
            publicPackage,
            privatePackage,
            emptyPskIndex,
            suite,
            undefined,
            undefined,
            configFor(seat),
          );
          return new SessionGroup(suite, state);
        } catch (error) {
          throw new GroupRefusedError(error);
        }
      },
    };
  }

  /** Tells groups of the same session apart. */
  get groupId(): string {
    return hex(this.#state.groupContext.groupId);
  }

  get epoch(): bigint {
    return this.#state.groupContext.epoch;
  }

  get ownLeaf(): number {
    return this.#state.privatePath.leafIndex;
  }

  /** False after a commit that removed this page: its group goes on without it. */
  get isMember(): boolean {
    return this.#state.groupActiveState.kind === 'active';
  }

  get members(): GroupMember[] {
    return membersOf(this.#state.ratchetTree);
  }

  /** The key that the frame keys of this epoch come from (RFC 9605, 5.2). */
  async frameBaseKey(): Promise<CryptoKey> {
    const { exporterSecret } = this.#state.keySchedule;
    const bytes = new Uint8Array(
      await mlsExporter(exporterSecret, 'SFrame 1.0 Base Key', nothing, 16, this.#suite),
    );
    const key = await importBaseKey(bytes);
    bytes.fill(0);
    return key;
  }

  /** Whether this is a key package by which its device may enter this group. */
  async couldAdd(keyPackage: Uint8Array): Promise<boolean> {
    try {
      const addition = additionOf(keyPackage);
      // Thrown away: the library says no more about a key package than whether it makes a commit of it.
      await createCommit(
        { state: this.#state, cipherSuite: this.#suite },
        { extraProposals: [addition] },
      );
      return true;
    } catch {
      return false;
    }
  }

  /**
   * Makes a commit. It counts when `take()` is given it; until then, or until another one comes first, this
   * gives the same one again, for an epoch must not see two of one member.
   */
  async prepare({ add, remove }: GroupChange): Promise<PreparedCommit> {
    if (this.#pending) return this.#pending;
    const proposals: Proposal[] = [
      ...remove.map((removed) => ({ proposalType: 'remove' as const, remove: { removed } })),
      ...add.map(additionOf),
    ];
    try {
      const { commit, welcome, newState, consumed } = await createCommit(
        { state: this.#state, cipherSuite: this.#suite },
        { extraProposals: proposals, ratchetTreeExtension: true },
      );
      this.#pending = {
        epoch: this.epoch,
        commit: encoded(commit),
        welcome: welcome ? encoded({ wireformat: 'mls_welcome', welcome }) : null,
        next: newState,
        consumed,
      };
      return this.#pending;
    } catch (error) {
      throw new GroupRefusedError(error);
    }
  }

  /**
   * Goes on to the next epoch by the commit that came first. One's own unsent or late commit is void then.
   *
   * @throws GroupRefusedError: the group stays where it is.
   */
  async take(commit: Uint8Array): Promise<void> {
    if (this.#pending && isSame(commit, this.#pending.commit)) {
      const { next, consumed } = this.#pending;
      this.#pending = null;
      this.#state = next;
      consumed.forEach(zeroOutUint8Array);
      return;
    }
    const message = this.#private(commit);
    if (message.contentType !== 'commit' || message.epoch !== this.epoch) {
      throw new GroupRefusedError();
    }
    const result = await this.#process(message);
    if (result.kind !== 'newState' || result.actionTaken !== 'accept')
      throw new GroupRefusedError();
    this.#pending = null;
    this.#state = result.newState;
    result.consumed.forEach(zeroOutUint8Array);
  }

  /**
   * Seals a message to everybody who is in the group now.
   *
   * @param visible stays readable on the way, but cannot be altered: the message's id, say.
   */
  async seal(plain: Uint8Array, visible: Uint8Array): Promise<Uint8Array> {
    const { newState, privateMessage, consumed } = await createApplicationMessage(
      this.#state,
      plain,
      this.#suite,
      visible,
    );
    this.#state = newState;
    consumed.forEach(zeroOutUint8Array);
    return encoded({ wireformat: 'mls_private_message', privateMessage });
  }

  /** @throws GroupRefusedError for what is no message of this group, or was opened before. */
  async open(sealed: Uint8Array): Promise<OpenedMessage> {
    const message = this.#private(sealed);
    if (message.contentType !== 'application') throw new GroupRefusedError();
    const former = this.#state.historicalReceiverData.get(message.epoch);
    const isPresent = message.epoch === this.epoch;
    const secret = isPresent ? this.#state.keySchedule.senderDataSecret : former?.senderDataSecret;
    const tree = isPresent ? this.#state.ratchetTree : former?.ratchetTree;
    if (!secret || !tree) throw new GroupRefusedError();
    const result = await this.#process(message);
    if (result.kind !== 'applicationMessage') throw new GroupRefusedError();
    // The library has checked the signature of this very leaf, but does not say which one it was.
    const leaf = (await decryptSenderData(message, secret, this.#suite))?.leafIndex;
    const sender = membersOf(tree).find((one) => one.leaf === leaf);
    if (!sender) throw new GroupRefusedError();
    this.#state = result.newState;
    result.consumed.forEach(zeroOutUint8Array);
    return { sender, plain: result.message, visible: message.authenticatedData };
  }

  #private(bytes: Uint8Array): PrivateMessage {
    const message = decoded(bytes);
    if (message?.wireformat !== 'mls_private_message') throw new GroupRefusedError();
    return message.privateMessage;
  }

  async #process(message: PrivateMessage) {
    try {
      const { groupId } = this.#state.groupContext;
      if (!isSame(message.groupId, groupId)) throw new GroupRefusedError();
      return await processPrivateMessage(
        this.#state,
        message,
        emptyPskIndex,
        this.#suite,
        onlyAddsAndRemoves,
      );
    } catch (error) {
      throw new GroupRefusedError(error);
    }
  }
}

/** Members add and remove; what else MLS could do has no place here. */
const onlyAddsAndRemoves: IncomingMessageCallback = (incoming) =>
  incoming.kind === 'commit' &&
  incoming.senderLeafIndex !== undefined &&
  incoming.proposals.every(({ proposal: { proposalType } }) =>
    ['add', 'remove'].includes(String(proposalType)),
  )
    ? 'accept'
    : 'reject';
