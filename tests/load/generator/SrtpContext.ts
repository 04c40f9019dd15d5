import { createCipheriv, createDecipheriv } from 'node:crypto';

const KEY_BYTES = 32;
const SALT_BYTES = 12;
const TAG_BYTES = 16;
const SEQUENCES = 65_536;

/** One direction of SRTP by AEAD_AES_256_GCM (RFC 7714). */
export class SrtpContext {
  readonly #key: Buffer;
  readonly #salt: Buffer;
  readonly #iv = Buffer.alloc(SALT_BYTES);
  /** By SSRC: the last sequence number, and how often it began anew. */
  readonly #rolls = new Map<number, { last: number; rolled: number }>();

  private constructor(key: Buffer, salt: Buffer) {
    this.#key = derive(key, salt, 0, KEY_BYTES);
    this.#salt = derive(key, salt, 2, SALT_BYTES);
  }

  /** Both directions, from what a DTLS client's handshake exported. */
  static ofClient(keying: Buffer): { sending: SrtpContext; receiving: SrtpContext } {
    const [clientKey, serverKey] = [keying.subarray(0, KEY_BYTES), keying.subarray(32, 64)];
    const [clientSalt, serverSalt] = [keying.subarray(64, 76), keying.subarray(76, 88)];
    return {
      sending: new SrtpContext(clientKey, clientSalt),
      receiving: new SrtpContext(serverKey, serverSalt),
    };
  }

  protect(header: Buffer, payload: Buffer): Buffer {
    const cipher = createCipheriv('aes-256-gcm', this.#key, this.#ivOf(header));
    cipher.setAAD(header);
    return Buffer.concat([header, cipher.update(payload), cipher.final(), cipher.getAuthTag()]);
  }

  /** The payload of a packet, or null where the packet is not from there. */
  unprotect(packet: Buffer): Buffer | null {
    const header = packet.subarray(0, headerLength(packet));
    const sealed = packet.subarray(header.length, packet.length - TAG_BYTES);
    const decipher = createDecipheriv('aes-256-gcm', this.#key, this.#ivOf(header));
    decipher.setAAD(header).setAuthTag(packet.subarray(packet.length - TAG_BYTES));
    try {
      return Buffer.concat([decipher.update(sealed), decipher.final()]);
    } catch {
      return null;
    }
  }

  #ivOf(header: Buffer): Buffer {
    const [sequence, ssrc] = [header.readUInt16BE(2), header.readUInt32BE(8)];
    const roll = this.#rolls.get(ssrc) ?? { last: sequence, rolled: 0 };
    if (sequence < roll.last - SEQUENCES / 2) roll.rolled += 1;
    roll.last = sequence;
    this.#rolls.set(ssrc, roll);
    const iv = this.#iv.fill(0);
    iv.writeUInt32BE(ssrc, 2);
    iv.writeUInt32BE(roll.rolled, 6);
    iv.writeUInt16BE(sequence, 10);
    for (let index = 0; index < SALT_BYTES; index += 1) {
      iv.writeUInt8(iv.readUInt8(index) ^ this.#salt.readUInt8(index), index);
    }
    return iv;
  }
}

/** RFC 3711, 4.3: the salt, filled up to 14 bytes, with the label in it, is where the key stream begins. */
function derive(key: Buffer, salt: Buffer, label: number, length: number): Buffer {
  const counter = Buffer.alloc(16);
  salt.copy(counter);
  counter.writeUInt8(counter.readUInt8(7) ^ label, 7);
  return createCipheriv('aes-256-ctr', key, counter).update(Buffer.alloc(length));
}

function headerLength(packet: Buffer): number {
  const first = packet.readUInt8(0);
  const fixed = 12 + 4 * (first & 0x0f);
  return first & 0x10 ? fixed + 4 + 4 * packet.readUInt16BE(fixed + 2) : fixed;
}
