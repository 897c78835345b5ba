import { isTimeZone } from '../format/time.ts';
import { Observable, useObservable } from '../observable.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export const DENSITIES = ['compact', 'regular', 'roomy'] as const;
const ZONES = ['utc', 'local', 'business'] as const;

export type Theme = (typeof THEMES)[number];
export type Density = (typeof DENSITIES)[number];
type Zone = (typeof ZONES)[number];

type Columns = { readonly [list in 'transactions' | 'breaks']?: string | undefined };

/** What one person set on this browser. Nothing here is worth a round trip to a server. */
export interface Preferences {
  readonly theme: Theme;
  readonly density: Density;
  readonly zone: Zone;
  /** The business zone's IANA name, as the API last told it; UTC where the business has no other. */
  readonly businessZone: string;
  readonly railOpen: boolean;
  /** The columns chosen for each list, "severity,id,risk"; a list that is not named has its own. */
  readonly columns: Columns;
  /** Single-letter shortcuts (WCAG 2.1.4: they can be switched off). */
  readonly shortcuts: boolean;
}

const STORAGE_KEY = 'tieout.preferences'; // public/theme.js reads it too
const DEFAULTS: Preferences = {
  theme: 'system',
  density: 'regular',
  zone: 'utc',
  businessZone: 'UTC',
  railOpen: false,
  columns: {},
  shortcuts: true,
};

/** Takes what it knows from a stored text; anything else there is replaced by its default. */
export function parsePreferences(stored: string | null): Preferences {
  if (stored === null) return DEFAULTS;
  let found: unknown;
  try {
    found = JSON.parse(stored);
  } catch {
    return DEFAULTS; // an older or broken value: the defaults are as good
  }
  if (typeof found !== 'object' || found === null) return DEFAULTS;
  const known: Partial<Record<keyof Preferences, unknown>> = found;
  return {
    theme: oneOf(THEMES, known.theme) ?? DEFAULTS.theme,
    density: oneOf(DENSITIES, known.density) ?? DEFAULTS.density,
    zone: oneOf(ZONES, known.zone) ?? DEFAULTS.zone,
    businessZone: zoneOf(known.businessZone) ?? DEFAULTS.businessZone,
    railOpen: typeof known.railOpen === 'boolean' ? known.railOpen : DEFAULTS.railOpen,
    columns: columnsOf(known.columns),
    shortcuts: typeof known.shortcuts === 'boolean' ? known.shortcuts : DEFAULTS.shortcuts,
  };
}

function zoneOf(stored: unknown): string | undefined {
  return typeof stored === 'string' && isTimeZone(stored) ? stored : undefined;
}

function columnsOf(stored: unknown): Columns {
  if (typeof stored !== 'object' || stored === null) return DEFAULTS.columns;
  return Object.fromEntries(Object.entries(stored).filter(([, text]) => typeof text === 'string'));
}

function oneOf<T extends string>(allowed: readonly T[], value: unknown): T | undefined {
  return allowed.find((candidate) => candidate === value);
}

const preferences = new Observable(DEFAULTS);

/** Reads the stored preferences and keeps the document in step with them; call once, before the first render. */
export function startPreferences(): void {
  preferences.set(parsePreferences(localStorage.getItem(STORAGE_KEY)));
  applyTheme(preferences.get().theme);
}

export function usePreferences(): Preferences {
  return useObservable(preferences);
}

/** Changes what is stored, which another tab may have changed meanwhile, and not what this one read when it began. */
export function setPreferences(change: Partial<Preferences>): void {
  const next = { ...parsePreferences(localStorage.getItem(STORAGE_KEY)), ...change };
  localStorage.setItem(STORAGE_KEY, JSON.stringify(next));
  applyTheme(next.theme);
  preferences.set(next);
}

export function nextOf<T>(choices: readonly T[], current: T): T {
  return choices[(choices.indexOf(current) + 1) % choices.length] ?? current;
}

/** Two that show the same are offered once. */
export function zonesOffered(businessZone: string): readonly Zone[] {
  return businessZone === 'UTC' ? ZONES.filter((zone) => zone !== 'business') : ZONES;
}

export function cycleZone(): void {
  const { zone, businessZone } = preferences.get();
  setPreferences({ zone: nextOf(zonesOffered(businessZone), zone) });
}

/** Pixels of a list's row. */
export const ROW_HEIGHT: Record<Density, number> = { compact: 28, regular: 36, roomy: 44 };

function applyTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}
