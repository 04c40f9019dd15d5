import { crc32, deflateSync } from 'node:zlib';

/** Files as a test needs them: images of each kind that we take, and things that only look like one. */

/** A grey PNG; `padding` bytes of an ignored chunk make it as large as wanted. */
export function png(width = 2, height = 2, padding = 0): Buffer<ArrayBuffer> {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8);
  // A header may lie about its size: the pixels are then few.
  const rows = Buffer.alloc(Math.min(height, 64) * (Math.min(width, 64) + 1));
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    ...(padding > 0 ? [chunk('paDd', Buffer.alloc(padding))] : []),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** The segments of a JPEG with a frame of that size, and no pixels. */
export function jpeg(width = 320, height = 200): Buffer<ArrayBuffer> {
  const frame = Buffer.from('ffc0000b080000000001011100', 'hex');
  frame.writeUInt16BE(height, 5);
  frame.writeUInt16BE(width, 7);
  const start = Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex');
  return Buffer.concat([start, frame, Buffer.from('ffda0008010100003f00ffd9', 'hex')]);
}

/** A WebP of the lossless or the extended kind with that size, and no pixels. */
export function webp(
  kind: 'VP8L' | 'VP8X' | 'VP8 ',
  width: number,
  height: number,
): Buffer<ArrayBuffer> {
  const data = Buffer.alloc(12);
  if (kind === 'VP8L') {
    data[0] = 0x2f;
    data.writeUInt32LE((width - 1) | ((height - 1) << 14), 1);
  } else if (kind === 'VP8X') {
    data.writeUIntLE(width - 1, 4, 3);
    data.writeUIntLE(height - 1, 7, 3);
  } else {
    data.set([0x9d, 0x01, 0x2a], 3);
    data.writeUInt16LE(width, 6);
    data.writeUInt16LE(height, 8);
  }
  const head = Buffer.from('RIFF\0\0\0\0WEBP____\0\0\0\0', 'latin1');
  head.write(kind, 12, 'latin1');
  head.writeUInt32LE(data.length, 16);
  head.writeUInt32LE(12 + data.length, 4);
  return Buffer.concat([head, data]);
}
