import { X } from 'lucide-react';
import type { RefObject } from 'react';
import { IconButton } from '../components/button.tsx';
import { setPreferences, usePreferences } from '../preferences/preferences.ts';
import { usePerson } from '../session/person-context.tsx';
import { SHORTCUTS } from './shortcuts.ts';

/** The list behind "?", opened with showModal(). A native dialog: it keeps the focus inside, closes with Escape and gives the focus back. */
export function ShortcutsDialog({ ref }: { ref: RefObject<HTMLDialogElement | null> }) {
  const { shortcuts } = usePreferences();
  const { roles } = usePerson();
  return (
    <dialog
      ref={ref}
      aria-labelledby="shortcuts-title"
      className="w-[min(440px,calc(100vw-32px))] rounded-panel border border-line bg-panel p-0 text-ink shadow-float"
    >
      <div className="flex items-center justify-between border-b border-line py-2 pr-2 pl-4">
        <h2 id="shortcuts-title" className="text-title font-semibold">
          Keyboard
        </h2>
        <IconButton label="Close" onClick={() => ref.current?.close()}>
          <X size={16} aria-hidden="true" />
        </IconButton>
      </div>
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-2 px-4 py-4 text-table">
        {SHORTCUTS.filter(({ needs }) => needs === undefined || roles.includes(needs)).map(
          ({ keys, does, single }) => (
            <div key={keys} className={`contents ${single && !shortcuts ? 'text-waiting' : ''}`}>
              <dt className="flex gap-1">
                {keys.split(' ').map((key) =>
                  key === 'then' ? (
                    <span key={key} className="text-waiting">
                      then
                    </span>
                  ) : (
                    <kbd
                      key={key}
                      className="flex h-5 min-w-5 items-center justify-center rounded-[4px] border border-line bg-canvas px-1 font-mono text-micro"
                    >
                      {key}
                    </kbd>
                  ),
                )}
              </dt>
              <dd>{does}</dd>
            </div>
          ),
        )}
      </dl>
      <label className="flex items-center gap-2 border-t border-line px-4 py-3 text-table">
        <input
          type="checkbox"
          checked={shortcuts}
          onChange={(event) => setPreferences({ shortcuts: event.target.checked })}
          className="size-4 accent-[var(--color-solid)]"
        />
        Single-letter keys
      </label>
    </dialog>
  );
}
