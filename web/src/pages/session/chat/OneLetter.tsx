import type { JSX } from 'preact';
import { errorText, t } from '../../../i18n/text.ts';
import { firstName, time } from '../../../i18n/time.ts';
import type { ChatModel, Letter, LetterFate } from '../../../live/ChatModel.ts';
import { Button } from '../../../ui/controls.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import { LetterImage } from './LetterImage.tsx';

/** One letter: an own one on a sheet, another's on the table itself. */
export function OneLetter(props: {
  letter: Letter;
  own: boolean;
  /** Follows another of the same person closely: the name is for readers only. */
  run: boolean;
  fateShown: boolean;
  chat: ChatModel;
}): JSX.Element {
  const { letter, own, run, chat } = props;
  const { text, image, fate, at } = letter;
  const name = own ? t('call.you') : letter.name ? firstName(letter.name) : t('chat.someone');
  const classes = ['letter', own && 'letter-own', run && 'letter-run'];
  return (
    <article class={classes.filter(Boolean).join(' ')} aria-label={`${name}, ${time(at)}`}>
      <header class={run ? 'said' : undefined}>
        <b>{name}</b> <time dateTime={new Date(at).toISOString()}>{time(at)}</time>
      </header>
      {text.trim() !== '' && <p class="letter-text">{text}</p>}
      {image && <LetterImage image={image} chat={chat} name={name} at={at} />}
      {props.fateShown && fate && <Fate letter={letter} fate={fate} chat={chat} />}
    </article>
  );
}

function Fate(props: { letter: Letter; fate: LetterFate; chat: ChatModel }): JSX.Element {
  const { fate, chat } = props;
  const { messageId } = props.letter;
  switch (fate.state) {
    case 'sending':
      return <p class="letter-fate">{sendingText(fate.progress, chat.online.value)}</p>;
    case 'failed':
      return (
        <div class="letter-failed">
          <p>
            <Icon name="warning" size="s" />
            <span>
              {t('chat.failed')} {fate.code !== 'OFFLINE' && errorText(fate.code)}
            </span>
          </p>
          <Button small onPress={() => chat.again(messageId)}>
            {t('chat.again')}
          </Button>
          <Button kind="plain" small onPress={() => chat.discard(messageId)}>
            {t('chat.discard')}
          </Button>
        </div>
      );
    default:
      return <p class="letter-fate">{t(`chat.${fate.state}`)}</p>;
  }
}

function sendingText(progress: number | null, online: boolean): string {
  if (!online) return t('chat.sendingLater');
  if (progress === null) return t('chat.sending');
  return t('chat.sendingPicture', { percent: Math.round(progress * 100) });
}
