// A process of its own that fills the queues of six lanes and prints what that took, in bytes: { told, held }.
import { SOURCES, type Source } from '@tieout/core';
import type { LogBatch } from '@tieout/runtime';
import { Intake } from '../intake.ts';
import { DEFAULT_LIMITS } from '../limits.ts';

const LANES = 6;
/** The consumer asks for no more of a partition at a time. */
const BATCH_BYTES_MAX = 262_144;
const [valueBytes = 150, headerBytes = 0] = process.argv.slice(2).map(Number);
const recordBytes = 12 + valueBytes + headerBytes;
const recordsABatch = Math.max(1, Math.floor(BATCH_BYTES_MAX / recordBytes));

/** As the consumer makes it: one buffer a batch, its records slices of it. */
function batch(source: Source, partition: number, firstOffset: bigint): LogBatch {
  const bytes = recordsABatch * recordBytes;
  const store = Buffer.alloc(bytes, 1);
  let used = 0;
  const slice = (length: number): Buffer => store.subarray(used, (used += length));
  const records = Array.from({ length: recordsABatch }, (_, index) => ({
    offset: firstOffset + BigInt(index),
    appendTime: 1_763_719_200_000 + index,
    key: slice(12),
    value: slice(valueBytes),
    headers: headerBytes === 0 ? {} : { traceparent: slice(headerBytes) },
  }));
  const lastOffset = firstOffset + BigInt(recordsABatch) - 1n;
  return {
    topic: source,
    partition,
    firstOffset,
    lastOffset,
    highWatermark: lastOffset + 1n,
    records,
  };
}

function fullLane(partition: number): Intake {
  const control = {
    paused: false,
    seek: () => {},
    resume: () => {},
    commit: () => {},
    pause() {
      control.paused = true;
    },
  };
  const zero = { core: 0n, gateway: 0n, mobile: 0n };
  const intake = new Intake(
    control,
    DEFAULT_LIMITS,
    () => 0,
    { positions: zero, progress: { core: 0, gateway: 0, mobile: 0 } },
    { core: null, gateway: null, mobile: null },
  );
  intake.start();
  for (let next = 0n; !control.paused; next += BigInt(recordsABatch))
    for (const source of SOURCES) intake.offer(source, batch(source, partition, next));
  return intake;
}

function held(): number {
  // Once more for what the first left to be swept.
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const before = held();
const lanes = Array.from({ length: LANES }, (_, partition) => fullLane(partition));
const after = held();
const told = lanes.reduce((sum, { bytes }) => sum + bytes, 0);
process.stdout.write(JSON.stringify({ told, held: after - before }));
