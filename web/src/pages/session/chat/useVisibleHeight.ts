import { useEffect } from 'preact/hooks';

/**
 * Keeps `--visible-height` on the page's root: what a phone's keyboard leaves of the screen. Where
 * the keyboard shrinks the page itself, it is the same as 100dvh.
 */
export function useVisibleHeight(): void {
  useEffect(() => {
    const viewport = window.visualViewport;
    if (!viewport) return;
    const root = document.documentElement;
    const measure = (): void => {
      // Zoomed in, the visible part says nothing about the keyboard.
      if (viewport.scale > 1.01) return;
      root.style.setProperty('--visible-height', `${Math.round(viewport.height)}px`);
      root.classList.toggle('is-low', viewport.height < 480);
      // The browser pushes the page up to show the field; it fits as it is.
      if (window.scrollY > 0) window.scrollTo(0, 0);
    };
    measure();
    viewport.addEventListener('resize', measure);
    return () => {
      viewport.removeEventListener('resize', measure);
      root.style.removeProperty('--visible-height');
      root.classList.remove('is-low');
    };
  }, []);
}
