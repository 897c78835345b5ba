import { CircleHelp, Monitor, Moon, Sun } from 'lucide-react';
import { IconButton } from '../components/button.tsx';
import { useZone } from '../components/moment.tsx';
import { ExportProgress } from '../pages/transactions/export-progress.tsx';
import {
  cycleZone,
  nextOf,
  setPreferences,
  THEMES,
  usePreferences,
  type Theme,
} from '../preferences/preferences.ts';
import { LivePill } from './live-pill.tsx';
import { SearchBox } from './search-box.tsx';
import { UserMenu } from './user-menu.tsx';

const THEME_ICONS = { system: Monitor, light: Sun, dark: Moon } as const satisfies Record<Theme, unknown>;

export function Header({ onHelp, onSearch }: { onHelp: () => void; onSearch: () => void }) {
  const { theme } = usePreferences();
  const { label, timeZone } = useZone();
  const ThemeIcon = THEME_ICONS[theme];
  return (
    <header className="z-20 flex h-12 shrink-0 items-center gap-2 border-b border-line bg-panel px-3 sm:gap-3 sm:px-4">
      <SearchBox onSearch={onSearch} />
      <div className="ml-auto flex shrink-0 items-center gap-1">
        <ExportProgress />
        <LivePill />
        <button
          type="button"
          onClick={cycleZone}
          title={`All times in ${timeZone} (T)`}
          aria-label={`Times in ${label}. Change the zone`}
          className="h-7 rounded-full border border-control px-2.5 text-small font-medium text-ink-soft hover:bg-hover hover:text-ink"
        >
          {label}
        </button>
        <IconButton
          label={`Theme: ${theme}. Change the theme`}
          onClick={() => setPreferences({ theme: nextOf(THEMES, theme) })}
          className="max-sm:hidden"
        >
          <ThemeIcon size={17} aria-hidden="true" />
        </IconButton>
        <IconButton label="Keyboard shortcuts" onClick={onHelp} className="max-sm:hidden">
          <CircleHelp size={17} aria-hidden="true" />
        </IconButton>
        <UserMenu />
      </div>
    </header>
  );
}
