import { Counter, Gauge, type Registry } from 'prom-client';
import type { Lag, Publisher, PublisherOptions } from './publisher.ts';

/** Counts what was published. */
export function outcomeCounter(registry: Registry): PublisherOptions['onPublished'] {
  const published = new Counter({
    name: 'tieout_outcomes_published_total',
    help: 'Outcomes acknowledged by the broker whose place was saved; those sent again after a failure count once.',
    labelNames: ['chain'],
    registers: [registry],
  });
  return (chain, outcomes) => published.inc({ chain }, outcomes);
}

/** How far each chain is behind, read off the publisher when somebody asks. */
export function lagMetrics(registry: Registry, publisher: Pick<Publisher, 'lags'>): void {
  const gauge = (name: string, help: string, value: (lag: Lag) => number): void => {
    const made = new Gauge({
      name,
      help,
      labelNames: ['chain'],
      registers: [registry],
      collect() {
        made.reset();
        for (const [chain, lag] of publisher.lags) made.set({ chain }, value(lag));
      },
    });
  };
  gauge('tieout_follower_lag_rows', 'Audit rows committed and not yet followed.', ({ rows }) => rows);
  gauge(
    'tieout_follower_lag_seconds',
    'Age of the oldest audit row not yet followed, 0 where there is none.',
    ({ since }) => (since === null ? 0 : Math.max(0, Date.now() - since) / 1_000),
  );
  gauge('tieout_follower_halted', '1 where a chain is not followed any further: see /readyz.', ({ halted }) =>
    halted === null ? 0 : 1,
  );
}
