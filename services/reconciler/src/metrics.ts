import { SOURCES } from '@tieout/core';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { LaneObserver } from './ports.ts';
import type { Reconciler } from './reconciler.ts';

/** A lane's work in numbers; each name ends in its unit. */
export function laneMetrics(registry: Registry): LaneObserver {
  const registers = [registry];
  const duration = new Histogram({
    name: 'tieout_flush_duration_seconds',
    help: 'From the first record of a flush to its commit.',
    labelNames: ['lane'],
    buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5],
    registers,
  });
  const records = new Counter({
    name: 'tieout_records_total',
    help: 'Records committed, by what became of them.',
    labelNames: ['lane', 'source', 'result'],
    registers,
  });
  const verdicts = new Counter({
    name: 'tieout_verdict_changes_total',
    help: 'Visible verdicts that changed.',
    labelNames: ['lane'],
    registers,
  });
  const refolded = new Counter({
    name: 'tieout_refolded_transactions_total',
    help: 'Transactions whose cached entry was missing or stale and that were folded again from storage.',
    labelNames: ['lane'],
    registers,
  });
  const due = new Counter({
    name: 'tieout_deadlines_fired_total',
    help: 'Transactions judged again because a deadline passed.',
    labelNames: ['lane'],
    registers,
  });
  const commands = new Counter({
    name: 'tieout_commands_answered_total',
    help: 'Commands of people that were taken and answered, refusals included.',
    labelNames: ['lane'],
    registers,
  });
  const retries = new Counter({
    name: 'tieout_flush_retries_total',
    help: 'Attempts that came to nothing, by error code.',
    labelNames: ['lane', 'code'],
    registers,
  });
  const laneTime = new Gauge({
    name: 'tieout_lane_time_seconds',
    help: 'How far the input is known to have been read, seconds since the epoch by the broker.',
    labelNames: ['lane'],
    registers,
  });
  const cacheUp = new Gauge({
    name: 'tieout_cache_up',
    help: '1 while the cache answers, 0 while the lane runs on storage.',
    labelNames: ['lane'],
    registers,
  });
  return {
    flushed(lane, figures) {
      duration.observe({ lane }, figures.durationMs / 1000);
      for (const source of SOURCES) {
        const accepted = figures.accepted[source];
        const refused = figures.refused[source];
        if (accepted > 0) records.inc({ lane, source, result: 'accepted' }, accepted);
        if (refused > 0) records.inc({ lane, source, result: 'refused' }, refused);
      }
      verdicts.inc({ lane }, figures.verdicts);
      refolded.inc({ lane }, figures.refolded);
      due.inc({ lane }, figures.due);
      commands.inc({ lane }, figures.commands);
      laneTime.set({ lane }, figures.laneTime / 1000);
    },
    retried(lane, code) {
      retries.inc({ lane, code });
    },
    cacheAnswers(lane, answers) {
      cacheUp.set({ lane }, answers ? 1 : 0);
    },
  };
}

/** What is read off the lanes when somebody asks. */
export function reconcilerMetrics(registry: Registry, reconciler: Reconciler): void {
  const gauge = (
    name: string,
    help: string,
    value: (lane: ReturnType<Reconciler['lanes']['get']> & object) => number,
  ): void => {
    const made = new Gauge({
      name,
      help,
      labelNames: ['lane'],
      registers: [registry],
      collect() {
        made.reset();
        for (const [partition, lane] of reconciler.lanes) made.set({ lane: partition }, value(lane));
      },
    });
  };
  gauge('tieout_lane_queue_bytes', 'Records fetched and not yet flushed.', (lane) => lane.queueBytes);
  gauge('tieout_lane_ready', '1 while the lane works.', (lane) => (lane.trouble === null ? 1 : 0));
}
