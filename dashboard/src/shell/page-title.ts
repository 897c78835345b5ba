import { useEffect } from 'react';

/** Names the page in the tab, in history, and to screen readers when it is reached. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Tieout`;
  }, [title]);
}
