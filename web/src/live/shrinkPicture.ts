import { type ChatImage, chatImageBytes } from '@gabinet/shared/contracts/chat';
import { AppError } from '@gabinet/shared/contracts/errors';

/** The longer side of a picture that is sent, at most, in pixels. */
const longestSide = 2_048;
const qualities = [0.86, 0.7, 0.5] as const;

/** A picture as it is sent: drawn anew, so that nothing of the file but its pixels goes. */
export interface ShrunkPicture {
  image: Omit<ChatImage, 'imageId'>;
  blob: Blob;
}

/**
 * Draws a picture anew at 2,048 pixels at most, as WebP or, where the browser makes none, JPEG. Place,
 * device and time that a camera writes into its files stay behind.
 * @throws AppError INVALID_INPUT when this browser cannot read it as a picture.
 */
export async function shrinkPicture(file: Blob): Promise<ShrunkPicture> {
  const bitmap = await createImageBitmap(file).catch((cause) => {
    throw new AppError('INVALID_INPUT', { fields: ['image'], cause });
  });
  try {
    let side = longestSide;
    for (;;) {
      const canvas = draw(bitmap, side);
      for (const quality of qualities) {
        const blob = await encode(canvas, quality);
        if (blob.size <= chatImageBytes) {
          const type = blob.type === 'image/webp' ? 'image/webp' : 'image/jpeg';
          return { blob, image: { type, width: canvas.width, height: canvas.height } };
        }
      }
      side /= 2;
    }
  } finally {
    bitmap.close();
  }
}

function draw(bitmap: ImageBitmap, side: number): HTMLCanvasElement {
  const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const paint = canvas.getContext('2d');
  if (!paint) throw new AppError('INVALID_INPUT', { fields: ['image'] });
  // JPEG knows no transparency: a drawing on nothing becomes one on paper.
  paint.fillStyle = 'white';
  paint.fillRect(0, 0, canvas.width, canvas.height);
  paint.imageSmoothingQuality = 'high';
  paint.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return canvas;
}

async function encode(canvas: HTMLCanvasElement, quality: number): Promise<Blob> {
  const webp = await toBlob(canvas, 'image/webp', quality);
  // A browser that makes no WebP gives PNG instead.
  return webp.type === 'image/webp' ? webp : toBlob(canvas, 'image/jpeg', quality);
}

function toBlob(canvas: HTMLCanvasElement, type: string, quality: number): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new AppError('TOO_LARGE'))),
      type,
      quality,
    );
  });
}
