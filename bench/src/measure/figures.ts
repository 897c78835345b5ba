import type { Part, Usage } from './sampler.ts';

/** What one run came to. */
export interface Figures {
  readonly events: number;
  readonly seconds: number;
  readonly eventsPerSecond: number;
  /** Processor seconds for a million events, by who used them. */
  readonly cpuPerMillion: Readonly<Record<Part | 'all', number>>;
  /** Of the process under test. */
  readonly peakRssBytes: number;
}

export function figuresOf(events: number, ms: number, { cpuSeconds, peakRssBytes }: Usage): Figures {
  const perMillion = (seconds: number): number => (seconds / events) * 1e6;
  const { own, kafka, postgres, redis } = cpuSeconds;
  return {
    events,
    seconds: ms / 1_000,
    eventsPerSecond: (events / ms) * 1_000,
    cpuPerMillion: {
      own: perMillion(own),
      kafka: perMillion(kafka),
      postgres: perMillion(postgres),
      redis: perMillion(redis),
      all: perMillion(own + kafka + postgres + redis),
    },
    peakRssBytes,
  };
}
