import { inflateRawSync } from 'node:zlib';
import { z } from 'zod';

const Cursor = z.record(z.string(), z.int());

/** What a client that looks at no change reads of a batch. */
const Batch = z.object({
  from: Cursor,
  to: Cursor,
  items: z.array(z.unknown()).transform(({ length }) => length),
});
export type Batch = z.infer<typeof Batch>;

/** So many batches may be under way to clients at one time. */
const KEPT = 32;

/**
 * Reads batches for all clients of a process: bytes that another client was sent too are read once, and only compared after that. Browsers
 * read them on machines of their own.
 */
export class BatchReader {
  readonly #newest: { readonly bytes: Buffer; readonly batch: Batch }[] = [];

  /** @throws Error where it is not a batch */
  read(bytes: Buffer): Batch {
    const known = this.#newest.find((one) => one.bytes.equals(bytes));
    if (known !== undefined) return known.batch;
    const batch = Batch.parse(JSON.parse(inflateRawSync(bytes).toString()));
    this.#newest.unshift({ bytes, batch });
    this.#newest.splice(KEPT);
    return batch;
  }
}
