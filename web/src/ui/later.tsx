import type { ComponentType, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** A component whose code and words are loaded when it is first drawn; until then nothing is there. */
export function later<P extends object>(
  load: () => Promise<ComponentType<P>>,
): (props: P) => JSX.Element | null {
  let loaded: ComponentType<P> | null = null;
  return function Later(props: P): JSX.Element | null {
    const [, redraw] = useState(0);
    useEffect(() => {
      if (loaded) return;
      load().then(
        (component) => {
          loaded = component;
          redraw((times) => times + 1);
        },
        () => undefined, // Offline this moment: asked for again when it is next drawn anew.
      );
    }, []);
    const Loaded = loaded;
    return Loaded && <Loaded {...props} />;
  };
}
