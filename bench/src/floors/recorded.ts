import type { Dataset } from '../dataset/preload.ts';
import type { Ground } from '../stage/ground.ts';
import { record, type Recording } from '../wire/recording.ts';

const recordings = new WeakMap<Dataset, Promise<Recording>>();

/** What the reconciler said to its servers over this data set: recorded at the first call. */
export function recordingOf(
  ground: Ground,
  dataset: Dataset,
  onProgress: (share: number) => void,
): Promise<Recording> {
  const made = recordings.get(dataset) ?? record(ground, dataset, onProgress);
  recordings.set(dataset, made);
  return made;
}
