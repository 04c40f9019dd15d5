import type { ChatImage } from '@gabinet/shared/contracts/chat';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { t } from '../../../i18n/text.ts';
import { time } from '../../../i18n/time.ts';
import type { ChatModel } from '../../../live/ChatModel.ts';
import { Button } from '../../../ui/controls.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';

/** The picture of a letter; its room is kept while it loads, and it can be seen large. */
export function LetterImage(props: {
  image: ChatImage;
  chat: ChatModel;
  name: string;
  at: number;
}): JSX.Element {
  const { image, chat } = props;
  const [large, setLarge] = useState(false);
  const picture = chat.picture(image).value;
  const words = t('chat.pictureOf', { name: props.name, time: time(props.at) });
  const room = { aspectRatio: `${image.width} / ${image.height}` };
  return (
    <figure class="letter-image">
      {picture.state === 'shown' ? (
        <button
          type="button"
          aria-label={`${t('chat.enlarge')}: ${words}`}
          onClick={() => setLarge(true)}
        >
          <img src={picture.url} alt="" width={image.width} height={image.height} />
        </button>
      ) : (
        <div class="letter-image-room" style={room} role="img" aria-label={words} />
      )}
      <figcaption>
        {picture.state === 'shown' && (
          <>
            <span>{t('chat.picture')}</span>
            {/* The picture above is the button; this only says so to who sees. */}
            <span class="letter-image-enlarge" aria-hidden="true">
              {t('chat.enlarge')}
            </span>
          </>
        )}
        {picture.state === 'loading' && <span>{t('chat.pictureLoading')}</span>}
        {picture.state === 'failed' && (
          <>
            <span>{t('chat.pictureFailed')}</span>
            <Button kind="quiet" small onPress={() => chat.pictureAgain(image)}>
              {t('chat.pictureAgain')}
            </Button>
          </>
        )}
      </figcaption>
      {large && picture.state === 'shown' && (
        <Dialog title={t('chat.picture')} onClose={() => setLarge(false)}>
          <img class="letter-image-large" src={picture.url} alt={words} />
          <div class="acts">
            <Button onPress={() => setLarge(false)}>{t('common.close')}</Button>
          </div>
        </Dialog>
      )}
    </figure>
  );
}
