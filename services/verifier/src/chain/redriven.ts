import { SOURCES, type Source } from '@tieout/core';
import type { PerSource } from '@tieout/store';
import type { RedriveRow } from '@tieout/store/evidence';
import { z } from 'zod';
import { parseDetail, type Detail } from './audit-row.ts';

const accepted = z.object({
  result: z.literal('accepted'),
  source: z.enum(SOURCES),
  offset: z
    .string()
    .regex(/^\d{1,19}$/)
    .transform(BigInt),
  sha256: z.string(),
});

/** A raw row that a redrive put into the range of a flush of long ago, which had refused the record. */
export type Accepted = Omit<z.infer<typeof accepted>, 'result'>;

/** What a REDRIVE row says it put there; null where that is nothing. */
export function acceptedBy(detail: Detail | undefined): Accepted | null {
  const read = accepted.safeParse(detail);
  return read.success ? read.data : null;
}

/** Which raw rows of a lane redrives put there. Kept up to date while the rows are read, because lanes go on meanwhile. */
export class Redriven {
  readonly #read: (after: bigint) => Promise<readonly RedriveRow[]>;
  readonly #offsets: PerSource<Set<bigint>> = { core: new Set(), gateway: new Set(), mobile: new Set() };
  #after: bigint;

  /** @param read the REDRIVE rows of the chain after that seq, as they are now */
  constructor(after: bigint, read: (after: bigint) => Promise<readonly RedriveRow[]>) {
    this.#after = after;
    this.#read = read;
  }

  has(source: Source, offset: bigint): boolean {
    return this.#offsets[source].has(offset);
  }

  /** To be called once rows have been read and before they are looked at: whatever put one of them there is committed by then. */
  async refresh(): Promise<void> {
    for (const { seq, detail } of await this.#read(this.#after)) {
      if (seq > this.#after) this.#after = seq;
      const row = acceptedBy(parseDetail(detail));
      if (row !== null) this.#offsets[row.source].add(row.offset);
    }
  }
}
