import type { ChatImage } from '@gabinet/shared/contracts/chat';
import { signal } from '@preact/signals';
import type { ChatModel, Draft, Letter, LetterPicture } from '../live/ChatModel.ts';

export interface FakeChatOptions {
  letters?: readonly Letter[];
  draft?: Draft;
  online?: boolean;
  ready?: boolean;
  marksOn?: boolean;
  writing?: readonly string[];
  unread?: number;
  picture?: LetterPicture;
}

/** Writing that goes nowhere: its signals hold what a screen is to show. */
export function fakeChat(options: FakeChatOptions = {}): ChatModel {
  const draft = signal(options.draft ?? { text: '', image: null });
  const picture = signal(options.picture ?? ({ state: 'shown', url: drawing() } as const));
  const nothing = (): void => undefined;
  return {
    textLimit: 4000,
    letters: signal(options.letters ?? []),
    ready: signal(options.ready ?? true),
    online: signal(options.online ?? true),
    unread: signal(options.unread ?? 0),
    draft,
    marksOn: signal(options.marksOn ?? false),
    writing: signal(options.writing ?? []),
    write: (text) => {
      draft.value = { ...draft.peek(), text };
    },
    attach: async () => undefined,
    detach: nothing,
    send: () => true,
    again: nothing,
    discard: nothing,
    seen: nothing,
    picture: () => picture,
    pictureAgain: nothing,
    wishMarks: async () => undefined,
  };
}

export const drawnImage: ChatImage = {
  imageId: '00000000-0000-4000-8000-000000000099',
  type: 'image/webp',
  width: 800,
  height: 560,
};

/** A pencil drawing, for the gallery alone: a window, a table, an empty chair. */
function drawing(): string {
  const canvas = document.createElement('canvas');
  canvas.width = drawnImage.width;
  canvas.height = drawnImage.height;
  const paint = canvas.getContext('2d');
  if (!paint) throw new Error('This browser has no canvas.');
  paint.fillStyle = '#f6f1e7';
  paint.fillRect(0, 0, 800, 560);
  paint.strokeStyle = '#4a4f4e';
  paint.lineWidth = 3;
  for (const [x, y, width, height] of [
    [90, 60, 250, 290],
    [105, 75, 220, 260],
    [560, 200, 90, 270],
  ] as const) {
    paint.strokeRect(x, y, width, height);
  }
  for (const [fromX, fromY, toX, toY] of [
    [215, 75, 215, 335],
    [105, 200, 325, 200],
    [60, 470, 740, 470],
    [110, 470, 106, 550],
    [700, 470, 704, 550],
    [560, 330, 650, 330],
  ] as const) {
    paint.beginPath();
    paint.moveTo(fromX, fromY);
    paint.lineTo(toX, toY);
    paint.stroke();
  }
  return canvas.toDataURL('image/png');
}
