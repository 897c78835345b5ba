import { cpus, release, totalmem } from 'node:os';

/** Where a run was made. */
export function machine(): {
  readonly processors: number;
  readonly model: string;
  readonly memoryGb: number;
  readonly kernel: string;
  readonly node: string;
} {
  const all = cpus();
  return {
    processors: all.length,
    model: all[0]?.model.trim() ?? 'unknown',
    memoryGb: Math.round(totalmem() / 1e9),
    kernel: release(),
    node: process.version,
  };
}
