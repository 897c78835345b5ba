import { TieoutError } from '@tieout/core';
import type { Logger } from '@tieout/runtime';
import { positionText, type LaneStorage, type Redrive } from '@tieout/store';
import { decodeAgain, type DecodedAgain, type DecodingParts } from './redrive-decoding.ts';

/** Looked up at a time: as long as these take, other records of the lane wait. */
const REDRIVES_MAX = 20;

export interface RedrivesParts extends DecodingParts {
  readonly storage: Pick<LaneStorage, 'redrives'>;
  readonly logger: Logger;
}

export interface ReadyRedrive {
  readonly redrive: Redrive;
  readonly decoded: DecodedAgain;
}

/**
 * What people asked a lane to redrive. Looked up and decoded beside the lane's own work, because that may have to wait for the registry or the broker;
 * carried out by the lane, one after another.
 */
export class Redrives {
  readonly #parts: RedrivesParts;
  readonly #onReady: () => void;
  readonly #ready: ReadyRedrive[] = [];
  #looking = false;

  /** @param onReady `next` has something */
  constructor(parts: RedrivesParts, onReady: () => void) {
    this.#parts = parts;
    this.#onReady = onReady;
  }

  /** To be carried out; stays until `done`, so that nothing is published again because a flush failed. */
  get next(): ReadyRedrive | undefined {
    return this.#ready[0];
  }

  done(): void {
    this.#ready.shift();
  }

  /** Sees to what waits, unless it is at it already. Returns at once. */
  look(): void {
    if (this.#looking || this.#ready.length > 0) return;
    this.#looking = true;
    void this.#decodeWaiting().finally(() => (this.#looking = false));
  }

  async #decodeWaiting(): Promise<void> {
    const { storage, lane } = this.#parts;
    try {
      const seen = new Set<string>();
      for (const redrive of await storage.redrives(lane.partition, REDRIVES_MAX)) {
        // Asked for twice: the second finds out what became of the first, and so is looked up again behind it.
        const name = positionText(redrive.position);
        if (!seen.has(name)) await this.#decode(redrive);
        seen.add(name);
      }
    } catch (error) {
      this.#postponed(error);
    }
  }

  async #decode(redrive: Redrive): Promise<void> {
    try {
      const decoded = await decodeAgain(redrive, this.#parts);
      this.#ready.push({ redrive, decoded });
      this.#onReady();
    } catch (error) {
      this.#postponed(error);
    }
  }

  /** The command waits still: it is looked up again with the next tick. */
  #postponed(err: unknown): void {
    const { logger } = this.#parts;
    if (err instanceof TieoutError && err.retriable) logger.warn({ err }, 'a redrive has to wait');
    else logger.error({ err }, 'a redrive failed');
  }
}
