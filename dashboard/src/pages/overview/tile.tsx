import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Skeleton } from '../../components/states.tsx';
import type { ListSearch } from '../transactions/list-search.ts';

interface Props {
  readonly label: string;
  /** The list that the figure counts. */
  readonly to: '/breaks' | '/transactions';
  readonly search: ListSearch;
  /** What the figure means, where its words are too few. */
  readonly explains?: string;
  readonly children: ReactNode;
  readonly className?: string;
}

/** One figure that answers one question; all of it leads to the list behind it. */
export function Tile({ label, to, search, explains, children, className = '' }: Props) {
  return (
    <section
      aria-label={label}
      title={explains}
      className={`relative flex min-h-[122px] min-w-0 flex-col gap-1 rounded-panel border border-line bg-panel px-4 py-3 has-[a.all:hover]:bg-hover ${className}`}
    >
      <h2 className="text-small font-medium text-ink-soft">
        <Link to={to} search={search} className="all after:absolute after:inset-0 after:rounded-panel">
          {label}
        </Link>
      </h2>
      {children}
    </section>
  );
}

/** The figure itself; a bar stands in its place until it is there. */
export function Figure({
  value,
  loud = false,
  testId,
}: {
  value: ReactNode | null;
  loud?: boolean;
  testId: string;
}) {
  return (
    <span className={`text-figure font-semibold tracking-tight ${loud ? 'text-mismatched' : ''}`}>
      {value === null ? (
        <Skeleton className="h-5 w-24" />
      ) : (
        <span data-testid={testId} className="block truncate">
          {value}
        </span>
      )}
    </span>
  );
}

/** What the figure is compared with, or made of. */
export function Below({ children, testId }: { children: ReactNode; testId?: string }) {
  return (
    <span data-testid={testId} className="mt-auto text-small text-waiting">
      {children}
    </span>
  );
}
