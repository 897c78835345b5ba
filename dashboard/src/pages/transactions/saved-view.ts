import { filterKey, filterOf } from './filter.ts';
import { listSearch, type ListSearch } from './list-search.ts';

export type ListPath = '/transactions' | '/breaks';

/** A list as somebody wants to see it again: filter, order, groups and columns, under a name of their own. */
export interface SavedView {
  readonly id: string;
  readonly list: ListPath;
  readonly name: string;
  readonly search: ListSearch;
}

const NAME_MAX = 40;

/** Takes what it can read of a stored text; what nobody knows in an address is dropped, as in one that was typed. */
export function parseViews(stored: string | null): readonly SavedView[] {
  let found: unknown;
  try {
    found = JSON.parse(stored ?? '[]');
  } catch {
    return []; // a broken value holds no views
  }
  return Array.isArray(found) ? found.flatMap(viewOf) : [];
}

function viewOf(found: unknown): SavedView[] {
  if (typeof found !== 'object' || found === null) return [];
  const { id, list, name, search }: Partial<Record<keyof SavedView, unknown>> = found;
  if (typeof id !== 'string' || typeof name !== 'string' || name === '') return [];
  if (list !== '/transactions' && list !== '/breaks') return [];
  if (typeof search !== 'object' || search === null) return [];
  return [{ id, list, name, search: asked({ ...search }) }];
}

/** What of an address is the view: not what stands open beside the list, nor which view it came from. */
export function asked(search: Readonly<Record<string, unknown>>): ListSearch {
  const { peek: _peek, view: _view, ...rest } = listSearch(search);
  return rest;
}

/** Where the view is found; also by somebody who has not saved it. */
export function addressOf({ id, search }: SavedView): ListSearch {
  return { ...search, view: id };
}

/** Whether a list is shown otherwise than the view says. One that names no columns has those that were chosen last. */
export function isChanged({ search: saved }: SavedView, search: ListSearch): boolean {
  const key = ({ sort, group, columns, ...filter }: ListSearch): string =>
    [sort, group, columns ?? saved.columns, filterKey(filterOf(filter))].join(' ');
  return key(saved) !== key(asked({ ...search }));
}

/** Why a view cannot have this name; null where it can. `own` is the view that has it now, if any. */
export function nameProblem(
  views: readonly SavedView[],
  list: ListPath,
  name: string,
  own: SavedView | null,
): string | null {
  if (name.trim() === '') return 'A view needs a name';
  if (name.trim().length > NAME_MAX) return `A name has at most ${NAME_MAX} characters`;
  const same = views.some(
    (view) =>
      view.list === list && view.id !== own?.id && view.name.toLowerCase() === name.trim().toLowerCase(),
  );
  return same ? 'Another view of yours has this name' : null;
}

/** With this view in the place of the one with its id, or at the end. */
export function withView(views: readonly SavedView[], view: SavedView): readonly SavedView[] {
  const place = views.findIndex(({ id }) => id === view.id);
  return place < 0 ? [...views, view] : views.with(place, view);
}

export function withoutView(views: readonly SavedView[], { id }: SavedView): readonly SavedView[] {
  return views.filter((view) => view.id !== id);
}
