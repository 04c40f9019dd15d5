import type { JSX } from 'preact';
import { LinkFirst } from './LinkFirst.tsx';

/** `/book#TOKEN`: a psychologist's invitation to book with them. */
export default function BookPage(): JSX.Element {
  return <LinkFirst kind="book" />;
}
