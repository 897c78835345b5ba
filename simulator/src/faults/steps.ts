/** Calls over a connection, each with the moment before the server gets it and the moment before its answer is heard. */
const CALLS = [
  'storage.take',
  'storage.settle',
  'storage.ruleSets',
  'storage.lastRecords',
  'storage.load',
  'storage.openDeadlines',
  'storage.due',
  'storage.begin',
  'storage.redrives',
  'transaction.write',
  'transaction.load',
  'transaction.finishRedrive',
  'transaction.commit',
  'cache.load',
  'cache.apply',
  'cache.clear',
  'cache.schedule',
  'cache.rebuilding',
  'cache.rebuilt',
  'broker clock',
  'watermarks',
  'registry',
  'producer',
] as const;
export type Call = (typeof CALLS)[number];

/** Every point at which a process may be killed by name. */
export const STEPS: readonly string[] = [
  ...CALLS.flatMap((call) => [`${call}: sent`, `${call}: answered`]),
  'group: joining',
  'group: leaving',
];
