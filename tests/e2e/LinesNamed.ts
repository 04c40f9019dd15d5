import { expect, type Page } from '@playwright/test';
import { phrase } from '../support/words.ts';

declare global {
  interface Window {
    /** Set by a test; the app knows nothing of it. */
    linesNamed?: string[];
  }
}

/** Takes note from now on of every line that this page names, however shortly (rule L4). */
export async function watchNamed(page: Page): Promise<void> {
  const sentences = (['sideYours', 'sideTheirs', 'sideBoth'] as const).map(
    (name) => phrase(`ladder.${name}`, { names: '@' }).source,
  );
  await page.evaluate(([yours = '', theirs = '', both = '']) => {
    const named: string[] = [];
    window.linesNamed = named;
    const sentence = (source: string): RegExp => new RegExp(source.replace('@', '([^.]*)'));
    const look = (): void => {
      for (const { textContent } of document.querySelectorAll('[role=status]')) {
        const text = textContent ?? '';
        const others = sentence(theirs).exec(text)?.[1];
        if (sentence(both).test(text)) named.push('both');
        else if (sentence(yours).test(text)) named.push('yours');
        else if (others) named.push(`theirs: ${others}`);
      }
      const all = named.splice(0);
      named.push(...all.filter((one, index) => one !== all[index - 1]));
    };
    look();
    new MutationObserver(look).observe(document.body, {
      subtree: true,
      childList: true,
      characterData: true,
    });
  }, sentences);
}

/** Whose lines this page has named since, each run of the same once. */
export async function namedBy(page: Page): Promise<readonly string[]> {
  const named = await page.evaluate(() => window.linesNamed);
  expect(named, 'watchNamed() was called in this document').toBeDefined();
  return named ?? [];
}
