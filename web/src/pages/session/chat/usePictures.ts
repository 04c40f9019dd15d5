import { useSignal } from '@preact/signals';
import { failureCode } from '../../../api.ts';
import type { ChatModel } from '../../../live/ChatModel.ts';

export interface Pictures {
  state: 'idle' | 'preparing' | 'refused';
  /** Takes the first picture of a list; false when there is none in it. */
  take(files: FileList | null | undefined): boolean;
  /** For the element over which a picture may be dropped. */
  dropping: {
    onDragOver: (event: DragEvent) => void;
    onDrop: (event: DragEvent) => void;
  };
}

/** Pictures that are picked, pasted or dropped into the draft. */
export function usePictures(chat: ChatModel): Pictures {
  const state = useSignal<Pictures['state']>('idle');

  const take = (files: FileList | null | undefined): boolean => {
    const file = files?.[0];
    if (!file) return false;
    state.value = 'preparing';
    chat.attach(file).then(
      () => {
        state.value = 'idle';
      },
      (error: unknown) => {
        state.value = failureCode(error) === 'INVALID_INPUT' ? 'refused' : 'idle';
      },
    );
    return true;
  };

  /** Words that are dragged into the field are the browser's own to put there. */
  const areWords = ({ target, dataTransfer }: DragEvent): boolean =>
    target instanceof HTMLTextAreaElement && !dataTransfer?.types.includes('Files');

  return {
    state: state.value,
    take,
    dropping: {
      // A file dropped beside the field would otherwise replace the page.
      onDragOver: (event) => {
        if (!areWords(event)) event.preventDefault();
      },
      onDrop: (event) => {
        if (areWords(event)) return;
        event.preventDefault();
        take(event.dataTransfer?.files);
      },
    },
  };
}
