import { inflateRawSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { z } from 'zod';

const Cursor = z.record(z.string(), z.number());
type Cursor = z.infer<typeof Cursor>;

const Changes = z.object({
  from: Cursor,
  to: Cursor,
  items: z.array(z.object({ txn_id: z.string(), revision: z.number() })),
});

/** What a page has been told by the live feed, read off its socket. Attach it before the page opens the feed. */
export class FeedWitness {
  /** One a change, whatever was sent twice. */
  readonly #changes = new Set<string>();
  #from: Cursor | null = null;
  #to: Cursor = {};
  #resyncs = 0;

  constructor(page: Page) {
    page.on('websocket', (socket) => {
      socket.on('framereceived', ({ payload }) => this.#hear(payload));
    });
  }

  /** Changes told so far. */
  get changes(): number {
    return this.#changes.size;
  }

  /** How often the page was told to begin anew. */
  get resyncs(): number {
    return this.#resyncs;
  }

  /** Of each chain what was known before the first change and after the last. */
  get span(): { readonly from: Cursor; readonly to: Cursor } {
    return { from: this.#from ?? {}, to: this.#to };
  }

  /** Socket.IO's frames: of text, for what happens, and of bytes, for what goes with it, which only a batch has. */
  #hear(frame: string | Buffer): void {
    if (typeof frame !== 'string') this.#take(JSON.parse(inflateRawSync(frame).toString()));
    else if (frame.startsWith('42["resync"')) this.#resyncs += 1;
  }

  #take(batch: unknown): void {
    const { from, to, items } = Changes.parse(batch);
    this.#from ??= from;
    this.#to = { ...this.#to, ...to };
    for (const { txn_id, revision } of items) this.#changes.add(`${txn_id} ${revision}`);
  }
}
