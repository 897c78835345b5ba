import { Button } from '../../components/button.tsx';
import { Panel } from '../../components/panel.tsx';
import { LOCAL_ZONE } from '../../format/time.ts';
import {
  DENSITIES,
  setPreferences,
  THEMES,
  usePreferences,
  zonesOffered,
} from '../../preferences/preferences.ts';
import { usePageTitle } from '../../shell/page-title.ts';
import { usePerson } from '../../session/person-context.tsx';
import { signOut } from '../../session/session.ts';

const NAMES = {
  system: 'System',
  light: 'Light',
  dark: 'Dark',
  compact: 'Compact',
  regular: 'Regular',
  roomy: 'Roomy',
  utc: 'UTC',
  local: `Local (${LOCAL_ZONE})`,
  business: 'Business',
} as const;

export function MePage() {
  const person = usePerson();
  usePageTitle('Preferences');
  const { theme, density, zone, businessZone, shortcuts } = usePreferences();
  return (
    <div className="mx-auto flex max-w-2xl flex-col gap-4 p-4">
      <h1 className="text-title font-semibold">{person.name}</h1>
      <Panel title="Signed in as">
        <dl className="grid grid-cols-[8rem_1fr] gap-y-2 px-4 py-3 text-table">
          <dt className="text-ink-soft">User name</dt>
          <dd>{person.username}</dd>
          <dt className="text-ink-soft">Roles</dt>
          <dd>{person.roles.length === 0 ? 'none' : person.roles.join(', ')}</dd>
        </dl>
        <div className="border-t border-line px-4 py-3">
          <Button onClick={() => void signOut()}>Sign out</Button>
        </div>
      </Panel>
      <Panel title="On this browser">
        <div className="flex flex-col gap-5 px-4 py-4">
          <Choice
            legend="Theme"
            options={THEMES}
            value={theme}
            onChoose={(next) => setPreferences({ theme: next })}
          />
          <Choice
            legend="Rows"
            options={DENSITIES}
            value={density}
            onChoose={(next) => setPreferences({ density: next })}
          />
          <Choice
            legend="Times"
            options={zonesOffered(businessZone)}
            aside={{ business: businessZone }}
            value={zone}
            onChoose={(next) => setPreferences({ zone: next })}
          />
          <label className="flex items-center gap-2 text-table">
            <input
              type="checkbox"
              checked={shortcuts}
              onChange={(event) => setPreferences({ shortcuts: event.target.checked })}
              className="size-4 accent-[var(--color-solid)]"
            />
            Single-letter keyboard shortcuts
          </label>
        </div>
      </Panel>
    </div>
  );
}

interface ChoiceProps<T extends keyof typeof NAMES> {
  readonly legend: string;
  readonly options: readonly T[];
  readonly value: T;
  /** What one of them is now. */
  readonly aside?: { readonly [option in T]?: string };
  readonly onChoose: (value: T) => void;
}

function Choice<T extends keyof typeof NAMES>({ legend, options, value, aside, onChoose }: ChoiceProps<T>) {
  return (
    <div role="radiogroup" aria-label={legend} className="grid gap-x-4 gap-y-1 sm:grid-cols-[6rem_1fr]">
      <span aria-hidden="true" className="text-table leading-6 text-ink-soft">
        {legend}
      </span>
      <div className="flex flex-wrap gap-x-6 gap-y-1">
        {options.map((option) => (
          <label key={option} className="flex min-h-6 items-center gap-2 text-table">
            <input
              type="radio"
              name={legend}
              checked={option === value}
              onChange={() => onChoose(option)}
              className="size-4 accent-[var(--color-solid)]"
            />
            {NAMES[option]}
            {aside?.[option] !== undefined && ` (${aside[option]})`}
          </label>
        ))}
      </div>
    </div>
  );
}
