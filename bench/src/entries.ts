import { tieout } from './competitors/tieout.ts';
import type { Competitor } from './competitors/competitor.ts';
import type { Entry } from './entry.ts';
import { drain } from './measure/drain.ts';

/** Everything that can be measured, in the order of the report. */
export const ENTRIES: readonly Entry[] = [drained(tieout, 'product')];

function drained(competitor: Competitor, kind: Entry['kind']): Entry {
  const { name, title, share, about } = competitor;
  return {
    name,
    title,
    kind,
    share,
    about,
    run: (ground, dataset, onProgress) => drain(ground, competitor, dataset, onProgress),
  };
}
