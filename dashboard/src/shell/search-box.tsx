import { Search } from 'lucide-react';
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState, type FormEvent } from 'react';
import { pastedId } from './pasted-id.ts';
import { useShortcuts } from './shortcuts.ts';

export function SearchBox() {
  const field = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState(false);
  const navigate = useNavigate();
  useShortcuts({ '/': () => field.current?.focus() });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const pasted = field.current?.value.trim() ?? '';
    if (pasted === '') return;
    const id = pastedId(pasted);
    setProblem(id === null);
    if (id === null) return;
    field.current?.blur();
    if (field.current !== null) field.current.value = '';
    void navigate({ to: '/transactions/$txnId', params: { txnId: id } });
  };
  return (
    <form role="search" onSubmit={submit} className="relative min-w-0 flex-1 sm:max-w-88">
      <Search
        size={15}
        aria-hidden="true"
        className="absolute top-1/2 left-2.5 -translate-y-1/2 text-waiting"
      />
      <input
        ref={field}
        type="search"
        aria-label="Search a transaction id"
        aria-invalid={problem}
        aria-describedby={problem ? 'search-problem' : undefined}
        placeholder="Transaction id"
        autoComplete="off"
        spellCheck={false}
        maxLength={80}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
        onInput={() => setProblem(false)}
        className="h-8 w-full rounded-control border border-edge bg-canvas pr-8 pl-8 font-mono text-table text-ink placeholder:font-sans placeholder:text-waiting focus:bg-panel [&::-webkit-search-cancel-button]:hidden"
      />
      <kbd
        aria-hidden="true"
        className="absolute top-1/2 right-2 hidden h-5 min-w-5 -translate-y-1/2 items-center justify-center rounded-[4px] border border-line bg-panel font-mono text-micro text-waiting sm:flex"
      >
        /
      </kbd>
      {problem && (
        <p
          id="search-problem"
          role="alert"
          className="absolute top-9 left-0 z-20 rounded-control border border-line bg-panel px-3 py-2 text-small text-mismatched shadow-float"
        >
          An id has 1–64 letters, digits or . _ : -
        </p>
      )}
    </form>
  );
}
