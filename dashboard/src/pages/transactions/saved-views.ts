import { useEffect } from 'react';
import { Observable, useObservable } from '../../observable.ts';
import { usePerson } from '../../session/person-context.tsx';
import { parseViews, withoutView, withView, type SavedView } from './saved-view.ts';

interface Kept {
  readonly views: readonly SavedView[];
  /** What was done last, in words, and the views as they were before it. */
  readonly done: { readonly words: string; readonly before: readonly SavedView[] } | null;
}

/** One person's views on this browser, each change with a way back. */
class SavedViews {
  readonly kept = new Observable<Kept>({ views: [], done: null });
  #key = '';

  /** Browsers are shared: everybody has views of their own. */
  openFor(username: string): void {
    const key = `tieout.views.${username}`;
    if (key === this.#key) return;
    this.#key = key;
    this.kept.set({ views: this.#stored(), done: null });
  }

  save(view: SavedView, words: string): void {
    this.#change((views) => withView(views, view), words);
  }

  delete(view: SavedView): void {
    this.#change((views) => withoutView(views, view), `“${view.name}” is deleted`);
  }

  undo(): void {
    const { done } = this.kept.get();
    if (done !== null) this.#keep(done.before, null);
  }

  dismiss(): void {
    this.kept.set({ ...this.kept.get(), done: null });
  }

  #change(apply: (views: readonly SavedView[]) => readonly SavedView[], words: string): void {
    // From the store, not from memory: another tab may have saved one meanwhile.
    const before = this.#stored();
    this.#keep(apply(before), { words, before });
  }

  #keep(views: readonly SavedView[], done: Kept['done']): void {
    localStorage.setItem(this.#key, JSON.stringify(views));
    this.kept.set({ views, done });
  }

  #stored(): readonly SavedView[] {
    return parseViews(localStorage.getItem(this.#key));
  }
}

export const savedViews = new SavedViews();

export function useSavedViews(): Kept {
  const { username } = usePerson();
  useEffect(() => savedViews.openFor(username), [username]);
  return useObservable(savedViews.kept);
}
