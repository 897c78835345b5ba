import { useSyncExternalStore } from 'react';

/*
 * A canvas takes no custom property, and a token is two colours until somebody asks what it is here and now. So the document is asked, again
 * whenever the theme turns.
 */

/** Token names, without "--color-", to colours a canvas takes. */
export function coloursNow(names: readonly string[]): ReadonlyMap<string, string> {
  const probe = document.createElement('span');
  probe.hidden = true;
  document.body.append(probe);
  const colours = new Map<string, string>();
  for (const name of names) {
    probe.style.color = `var(--color-${name})`;
    colours.set(name, getComputedStyle(probe).color);
  }
  probe.remove();
  return colours;
}

const dark = matchMedia('(prefers-color-scheme: dark)');

function subscribe(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  dark.addEventListener('change', listener);
  return () => {
    observer.disconnect();
    dark.removeEventListener('change', listener);
  };
}

/** Another value whenever colours may be others. */
export function useThemeTurn(): string {
  return useSyncExternalStore(
    subscribe,
    () => `${document.documentElement.dataset['theme'] ?? 'system'} ${dark.matches}`,
  );
}
