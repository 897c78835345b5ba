import { ListFilter } from 'lucide-react';
import { useId, useRef, useState, type FormEvent } from 'react';
import { useShortcuts } from '../../shell/shortcuts.ts';
import type { TransactionFilter } from './filter.ts';
import { filterText, parseFilter, type FilterProblem } from './filter-text.ts';

interface Props {
  readonly filter: TransactionFilter;
  readonly onChange: (filter: TransactionFilter) => void;
  /** What this list can do nothing with: a word and why. */
  readonly refuse?: (filter: TransactionFilter) => FilterProblem | null;
}

/** The filter as text, to type, paste and read: the same words that stand on the chips. What is wrong is named, and nothing changes. */
export function FilterField({ filter, onChange, refuse }: Props) {
  const field = useRef<HTMLInputElement>(null);
  const [draft, setDraft] = useState<string | null>(null);
  const [problems, setProblems] = useState<readonly FilterProblem[]>([]);
  const problemId = useId();
  const shown = filterText(filter);
  useShortcuts({ '/': () => field.current?.select() });
  const leave = (): void => {
    setDraft(null);
    setProblems([]);
    field.current?.blur();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const parsed = parseFilter(draft ?? shown);
    if ('problems' in parsed) {
      setProblems(parsed.problems);
      return;
    }
    const refused = refuse?.(parsed.filter) ?? null;
    if (refused !== null) {
      setProblems([refused]);
      return;
    }
    leave();
    onChange(parsed.filter);
  };
  return (
    <form onSubmit={submit} className="relative min-w-0 flex-1 basis-60">
      <ListFilter
        size={14}
        aria-hidden="true"
        className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-waiting"
      />
      <input
        ref={field}
        type="text"
        aria-label="Filter"
        aria-invalid={problems.length > 0}
        aria-describedby={problems.length > 0 ? problemId : undefined}
        placeholder="Filter: missing:core age>1h -reason:FX_ADJUSTMENT"
        autoComplete="off"
        spellCheck={false}
        value={draft ?? shown}
        onChange={(event) => {
          setDraft(event.target.value);
          setProblems([]);
        }}
        onBlur={() => {
          if (draft === shown) setDraft(null);
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          leave();
        }}
        className="h-8 w-full rounded-control border border-edge bg-canvas pr-8 pl-8 font-mono text-small text-ink [font-variant-ligatures:none] placeholder:font-sans placeholder:text-waiting focus:bg-panel"
      />
      <kbd
        aria-hidden="true"
        className="absolute top-1/2 right-2 hidden h-5 min-w-5 -translate-y-1/2 items-center justify-center rounded-[4px] border border-line bg-panel font-mono text-micro text-waiting sm:flex"
      >
        /
      </kbd>
      {problems.length > 0 && (
        <ul
          id={problemId}
          role="alert"
          className="absolute top-9 left-0 z-20 max-w-full rounded-control border border-line bg-panel px-3 py-2 text-small shadow-float"
        >
          {problems.map(({ word, message }) => (
            <li key={word}>
              <b className="font-mono font-medium text-mismatched [font-variant-ligatures:none]">{word}</b>{' '}
              {message}
            </li>
          ))}
        </ul>
      )}
    </form>
  );
}
