import { signal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Icon, type IconName } from './Icon.tsx';

/** What is said in words: banners, states, and what a screen reader announces. */

/** A sentence that stays as long as its cause; read out politely when it appears. */
export function Banner(props: {
  icon: IconName;
  tone?: 'calm' | 'warm' | 'danger' | 'surface';
  children: ComponentChildren;
}): JSX.Element {
  return (
    <div class={`banner banner-${props.tone ?? 'calm'}`} role="status">
      <Icon name={props.icon} />
      <div>{props.children}</div>
    </div>
  );
}

/** A whole page for one state: what happened, what is safe, what to do. */
export function StatePage(props: {
  icon: IconName;
  title: string;
  text?: string;
  children?: ComponentChildren;
}): JSX.Element {
  return (
    <main class="state">
      <Icon name={props.icon} />
      <Heading>{props.title}</Heading>
      {props.text && <p>{props.text}</p>}
      {props.children && <div class="row">{props.children}</div>}
    </main>
  );
}

/** The page's heading. It takes the focus when a new state appears, so that it is read out. */
export function Heading(props: { class?: string; children: ComponentChildren }): JSX.Element {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // Not on the first page of a visit: the browser has its own beginning there.
    if (shown) heading.current?.focus({ preventScroll: true });
    shown = true;
  }, []);
  return (
    <h1 ref={heading} tabIndex={-1} {...(props.class ? { class: props.class } : {})}>
      {props.children}
    </h1>
  );
}
let shown = false;

const announced = signal('');
const betweenMilliseconds = 500;
const toSay: string[] = [];
let saying: ReturnType<typeof setTimeout> | undefined;

/** Says a sentence to screen readers, after what they are just saying; none takes another's place. */
export function announce(sentence: string): void {
  toSay.push(sentence);
  if (saying === undefined) sayNext();
}

function sayNext(): void {
  const sentence = toSay.shift();
  saying = sentence === undefined ? undefined : setTimeout(sayNext, betweenMilliseconds);
  if (sentence === undefined) return;
  // The same sentence twice must be a change, or it is not read again.
  announced.value = announced.peek() === sentence ? `${sentence}\u200b` : sentence;
}

/** The one polite live region of the page. */
export function Announcer(): JSX.Element {
  return (
    <div class="said" aria-live="polite" role="status">
      {announced.value}
    </div>
  );
}

/** Sets the title of the tab. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title;
  }, [title]);
}
