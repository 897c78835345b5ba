import { useEffect, useEffectEvent } from 'react';
import type { Role } from '../api/schema.ts';
import { usePreferences } from '../preferences/preferences.ts';

/** Every key the dashboard listens to, for the list behind "?". */
export const SHORTCUTS: readonly {
  readonly keys: string;
  readonly does: string;
  /** A single letter or sign: can be switched off. */
  readonly single: boolean;
  /** Told only to those it works for. */
  readonly needs?: Role;
}[] = [
  { keys: 'Ctrl K', does: 'Search ids, references, pages, views; paste a column of ids', single: false },
  { keys: '/', does: 'Write the filter', single: true },
  { keys: 'F', does: 'Add a filter', single: true },
  {
    keys: 'G then O B T S D',
    does: 'Go to Overview, Breaks, Transactions, Sources, Dead letters',
    single: true,
  },
  { keys: 'G then A', does: 'Go to the access log', single: true, needs: 'auditor' },
  { keys: 'J K', does: 'Next and previous row or transaction', single: true },
  { keys: 'Enter', does: 'Open the row, or what a chart’s bucket counts', single: false },
  { keys: 'Space', does: 'Open the row beside the list, or close it', single: false },
  { keys: '[ ]', does: 'Less or more time (Overview)', single: true },
  { keys: '.', does: 'Show what is new and follow', single: true },
  { keys: 'D', does: 'Only differences (transaction)', single: true },
  { keys: 'Y', does: 'Copy the transaction id', single: true },
  { keys: 'Shift Y', does: 'Copy the link to this page', single: true },
  { keys: 'Shift C', does: 'Copy the verdict as a sentence', single: true },
  { keys: 'T', does: 'Change the zone of all times', single: true },
  { keys: 'Esc', does: 'Close, or leave the row', single: false },
  { keys: '?', does: 'This list', single: true },
];

type Handlers = Readonly<Record<string, () => void>>;

function typing(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
  );
}

/**
 * Single keys, outside fields and dialogs only, and only while the person has them switched on. Names are KeyboardEvent.key, letters in
 * lower case, with "shift " before them where it is held; "g o" means G and then O.
 */
export function useShortcuts(handlers: Handlers): void {
  const { shortcuts } = usePreferences();
  const onKey = useEffectEvent((event: KeyboardEvent, before: string | null): boolean => {
    const letter = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    // Only letters: "?" is Shift and another key already.
    const key = event.shiftKey && /^[a-z]$/.test(letter) ? `shift ${letter}` : letter;
    const handler = handlers[before === null ? key : `${before} ${key}`];
    if (handler === undefined) return false;
    event.preventDefault();
    handler();
    return true;
  });
  useEffect(() => {
    if (!shortcuts) return undefined;
    let before: string | null = null;
    const listener = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (
        typing(event.target) ||
        document.querySelector('dialog[open], [role="menu"], [role="dialog"]') !== null
      )
        return;
      const handled = onKey(event, before);
      before = !handled && before === null && event.key.toLowerCase() === 'g' ? 'g' : null;
    };
    document.addEventListener('keydown', listener);
    return () => document.removeEventListener('keydown', listener);
  }, [shortcuts]);
}
