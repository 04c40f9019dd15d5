import { expect, test } from 'vitest';
import { BlobBrokenError, openBlob, sealBlob } from './sealedBlob.ts';

const picture = new TextEncoder().encode('not really a picture');

test('E7 a picture is sealed under a key of its own, and opened by what its message holds', async () => {
  const [first, second] = [await sealBlob(picture), await sealBlob(picture)];
  expect(first.sealed).not.toEqual(second.sealed);
  expect(first.sealed.toHex()).not.toContain(picture.toHex());
  expect(await openBlob(first.sealed, first.blobKey)).toEqual(picture);
});

test('E7 another blob, another key or another bit is not opened', async () => {
  const [first, second] = [await sealBlob(picture), await sealBlob(picture)];
  const altered = first.sealed.slice();
  altered[3] = (altered[3] ?? 0) ^ 1;
  const { key, hash } = first.blobKey;
  const wrong = [
    openBlob(second.sealed, first.blobKey),
    openBlob(altered, first.blobKey),
    openBlob(first.sealed.subarray(0, 10), first.blobKey),
    openBlob(first.sealed, { key: second.blobKey.key, hash }),
    openBlob(first.sealed, { key: key.slice(0, 5), hash }),
    openBlob(first.sealed, { key, hash: hash.slice(0, 5) }),
  ];
  await Promise.all(wrong.map((one) => expect(one).rejects.toThrow(BlobBrokenError)));
});
