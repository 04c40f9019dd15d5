import type { JSX } from 'preact';
import { LinkFirst } from './LinkFirst.tsx';

/** `/intake#TOKEN`: back to what was answered. */
export default function ResumePage(): JSX.Element {
  return <LinkFirst kind="resume" />;
}
