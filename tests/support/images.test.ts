import { describe, expect, test } from 'vitest';
import { imageHeader } from '../../signaling/src/chat/imageHeader.ts';
import { jpeg, png, webp } from './images.ts';

test.each([
  ['PNG', png(640, 480), { type: 'image/png', width: 640, height: 480 }],
  ['JPEG', jpeg(320, 200), { type: 'image/jpeg', width: 320, height: 200 }],
  ['lossy WebP', webp('VP8 ', 300, 400), { type: 'image/webp', width: 300, height: 400 }],
  ['lossless WebP', webp('VP8L', 5000, 7000), { type: 'image/webp', width: 5000, height: 7000 }],
  ['extended WebP', webp('VP8X', 9, 16_384), { type: 'image/webp', width: 9, height: 16_384 }],
])('C7 a %s is known by its bytes, with its size', (_, bytes, header) => {
  expect(imageHeader(bytes)).toEqual(header);
});

describe('C7 no image that we take', () => {
  test.each([
    ['nothing', Buffer.alloc(0)],
    ['a GIF', Buffer.from('GIF89a\x01\x00\x01\x00\x00\x00\x00;', 'latin1')],
    ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['a signature alone', png().subarray(0, 16)],
    ['a PNG with a page behind it', Buffer.concat([png(), Buffer.from('<script>1</script>')])],
    ['a page with a PNG behind it', Buffer.concat([Buffer.from('<!doctype html>'), png()])],
    ['a JPEG with a page behind it', Buffer.concat([jpeg(), Buffer.from('<script>1</script>')])],
    ['a JPEG without a frame', Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex')],
    ['a JPEG whose segments lead nowhere', Buffer.from('ffd8ffe00000ffe00000ffe00000ffd9', 'hex')],
    ['a WebP that is longer than it says', Buffer.concat([webp('VP8L', 2, 2), Buffer.alloc(9)])],
    [
      'a RIFF of another kind',
      Buffer.from('RIFF\x18\0\0\0WAVEfmt \0\0\0\0'.padEnd(40, '\0'), 'latin1'),
    ],
  ])('%s', (_, bytes) => {
    expect(imageHeader(bytes)).toBeUndefined();
  });
});
