import type { JSX } from 'preact';

/** The real layout while it loads, still, shown after 150 ms. */
export function Skeletons({ label }: { label: string }): JSX.Element {
  return (
    <main class="invitation skeletons" aria-busy="true">
      <h1 class="said">{label}</h1>
      <div class="invitation-words" aria-hidden="true">
        <div class="who">
          <span class="person skeleton" />
          <div>
            <span class="skeleton skeleton-name" />
            <span class="skeleton skeleton-line" />
          </div>
        </div>
        <div class="when">
          <span class="skeleton skeleton-name" />
          <span class="skeleton skeleton-line" />
        </div>
      </div>
      <div class="invitation-side" aria-hidden="true">
        <span class="skeleton skeleton-sheet" />
      </div>
    </main>
  );
}
