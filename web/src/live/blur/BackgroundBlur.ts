import type { Results } from '@mediapipe/selfie_segmentation';
import type { MadeTrack } from '../DeviceSlot.ts';
import { Pace } from './pace.ts';
import { watchPressure } from './pressure.ts';
import { openSegmenter, type Segmenter } from './Segmenter.ts';

const framesPerSecond = 24;
/** Wide enough for a face on a screen, half the work of the camera's own size. */
const mostPixelsWide = 640;
/** The background is drawn this small and large again: no browser lacks that kind of blur. */
const blurredPixelsWide = 28;
const startMilliseconds = 15_000;
/** A model that is silent for so long has died: its picture would stand still for ever. */
const stuckMilliseconds = 5_000;

/**
 * The camera's picture with everything but the person blurred. The first picture is there when it
 * resolves, so the room is never seen in between. Rejects where it cannot run.
 * @param superseded rejects at once when the picture is no longer wanted; does nothing later
 * @param onGaveUp called once when this computer cannot keep up; the track then stands still
 */
export async function blurBackground(
  source: MediaStreamTrack,
  superseded: AbortSignal,
  onGaveUp: () => void,
): Promise<MadeTrack> {
  superseded.throwIfAborted();
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  video.srcObject = new MediaStream([source]);
  const segmenter = await start(video, superseded);
  const { width, height } = fit(video);
  const picture = canvas(width, height);
  const soft = canvas(
    blurredPixelsWide,
    Math.max(1, Math.round((blurredPixelsWide * height) / width)),
  );
  const shown = canvas(width, height);
  const pace = new Pace();
  let over = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const step = async (): Promise<void> => {
    context(picture).drawImage(video, 0, 0, width, height);
    draw(shown, soft, await segmenter.split(picture));
  };
  const stop = (): void => {
    over = true;
    clearTimeout(timer);
    stopPressure();
    document.removeEventListener('visibilitychange', onVisible);
    segmenter.close();
    video.srcObject = null;
    for (const track of stream.getTracks()) track.stop();
  };
  const giveUp = (): void => {
    if (over) return;
    over = true;
    onGaveUp();
  };
  const run = async (): Promise<void> => {
    const started = performance.now();
    try {
      await inTime(step(), stuckMilliseconds);
    } catch {
      return giveUp();
    }
    const now = performance.now();
    // A hidden page is slowed down by the browser, which says nothing about the computer.
    if (document.visibilityState === 'visible' && pace.frame(now)) giveUp();
    // Timers and not animation frames: those stop in a hidden page, and the picture with them.
    if (!over) timer = setTimeout(run, Math.max(0, 1_000 / framesPerSecond - (now - started)));
  };
  const onVisible = (): void => pace.restart();

  try {
    await unless(superseded, inTime(step(), startMilliseconds));
  } catch (error) {
    segmenter.close();
    video.srcObject = null;
    throw error;
  }
  const stream = shown.captureStream(framesPerSecond);
  const stopPressure = watchPressure(giveUp);
  document.addEventListener('visibilitychange', onVisible);
  void run();
  const track = stream.getVideoTracks()[0];
  if (!track) {
    stop();
    throw new Error('The canvas gave no track.');
  }
  return { track, stop };
}

/** The person sharp, over the room drawn small and large again. */
function draw(
  shown: HTMLCanvasElement,
  soft: HTMLCanvasElement,
  { image, segmentationMask }: Results,
): void {
  const { width, height } = shown;
  const small = context(soft);
  small.drawImage(image, 0, 0, soft.width, soft.height);
  const paint = context(shown);
  paint.save();
  paint.globalCompositeOperation = 'copy';
  paint.drawImage(segmentationMask, 0, 0, width, height);
  paint.globalCompositeOperation = 'source-in';
  paint.drawImage(image, 0, 0, width, height);
  paint.globalCompositeOperation = 'destination-over';
  paint.imageSmoothingEnabled = true;
  paint.imageSmoothingQuality = 'high';
  paint.drawImage(soft, 0, 0, width, height);
  paint.restore();
}

function fit({ videoWidth, videoHeight }: HTMLVideoElement): { width: number; height: number } {
  const scale = Math.min(1, mostPixelsWide / Math.max(1, videoWidth));
  return {
    width: Math.max(2, Math.round(videoWidth * scale)),
    height: Math.max(2, Math.round(videoHeight * scale)),
  };
}

function canvas(width: number, height: number): HTMLCanvasElement {
  const made = document.createElement('canvas');
  made.width = width;
  made.height = height;
  return made;
}

function context(of: HTMLCanvasElement): CanvasRenderingContext2D {
  const found = of.getContext('2d');
  if (!found) throw new Error('This browser has no canvas.');
  return found;
}

/** The model and the picture it works on; a model that comes too late is closed, not forgotten. */
async function start(video: HTMLVideoElement, superseded: AbortSignal): Promise<Segmenter> {
  const opening = openSegmenter();
  try {
    const begun = inTime(Promise.all([opening, video.play()]), startMilliseconds);
    const [segmenter] = await unless(superseded, begun);
    return segmenter;
  } catch (error) {
    video.srcObject = null;
    opening.then(
      (late) => late.close(),
      () => undefined,
    );
    throw error;
  }
}

function inTime<T>(work: Promise<T>, milliseconds: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('The model took too long.')), milliseconds);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** The work's end, or a rejection as soon as the signal is aborted. */
function unless<T>(aborted: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(aborted.reason);
    if (aborted.aborted) stop();
    aborted.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => aborted.removeEventListener('abort', stop));
  });
}
