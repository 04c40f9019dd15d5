import type { SessionView } from '@gabinet/shared/contracts/session';
import { t } from '../../../i18n/text.ts';
import { day, isSameDay, time } from '../../../i18n/time.ts';
import type { Letter } from '../../../live/ChatModel.ts';

/** The letters on the page as plain text, as a person would keep them. */
function copyOf(letters: readonly Letter[], view: SessionView): string {
  const parts = [view.practiceName];
  let before: Letter | undefined;
  for (const letter of letters) {
    if (!before || !isSameDay(before.at, letter.at)) parts.push(day(letter.at));
    before = letter;
    const heading = `${letter.name ?? t('chat.someone')}, ${time(letter.at)}`;
    const picture = letter.image ? [`[${t('chat.picture')}]`] : [];
    const failed = letter.fate?.state === 'failed' ? [t('chat.failed')] : [];
    const text = letter.text.trim() === '' ? [] : [letter.text];
    parts.push([heading, ...text, ...picture, ...failed].join('\n'));
  }
  return `${parts.join('\n\n')}\n`;
}

/** Hands the letters over as a file; nothing leaves the browser for it. */
export function saveCopy(letters: readonly Letter[], view: SessionView): void {
  const file = new Blob([copyOf(letters, view)], { type: 'text/plain;charset=utf-8' });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = `${t('chat.file', { date: new Date(view.startsAt).toISOString().slice(0, 10) })}.txt`;
  link.click();
  // After the browser has taken it over.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
