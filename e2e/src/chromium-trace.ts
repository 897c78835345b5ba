import type { Page } from '@playwright/test';
import { z } from 'zod';

const CATEGORIES = [
  'loading',
  'devtools.timeline',
  'devtools.timeline.frame',
  'disabled-by-default-devtools.timeline',
  'disabled-by-default-devtools.timeline.frame',
];

const Shift = z.object({ data: z.object({ score: z.number(), had_recent_input: z.boolean() }) });
const Trace = z.object({
  traceEvents: z.array(z.looseObject({ name: z.string(), ts: z.number(), args: z.unknown() })),
});

/** What Chromium says of its own work. */
export interface Traced {
  /** Frames that came onto the screen, each at its time, ms. */
  readonly frames: readonly number[];
  /** Cumulative layout shift: all that moved by itself, and not because somebody had pressed or typed just then. */
  readonly layoutShift: number;
}

/** Traces Chromium while `work` runs. Costs it a little itself, so times are taken elsewhere. */
export async function traced(page: Page, work: () => Promise<void>): Promise<Traced> {
  const browser = page.context().browser();
  if (browser === null) throw new Error('The page has no browser of its own to trace');
  await browser.startTracing(page, { categories: CATEGORIES });
  try {
    await work();
  } catch (error) {
    await browser.stopTracing();
    throw error;
  }
  const trace = Trace.parse(JSON.parse((await browser.stopTracing()).toString('utf8')));
  const named = (name: string) => trace.traceEvents.filter((event) => event.name === name);
  return {
    frames: named('DrawFrame')
      .map(({ ts }) => ts / 1000)
      .toSorted((one, other) => one - other),
    layoutShift: named('LayoutShift')
      .map(({ args }) => Shift.parse(args).data)
      .filter(({ had_recent_input }) => !had_recent_input)
      .reduce((sum, { score }) => sum + score, 0),
  };
}
