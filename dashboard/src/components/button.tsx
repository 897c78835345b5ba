import type { ComponentProps } from 'react';

const SHAPE =
  'inline-flex h-8 items-center justify-center gap-1.5 rounded-control px-3 text-table font-medium whitespace-nowrap disabled:opacity-55';
const LOOKS = {
  plain: 'border border-control bg-panel text-ink hover:bg-hover',
  solid: 'bg-solid text-solid-ink hover:opacity-90',
  quiet: 'text-ink-soft hover:bg-hover hover:text-ink',
} as const;

export function Button({
  look = 'plain',
  className = '',
  ...rest
}: ComponentProps<'button'> & { look?: keyof typeof LOOKS }) {
  return <button type="button" className={`${SHAPE} ${LOOKS[look]} ${className}`} {...rest} />;
}

/** A square button with an icon; its name is its label and its tooltip. */
export function IconButton({ label, className = '', ...rest }: ComponentProps<'button'> & { label: string }) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      className={`inline-flex size-8 shrink-0 items-center justify-center rounded-control text-ink-soft hover:bg-hover hover:text-ink ${className}`}
      {...rest}
    />
  );
}

/** An on/off choice, for filters. */
export function Chip({ pressed, className = '', ...rest }: ComponentProps<'button'> & { pressed: boolean }) {
  const look = pressed
    ? 'border-matched bg-matched-tint text-matched font-medium'
    : 'border-control bg-panel text-ink-soft hover:bg-hover hover:text-ink';
  return (
    <button
      type="button"
      aria-pressed={pressed}
      className={`inline-flex h-7 shrink-0 items-center gap-1.5 rounded-full border px-2.5 text-small whitespace-nowrap disabled:opacity-55 ${look} ${className}`}
      {...rest}
    />
  );
}
