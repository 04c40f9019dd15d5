import type { Results, SelfieSegmentation } from '@mediapipe/selfie_segmentation';
import graphUrl from '@mediapipe/selfie_segmentation/selfie_segmentation.binarypb?url';
import scriptUrl from '@mediapipe/selfie_segmentation/selfie_segmentation.js?url';
import modelUrl from '@mediapipe/selfie_segmentation/selfie_segmentation_landscape.tflite?url';
import simdScriptUrl from '@mediapipe/selfie_segmentation/selfie_segmentation_solution_simd_wasm_bin.js?url';
import simdWasmUrl from '@mediapipe/selfie_segmentation/selfie_segmentation_solution_simd_wasm_bin.wasm?url';
import plainScriptUrl from '@mediapipe/selfie_segmentation/selfie_segmentation_solution_wasm_bin.js?url';
import plainWasmUrl from '@mediapipe/selfie_segmentation/selfie_segmentation_solution_wasm_bin.wasm?url';

declare global {
  interface Window {
    /** Set by the package's own script, which is no module. */
    SelfieSegmentation?: typeof SelfieSegmentation;
  }
}

/** The package asks for its files by their names; the build gave each a name of its own. */
const files: Readonly<Record<string, string>> = {
  'selfie_segmentation.binarypb': graphUrl,
  'selfie_segmentation_landscape.tflite': modelUrl,
  'selfie_segmentation_solution_simd_wasm_bin.js': simdScriptUrl,
  'selfie_segmentation_solution_simd_wasm_bin.wasm': simdWasmUrl,
  'selfie_segmentation_solution_wasm_bin.js': plainScriptUrl,
  'selfie_segmentation_solution_wasm_bin.wasm': plainWasmUrl,
};
/** The package's number for the model made for wide pictures, the quicker one. */
const wideModel = 1;

/** Tells the person from the room, picture by picture. */
export interface Segmenter {
  /** The picture and its mask: opaque where the person is. */
  split(picture: HTMLCanvasElement): Promise<Results>;
  close(): void;
}

/** Loads the model from this service's own files. Rejects without WebAssembly or WebGL. */
export async function openSegmenter(): Promise<Segmenter> {
  await loadScript();
  if (!window.SelfieSegmentation) throw new Error('The script of the model brought nothing.');
  const model = new window.SelfieSegmentation({ locateFile: (name) => files[name] ?? name });
  model.setOptions({ modelSelection: wideModel });
  let arrived: Results | null = null;
  model.onResults((results) => {
    arrived = results;
  });
  await model.initialize();
  return {
    async split(picture) {
      arrived = null;
      await model.send({ image: picture });
      if (!arrived) throw new Error('The model gave no mask.');
      return arrived;
    },
    close: () => void model.close(),
  };
}

let loading: Promise<void> | null = null;

function loadScript(): Promise<void> {
  loading ??= new Promise<void>((resolve, reject) => {
    const script = document.createElement('script');
    script.src = scriptUrl;
    script.addEventListener('load', () => resolve());
    script.addEventListener('error', () => {
      loading = null;
      reject(new Error('The script of the model did not arrive.'));
    });
    document.head.append(script);
  });
  return loading;
}
