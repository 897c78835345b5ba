/** A long id loses its middle, never its end: the ends are what tells ids apart. The whole id stays in the text and is copied. */
export function MiddleTruncated({ text, tail = 6 }: { text: string; tail?: number }) {
  if (text.length <= 2 * tail) return text;
  const split = Math.max(0, text.length - tail);
  return (
    <span className="flex min-w-0" title={text}>
      <span className="truncate">{text.slice(0, split)}</span>
      <span className="shrink-0">{text.slice(split)}</span>
    </span>
  );
}
