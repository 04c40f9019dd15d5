// The dedicated worker that every frame goes through, in both directions: it alone holds the frame keys.
// An error here ends in a dropped frame, never in a plain one.
import { type EncodedFrame, FrameDesk } from './FrameDesk.ts';
import type { ToSealingWorker, TransformOptions } from './messages.ts';

/** The part of WebRTC Encoded Transform that the types of a page leave out. */
interface ScriptTransformer {
  readonly options: TransformOptions;
  readonly readable: ReadableStream<EncodedFrame>;
  readonly writable: WritableStream<EncodedFrame>;
  sendKeyFrameRequest(): Promise<void>;
  generateKeyFrame(): Promise<unknown>;
}
declare global {
  var onrtctransform: ((event: { transformer: ScriptTransformer }) => void) | null;
}

const tellingMilliseconds = 500;
const desk = new FrameDesk(() => performance.now());

globalThis.onrtctransform = ({ transformer }) => {
  const { options } = transformer;
  const through = desk.through(options, () => {
    const asked =
      options.direction === 'seal'
        ? transformer.generateKeyFrame()
        : transformer.sendKeyFrameRequest();
    // A track that has just ended cannot be asked.
    asked.catch(() => undefined);
  });
  transformer.readable
    .pipeThrough(
      new TransformStream<EncodedFrame, EncodedFrame>({
        async transform(frame, output) {
          const passed = await through(frame).catch(() => null);
          if (passed) output.enqueue(passed);
        },
      }),
    )
    .pipeTo(transformer.writable)
    // The track has ended.
    .catch(() => undefined);
};

addEventListener('message', ({ data }: MessageEvent<ToSealingWorker>) => desk.take(data));

setInterval(() => {
  const news = desk.news();
  if (news) postMessage(news);
}, tellingMilliseconds);
