import { Search } from 'lucide-react';

/** Looks like the field it opens. */
export function SearchBox({ onSearch }: { onSearch: () => void }) {
  return (
    <button
      type="button"
      onClick={onSearch}
      aria-keyshortcuts="Control+K Meta+K"
      className="flex h-8 min-w-0 flex-1 items-center gap-2.5 rounded-control border border-edge bg-canvas px-2.5 text-left text-table text-ink-soft hover:bg-hover sm:max-w-88"
    >
      <Search size={15} aria-hidden="true" className="shrink-0 text-waiting" />
      <span className="min-w-0 flex-1 truncate">Search</span>
      <kbd
        aria-hidden="true"
        className="hidden h-5 items-center rounded-[4px] border border-line bg-panel px-1.5 font-mono text-micro text-waiting sm:flex"
      >
        {IS_APPLE ? '⌘ K' : 'Ctrl K'}
      </kbd>
    </button>
  );
}

const IS_APPLE = /Mac|iPhone|iPad/.test(navigator.userAgent);
