import { hash, type SafetyPart } from './safetyCode.ts';

/** A person on screen, as the group knows them. */
export type SafetyPerson = Omit<SafetyPart, 'nonce'>;

export type SafetyMessage =
  | { kind: 'commitment'; commitment: Uint8Array }
  | { kind: 'nonce'; nonce: Uint8Array };

/** Somebody's nonce is not what they had committed to, or they say two things: there is no code. */
export class SafetyBrokenError extends Error {
  constructor() {
    super('A safety nonce does not fit.');
    this.name = 'SafetyBrokenError';
  }
}

const nonceLength = 32;

/**
 * The exchange of nonces between the people of one roster: everybody commits, then everybody reveals.
 * Whoever stands in the middle has to commit before knowing a nonce, so they cannot look for keys whose
 * short code is the same on both sides (rule E8). For another roster there is another exchange.
 */
export class NonceExchange {
  readonly #own: SafetyPart;
  readonly #people: readonly SafetyPerson[];
  readonly #commitments = new Map<string, Uint8Array>();
  readonly #nonces = new Map<string, Uint8Array>();

  /** @param people everybody, oneself among them. */
  constructor(ownParticipantId: string, people: readonly SafetyPerson[]) {
    const own = people.find(({ participantId }) => participantId === ownParticipantId);
    if (!own) throw new RangeError('One takes part in the exchange of one’s own roster.');
    this.#own = { ...own, nonce: crypto.getRandomValues(new Uint8Array(nonceLength)) };
    this.#people = people;
  }

  /** What to send first. */
  async commitment(): Promise<SafetyMessage> {
    return { kind: 'commitment', commitment: await this.#commitmentOf(this.#own) };
  }

  /**
   * Takes what another one sent, known from the group to be theirs.
   *
   * @returns what to send now: the own nonce, when the last of the commitments has come.
   * @throws SafetyBrokenError
   */
  async take(participantId: string, message: SafetyMessage): Promise<SafetyMessage | null> {
    const person = this.#people.find((one) => one.participantId === participantId);
    if (!person || person.participantId === this.#own.participantId) return null;
    const committed = this.#commitments.get(participantId);
    if (message.kind === 'commitment') {
      if (committed) {
        if (isSame(committed, message.commitment)) return null;
        throw new SafetyBrokenError();
      }
      this.#commitments.set(participantId, message.commitment);
      return this.#isCommitted ? { kind: 'nonce', nonce: this.#own.nonce } : null;
    }
    const { nonce } = message;
    if (!committed || nonce.length !== nonceLength) throw new SafetyBrokenError();
    if (!isSame(committed, await this.#commitmentOf({ ...person, nonce }))) {
      throw new SafetyBrokenError();
    }
    this.#nonces.set(participantId, nonce);
    return null;
  }

  /** Everything that the code is made of, to be kept with the device; null while something is missing. */
  get parts(): SafetyPart[] | null {
    if (!this.#isCommitted) return null;
    const parts: SafetyPart[] = [];
    for (const person of this.#people) {
      const isOwn = person.participantId === this.#own.participantId;
      const nonce = isOwn ? this.#own.nonce : this.#nonces.get(person.participantId);
      if (!nonce) return null;
      parts.push({ ...person, nonce });
    }
    return parts;
  }

  get #isCommitted(): boolean {
    return this.#commitments.size === this.#people.length - 1;
  }

  #commitmentOf({ participantId, deviceKey, nonce }: SafetyPart): Promise<Uint8Array> {
    const roster = this.#people
      .map((one) => [one.participantId, [...one.deviceKey]])
      .sort(([one], [other]) => (String(one) < String(other) ? -1 : 1));
    return hash(['Gabinet safety nonce 1', roster, participantId, [...deviceKey], [...nonce]]);
  }
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}
