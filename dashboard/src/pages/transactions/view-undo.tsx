import { X } from 'lucide-react';
import { Button, IconButton } from '../../components/button.tsx';
import { savedViews, useSavedViews } from './saved-views.ts';

/** What was done with a view, and the way back, until it is put away or something else is done. Over the page, so that no row moves. */
export function ViewUndo() {
  const { done } = useSavedViews();
  return (
    <div
      role="status"
      className="pointer-events-none fixed inset-x-4 bottom-4 z-40 flex justify-center max-sm:bottom-16"
    >
      {done !== null && (
        <div className="pointer-events-auto flex min-w-0 items-center gap-2 rounded-panel border border-line bg-panel py-1.5 pr-1.5 pl-4 text-table shadow-float">
          <span className="min-w-0 truncate">{done.words}</span>
          <Button className="!h-7" onClick={() => savedViews.undo()}>
            Undo
          </Button>
          <IconButton label="Put away" className="!size-7" onClick={() => savedViews.dismiss()}>
            <X size={14} aria-hidden="true" />
          </IconButton>
        </div>
      )}
    </div>
  );
}
