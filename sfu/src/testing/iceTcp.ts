import { createHmac, randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { crc32 } from 'node:zlib';
import type { TransportSetup } from '@gabinet/shared/contracts/media';

const MAGIC_COOKIE = 0x21_12_a4_42;

function attribute(type: number, value: Buffer): Buffer {
  const header = Buffer.alloc(4);
  header.writeUInt16BE(type, 0);
  header.writeUInt16BE(value.length, 2);
  return Buffer.concat([header, value, Buffer.alloc((4 - (value.length % 4)) % 4)]);
}

/** A binding request that nominates its path (RFC 8489, RFC 8445). */
function bindingRequest({ usernameFragment, password }: TransportSetup['iceParameters']): Buffer {
  const message = (body: Buffer, length: number) => {
    const header = Buffer.alloc(8);
    header.writeUInt16BE(0x00_01, 0);
    header.writeUInt16BE(length, 2);
    header.writeUInt32BE(MAGIC_COOKIE, 4);
    return Buffer.concat([header, transactionId, body]);
  };
  const transactionId = randomBytes(12);
  const priority = Buffer.alloc(4);
  priority.writeUInt32BE(1_853_759_231);
  let body = Buffer.concat([
    attribute(0x00_06, Buffer.from(`${usernameFragment}:page`)),
    attribute(0x00_24, priority),
    attribute(0x80_2a, randomBytes(8)),
    attribute(0x00_25, Buffer.alloc(0)),
  ]);
  const integrity = createHmac('sha1', password)
    .update(message(body, body.length + 24))
    .digest();
  body = Buffer.concat([body, attribute(0x00_08, integrity)]);
  const fingerprint = Buffer.alloc(4);
  fingerprint.writeUInt32BE((crc32(message(body, body.length + 8)) ^ 0x53_54_55_4e) >>> 0);
  body = Buffer.concat([body, attribute(0x80_28, fingerprint)]);
  return message(body, body.length);
}

/** Connects a transport's ICE over TCP (RFC 4571 framing) and gives the path once it is answered. */
export async function connectIce({
  iceParameters,
  iceCandidates,
}: TransportSetup): Promise<Socket> {
  const candidate = iceCandidates.find((one) => one.protocol === 'tcp');
  if (!candidate) throw new Error('no TCP candidate');
  const socket = connect(candidate.port, candidate.address);
  const request = bindingRequest(iceParameters);
  const frame = Buffer.alloc(2);
  frame.writeUInt16BE(request.length);
  socket.write(Buffer.concat([frame, request]));
  const answer = await new Promise<Buffer>((resolve, reject) => {
    socket.once('data', resolve);
    socket.once('error', reject);
  });
  // 0x0101 is the success of a binding request.
  if (answer.readUInt16BE(2) !== 0x01_01) throw new Error('the binding request was refused');
  return socket;
}
