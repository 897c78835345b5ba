import type { Page } from '@playwright/test';

export interface Smoothness {
  readonly framesPerSecond: number;
  /** The longest time between two frames, ms. */
  readonly longestFrameMs: number;
  /** Tasks over 50 ms, and the longest, ms. */
  readonly longTasks: number;
  readonly longestTaskMs: number;
}

declare global {
  interface Window {
    smoothness?: () => Smoothness;
  }
}

/** Begins to count the page's frames and long tasks. */
export async function startFrameClock(page: Page): Promise<void> {
  await page.evaluate(() => {
    const startedAt = performance.now();
    let frames = 0;
    let last = startedAt;
    let longestFrame = 0;
    const count = (): void => {
      const now = performance.now();
      longestFrame = Math.max(longestFrame, now - last);
      last = now;
      frames += 1;
      requestAnimationFrame(count);
    };
    requestAnimationFrame(count);
    const tasks: number[] = [];
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) tasks.push(duration);
    }).observe({ type: 'longtask' });
    window.smoothness = () => ({
      framesPerSecond: Math.round((frames / (performance.now() - startedAt)) * 10_000) / 10,
      longestFrameMs: Math.round(longestFrame),
      longTasks: tasks.length,
      longestTaskMs: Math.round(Math.max(0, ...tasks)),
    });
  });
}

/** What was counted since. Figures for people: nothing here is a promise, machines differ. */
export async function smoothnessOf(page: Page): Promise<Smoothness> {
  const counted = await page.evaluate(() => window.smoothness?.());
  if (counted === undefined) throw new Error('The page was loaded again: its frame clock is gone');
  return counted;
}
