import type { ReactNode } from 'react';

/** A titled part of a page. Each stands for itself: one that fails says so and leaves the others alone. */
export function Panel({
  title,
  aside,
  children,
  className = '',
}: {
  title: string;
  aside?: ReactNode;
  children: ReactNode;
  className?: string;
}) {
  return (
    <section
      aria-label={title}
      className={`min-w-0 overflow-clip rounded-panel border border-line bg-panel ${className}`}
    >
      <header className="flex min-h-11 items-center justify-between gap-3 border-b border-line px-4">
        <h2 className="text-body font-semibold">{title}</h2>
        {aside !== undefined && <div className="text-small text-ink-soft">{aside}</div>}
      </header>
      {children}
    </section>
  );
}
