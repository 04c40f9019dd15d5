import { createHmac, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

const COOKIE = 0x2112a442;
const FINGERPRINT_MASK = 0x5354554e;
const PRIORITY = 0x6e001eff;

/** An ICE binding request of the controlling side, which nominates its pair at once (RFC 8445). */
export function bindingRequest(remote: { usernameFragment: string; password: string }): Buffer {
  const priority = Buffer.alloc(4);
  priority.writeUInt32BE(PRIORITY);
  let attributes = Buffer.concat([
    attribute(0x0006, Buffer.from(`${remote.usernameFragment}:load`)),
    attribute(0x0024, priority),
    attribute(0x802a, randomBytes(8)),
    attribute(0x0025, Buffer.alloc(0)),
  ]);
  const transaction = randomBytes(12);
  /** Each seal covers a header whose length already counts the seal. */
  const sealedBy = (length: number): Buffer => {
    const header = Buffer.alloc(20);
    header.writeUInt16BE(1, 0);
    header.writeUInt16BE(attributes.length + length, 2);
    header.writeUInt32BE(COOKIE, 4);
    transaction.copy(header, 8);
    return Buffer.concat([header, attributes]);
  };
  const mac = createHmac('sha1', remote.password).update(sealedBy(24)).digest();
  attributes = Buffer.concat([attributes, attribute(0x0008, mac)]);
  const checksum = Buffer.alloc(4);
  const packet = sealedBy(8);
  checksum.writeUInt32BE((crc32(packet) ^ FINGERPRINT_MASK) >>> 0);
  return Buffer.concat([packet, attribute(0x8028, checksum)]);
}

function attribute(type: number, value: Buffer): Buffer {
  const made = Buffer.alloc(4 + Math.ceil(value.length / 4) * 4);
  made.writeUInt16BE(type, 0);
  made.writeUInt16BE(value.length, 2);
  value.copy(made, 4);
  return made;
}
