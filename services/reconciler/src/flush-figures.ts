import { SOURCES, type Source } from '@tieout/core';
import type { Flushed } from './flush.ts';
import type { FlushFigures } from './ports.ts';
import type { LaneIdentity } from './records.ts';

export function flushFigures(
  { record, judgements, due, refolded }: Flushed,
  { topics }: LaneIdentity,
  durationMs: number,
): FlushFigures {
  const accepted: Record<Source, number> = { core: 0, gateway: 0, mobile: 0 };
  const refused: Record<Source, number> = { core: 0, gateway: 0, mobile: 0 };
  for (const { event } of record.raw) accepted[event.source]++;
  for (const source of SOURCES)
    refused[source] = record.deadLetters.filter(({ topic }) => topic === topics[source]).length;
  return {
    durationMs,
    accepted,
    refused,
    verdicts: judgements.filter(({ changed }) => changed).length,
    refolded,
    due,
    commands: record.commands.length,
    laneTime: record.head.laneTime,
  };
}
