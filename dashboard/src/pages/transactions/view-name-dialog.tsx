import { useEffect, useId, useRef, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { nameProblem, type ListPath, type SavedView } from './saved-view.ts';

interface Props {
  readonly list: ListPath;
  readonly views: readonly SavedView[];
  /** The view that gets another name; null: a new one gets its first. */
  readonly renamed: SavedView | null;
  readonly onName: (name: string) => void;
  readonly onClose: () => void;
}

/** Asks for a view's name. Mounted only while it asks. */
export function ViewNameDialog({ list, views, renamed, onName, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [name, setName] = useState(renamed?.name ?? '');
  const [tried, setTried] = useState(false);
  const id = useId();
  const problem = nameProblem(views, list, name, renamed);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={`${id}-title`}
      onClose={onClose}
      className="w-[min(400px,calc(100vw-32px))] rounded-panel border border-line bg-panel p-0 text-ink shadow-float"
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (problem !== null) return;
          onName(name.trim());
          dialog.current?.close();
        }}
      >
        <h2 id={`${id}-title`} className="border-b border-line px-4 py-3 text-title font-semibold">
          {renamed === null ? 'Save as a new view' : `Rename “${renamed.name}”`}
        </h2>
        <div className="flex flex-col gap-1.5 px-4 py-3 text-table">
          <label htmlFor={`${id}-name`}>Name</label>
          <input
            id={`${id}-name`}
            value={name}
            onChange={(event) => setName(event.target.value)}
            aria-invalid={tried && problem !== null}
            aria-describedby={`${id}-problem`}
            autoComplete="off"
            className="h-8 rounded-control border border-control bg-panel px-2.5"
          />
          <p id={`${id}-problem`} role="alert" className="text-small text-mismatched empty:hidden">
            {tried ? problem : null}
          </p>
          {renamed === null && (
            <p className="text-small text-ink-soft">
              Keeps the filter, the order and the columns, for you on this browser. Its link opens for others
              as well.
            </p>
          )}
        </div>
        <div className="flex justify-end gap-2 border-t border-line px-4 py-3">
          <Button onClick={() => dialog.current?.close()}>Cancel</Button>
          <Button look="solid" type="submit">
            {renamed === null ? 'Save view' : 'Rename view'}
          </Button>
        </div>
      </form>
    </dialog>
  );
}
