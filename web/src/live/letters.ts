import type { ChatMessage } from '@gabinet/shared/contracts/chat';
import type { SessionView } from '@gabinet/shared/contracts/session';
import type { Letter, LetterFate } from './ChatModel.ts';
import type { OutgoingLetter } from './ChatOutbox.ts';

type Marks = ReadonlyMap<string, { delivered: number; read: number }>;

/** Everybody inside wants marks, and there is more than one of them (rule C6). */
export function marksOn(view: SessionView | null): boolean {
  if (view?.you.presence !== 'admitted' || !view.you.wantsMarks) return false;
  const inside = view.others.filter(({ presence }) => presence === 'admitted');
  return inside.length > 0 && inside.every(({ wantsMarks }) => wantsMarks);
}

/** What the page shows: stored letters in their order, then own ones on their way. */
export function lettersOf(parts: {
  messages: readonly ChatMessage[];
  outgoing: readonly OutgoingLetter[];
  marks: Marks;
  view: SessionView | null;
  /** Display names of everybody who has been seen here. */
  names: ReadonlyMap<string, string>;
}): readonly Letter[] {
  const { view, names } = parts;
  const you = view?.you.participantId ?? '';
  const readers = readersOf(parts.marks, view);
  const readShown = marksOn(view);
  const arrived = new Set(parts.messages.map(({ messageId }) => messageId));
  return [
    ...parts.messages.map(
      (message): Letter => ({
        ...message,
        name: names.get(message.participantId) ?? null,
        fate: message.participantId === you ? fateOf(message.sequence, readers, readShown) : null,
      }),
    ),
    ...parts.outgoing
      .filter(({ messageId }) => !arrived.has(messageId))
      .map(
        ({ messageId, text, image, at, stored, failure, progress }): Letter => ({
          messageId,
          participantId: you,
          name: names.get(you) ?? null,
          sequence: stored?.sequence ?? null,
          text,
          image,
          at: stored?.at ?? at,
          fate: stored
            ? fateOf(stored.sequence, readers, readShown)
            : failure
              ? { state: 'failed', code: failure }
              : { state: 'sending', progress },
        }),
      ),
  ];
}

/** Who counts for "everybody": those inside now, or while nobody else is, those who were. */
function readersOf(marks: Marks, view: SessionView | null): { delivered: number; read: number }[] {
  const others = view?.others ?? [];
  const inside = others.filter(({ presence }) => presence === 'admitted');
  const counted = inside.length > 0 ? inside : others.filter((one) => marks.has(one.participantId));
  return counted.map(({ participantId }) => marks.get(participantId) ?? { delivered: 0, read: 0 });
}

function fateOf(
  sequence: number,
  readers: readonly { delivered: number; read: number }[],
  readShown: boolean,
): LetterFate {
  if (readers.length === 0) return { state: 'sent' };
  if (readShown && readers.every(({ read }) => read >= sequence)) return { state: 'read' };
  // Who has seen a letter has it.
  const reached = readers.every(({ delivered, read }) => Math.max(delivered, read) >= sequence);
  return { state: reached ? 'delivered' : 'sent' };
}
