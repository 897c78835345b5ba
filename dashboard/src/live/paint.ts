/**
 * Everything live is drawn through here: at most four times a second, and never while the tab is hidden. State behind it is always
 * current; only the drawing waits.
 */
const PAINT_INTERVAL_MS = 250;

const waiting = new Set<() => void>();
let lastPaintAt = 0;
let timer: ReturnType<typeof setTimeout> | null = null;

/** Runs `draw` at the next paint; asking again before then changes nothing. */
export function paintSoon(draw: () => void): void {
  waiting.add(draw);
  schedule();
}

function schedule(): void {
  if (timer !== null || waiting.size === 0 || document.hidden) return;
  timer = setTimeout(paint, Math.max(0, lastPaintAt + PAINT_INTERVAL_MS - performance.now()));
}

function paint(): void {
  timer = null;
  if (document.hidden) return;
  lastPaintAt = performance.now();
  const draws = [...waiting];
  waiting.clear();
  for (const draw of draws) draw();
}

document.addEventListener('visibilitychange', schedule);
