import type { PastedColumn } from '../../shell/pasted-id.ts';

const KEY = 'tieout.pasted.';
const KEPT_MAX = 20;

/** Keeps a pasted column for as long as this tab lives, so that a reload and Back find it: it is too long for an address. Returns its name. */
export function keepPasted(column: PastedColumn): string {
  const names = namesKept();
  const name = String(Number(names.at(-1) ?? 0) + 1);
  for (const old of names.slice(0, Math.max(0, names.length - KEPT_MAX + 1)))
    sessionStorage.removeItem(KEY + old);
  sessionStorage.setItem(KEY + name, JSON.stringify(column));
  return name;
}

/** The column of this name; null where this tab has none. */
export function keptColumn(name: string): PastedColumn | null {
  const kept = sessionStorage.getItem(KEY + name);
  if (kept === null) return null;
  const column: Partial<PastedColumn> = JSON.parse(kept);
  return column.ids === undefined ? null : { ids: column.ids, others: column.others ?? [] };
}

function namesKept(): string[] {
  return Object.keys(sessionStorage)
    .filter((key) => key.startsWith(KEY))
    .map((key) => key.slice(KEY.length))
    .toSorted((one, other) => Number(one) - Number(other));
}
