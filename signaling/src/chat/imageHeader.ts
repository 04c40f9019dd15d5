import type { ChatImage } from '@gabinet/shared/contracts/chat';

/** What the first bytes of an image say of it. */
export interface ImageHeader {
  readonly type: ChatImage['type'];
  readonly width: number;
  readonly height: number;
}

const pngStart = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
const pngEnd = Buffer.from('0000000049454e44ae426082', 'hex');
const jpegStart = Buffer.from('ffd8ff', 'hex');
const jpegEnd = Buffer.from('ffd9', 'hex');

/**
 * The kind and size of a JPEG, PNG or WebP that begins and ends as one: a file with something else
 * before or behind it is none. Undefined for everything else. The pixels are not looked at: the page of
 * whoever gets it decodes them, in the browser's sandbox.
 */
export function imageHeader(bytes: Buffer): ImageHeader | undefined {
  if (startsWith(bytes, pngStart)) return png(bytes);
  if (startsWith(bytes, jpegStart)) return jpeg(bytes);
  if (bytes.length >= 30 && text(bytes, 0) === 'RIFF' && text(bytes, 8) === 'WEBP') {
    return webp(bytes);
  }
  return undefined;
}

function png(bytes: Buffer): ImageHeader | undefined {
  if (bytes.length < 45 || !endsWith(bytes, pngEnd)) return undefined;
  return { type: 'image/png', width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

function jpeg(bytes: Buffer): ImageHeader | undefined {
  if (!endsWith(bytes, jpegEnd)) return undefined;
  // Segments up to the frame's header: FF, a marker, two bytes of length.
  for (let at = 2; at + 9 < bytes.length; at += 2 + bytes.readUInt16BE(at + 2)) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1] ?? 0;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (!isFrame) continue;
    const height = bytes.readUInt16BE(at + 5);
    return { type: 'image/jpeg', width: bytes.readUInt16BE(at + 7), height };
  }
  return undefined;
}

function webp(bytes: Buffer): ImageHeader | undefined {
  const declared = bytes.readUInt32LE(4) + 8;
  // An odd length is padded by one byte.
  if (bytes.length !== declared && bytes.length !== declared + (declared % 2)) return undefined;
  const type = 'image/webp';
  switch (text(bytes, 12)) {
    case 'VP8 ':
      if (bytes.readUIntBE(23, 3) !== 0x9d012a) return undefined;
      return {
        type,
        width: bytes.readUInt16LE(26) & 0x3fff,
        height: bytes.readUInt16LE(28) & 0x3fff,
      };
    case 'VP8L': {
      if (bytes[20] !== 0x2f) return undefined;
      const bits = bytes.readUInt32LE(21);
      return { type, width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 'VP8X':
      return { type, width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 };
    default:
      return undefined;
  }
}

function startsWith(bytes: Buffer, start: Buffer): boolean {
  return bytes.subarray(0, start.length).equals(start);
}

function endsWith(bytes: Buffer, end: Buffer): boolean {
  return bytes.subarray(-end.length).equals(end);
}

function text(bytes: Buffer, at: number): string {
  return bytes.toString('latin1', at, at + 4);
}
