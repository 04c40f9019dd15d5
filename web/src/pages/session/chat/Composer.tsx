import './composer.css';
import type { JSX } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { plural, t } from '../../../i18n/text.ts';
import type { ChatModel } from '../../../live/ChatModel.ts';
import { Button } from '../../../ui/controls.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import { IconButton } from './IconButton.tsx';
import type { Pictures } from './usePictures.ts';

/** From how many characters before the limit on it is told. */
const nearLimit = 300;
/** From how many characters on a letter is long. */
const longText = 160;

/** With a keyboard at hand Enter sends; on a touch screen it starts a new line. */
function enterSends(): boolean {
  return matchMedia('(hover: hover) and (pointer: fine)').matches;
}

/** Where one writes: it grows with the text, and keeps it over a reload. */
export function Composer(props: { chat: ChatModel; pictures: Pictures }): JSX.Element {
  const { chat, pictures } = props;
  const { text, image } = chat.draft.value;
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const file = useRef<HTMLInputElement>(null);
  const left = chat.textLimit - text.length;

  useLayoutEffect(() => {
    const area = field.current;
    if (!area) return;
    area.style.height = 'auto';
    area.style.height = `${area.scrollHeight}px`;
  }, [text, text.length > longText]);

  const send = (): void => {
    chat.send();
    // The keyboard of a phone stays where it is.
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // An input method's Enter chooses a word; some browsers say so only by 229.
    if (event.key !== 'Enter' || event.isComposing || event.keyCode === 229) return;
    if (event.shiftKey || event.altKey) return;
    if (!(event.ctrlKey || event.metaKey || enterSends())) return;
    event.preventDefault();
    send();
  };

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <ComposerNote id={id} left={left} state={pictures.state} />
      <div class={text.length > longText ? 'composer-box composer-long' : 'composer-box'}>
        {image && <Attached chat={chat} />}
        <IconButton
          icon="image"
          name={t('chat.attach')}
          class="composer-attach"
          onPress={() => file.current?.click()}
        />
        <input
          ref={file}
          type="file"
          class="said"
          tabIndex={-1}
          aria-hidden="true"
          accept="image/*"
          onChange={(event) => {
            pictures.take(event.currentTarget.files);
            // The same file once more must be a change.
            event.currentTarget.value = '';
            field.current?.focus();
          }}
        />
        <textarea
          ref={field}
          aria-label={t('chat.yourLetter')}
          aria-describedby={`${id}-note ${id}-hint`}
          aria-invalid={left < 0 ? true : undefined}
          placeholder={t('chat.placeholder')}
          rows={1}
          value={text}
          onInput={(event) => chat.write(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          onPaste={(event) => {
            // A picture on the clipboard; text with pictures in it is pasted as text.
            const { clipboardData } = event;
            if (clipboardData?.types.includes('text/plain')) return;
            if (pictures.take(clipboardData?.files)) event.preventDefault();
          }}
        />
        <Button kind="main" submits>
          {t('chat.send')}
        </Button>
      </div>
      <p class="composer-hint" id={`${id}-hint`}>
        {enterSends() ? t('chat.hintEnter') : t('chat.hintTouch')}
      </p>
    </form>
  );
}

/** What stands in the way, or will soon. The place for it is always there for readers. */
function ComposerNote(props: { id: string; left: number; state: Pictures['state'] }): JSX.Element {
  const { left, state } = props;
  const wrong = left < 0 || state === 'refused';
  const sentence =
    left < 0
      ? plural('chat.tooLong', -left)
      : state === 'refused'
        ? t('chat.notPicture')
        : state === 'preparing'
          ? t('chat.preparing')
          : left <= nearLimit
            ? plural('chat.left', left)
            : null;
  return (
    <div id={`${props.id}-note`} role={wrong ? 'alert' : undefined}>
      {sentence && (
        <p class={wrong ? 'composer-note composer-wrong' : 'composer-note'}>
          {wrong && <Icon name="warning" size="s" />}
          {sentence}
        </p>
      )}
    </div>
  );
}

/** The picture of the draft, with the way to take it out again. */
function Attached({ chat }: { chat: ChatModel }): JSX.Element | null {
  const { image } = chat.draft.value;
  if (!image) return null;
  const picture = chat.picture(image).value;
  return (
    <div class="attached">
      {picture.state === 'shown' && <img src={picture.url} alt={t('chat.attached')} />}
      <IconButton icon="close" name={t('chat.detach')} onPress={() => chat.detach()} />
    </div>
  );
}
