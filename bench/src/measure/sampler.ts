import { SERVERS, type Ground, type Server } from '../stage/ground.ts';
import { peakRssOf, treeCpuSeconds } from './processes.ts';

export type Part = 'own' | Server;

/** Processor seconds used by each part, and the most memory the processes under test ever had, each by itself. */
export interface Usage {
  readonly cpuSeconds: Readonly<Record<Part, number>>;
  readonly peakRssBytes: number;
}

interface Sample extends Usage {
  /** ms since the epoch. */
  readonly at: number;
}

/** Often enough that both ends of a run are found to within a few per cent of it; each look costs about a millisecond. */
const EVERY_MS = 250;

/** Looks at the processes of a run again and again, until `stop`. */
export class Sampler {
  readonly #own: readonly number[];
  readonly #servers: Ground['servers'];
  readonly #samples: Sample[] = [];
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> = Promise.resolve();

  /** @param own the processes under test */
  constructor({ servers }: Pick<Ground, 'servers'>, own: readonly number[]) {
    this.#own = own;
    this.#servers = servers;
  }

  async start(): Promise<void> {
    await this.#look();
    this.#timer = setInterval(() => {
      this.#looking = this.#looking.then(() => this.#look());
    }, EVERY_MS);
  }

  /** May be called again. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
  }

  /** What was used between these two times, ms since the epoch: from the last sample before to the first one after. @throws Error without samples */
  async between(from: number, to: number): Promise<Usage> {
    await this.stop();
    await this.#look();
    const begin = this.#samples.findLast(({ at }) => at <= from) ?? this.#samples.at(0);
    const end = this.#samples.find(({ at }) => at >= to) ?? this.#samples.at(-1);
    if (begin === undefined || end === undefined) throw new Error('nothing was sampled');
    const used = (part: Part): number => end.cpuSeconds[part] - begin.cpuSeconds[part];
    const cpuSeconds = {
      own: used('own'),
      kafka: used('kafka'),
      postgres: used('postgres'),
      redis: used('redis'),
    };
    return { cpuSeconds, peakRssBytes: end.peakRssBytes };
  }

  async #look(): Promise<void> {
    const [cpu, rss] = await Promise.all([
      treeCpuSeconds([...SERVERS.map((server) => this.#servers[server]), ...this.#own]),
      Promise.all(this.#own.map(peakRssOf)),
    ]);
    const [kafka = 0, postgres = 0, redis = 0, ...own] = cpu;
    const cpuSeconds = { own: sum(own), kafka, postgres, redis };
    this.#samples.push({ at: Date.now(), cpuSeconds, peakRssBytes: sum(rss) });
  }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
