// Values that several answers are made of.

import {
  CHANNELS,
  DIRECTIONS,
  EVENT_STATUSES,
  EVENT_TYPES,
  HINTS,
  OUTCOMES,
  RAILS,
  REASONS,
  SEVERITIES,
  SOURCES,
  VERDICT_STATUSES,
  WORK_STATES,
  type LifeCycle as CoreLifeCycle,
} from '@tieout/core';
import { z } from 'zod';

export const ROLES = ['viewer', 'operator', 'auditor', 'admin'] as const;

export const Instant = z.iso.datetime().meta({
  id: 'Instant',
  description: 'ISO 8601 in UTC, to the millisecond.',
  example: '2026-03-01T09:30:00.000Z',
});
export const Minor = z
  .string()
  .regex(/^-?\d+$/)
  .meta({
    id: 'Minor',
    description:
      'Money in minor units of its currency, as digits: it may exceed what a JavaScript number holds.',
    example: '500000',
  });
export const Currency = z
  .string()
  .length(3)
  .meta({ id: 'Currency', description: 'ISO 4217 code.', example: 'INR' });

export const Role = z.enum(ROLES).meta({ id: 'Role' });
export type Role = z.infer<typeof Role>;
export const Source = z.enum(SOURCES).meta({ id: 'Source', description: 'The system that reported.' });
export const VerdictStatus = z.enum(VERDICT_STATUSES).meta({ id: 'VerdictStatus' });
export const Reason = z.enum(REASONS).meta({ id: 'Reason' });
export const Severity = z.enum(SEVERITIES).meta({ id: 'Severity' });
export const WorkState = z
  .enum(WORK_STATES)
  .meta({ id: 'WorkState', description: 'How far people are with it.' });
export const Channel = z.enum(CHANNELS).meta({ id: 'Channel' });
export const Direction = z.enum(DIRECTIONS).meta({ id: 'Direction' });
export const Rail = z.enum(RAILS).meta({ id: 'Rail' });
export const LifeCycle = z
  .enum([
    'INIT',
    'CORE_RECEIVED',
    'GATEWAY_RECEIVED',
    'MOBILE_RECEIVED',
    'PARTIAL',
    'MATCHED',
    'MISMATCHED',
    'RESOLVED',
    'CLOSED',
  ] as const satisfies readonly CoreLifeCycle[])
  .meta({ id: 'LifeCycle', description: 'The label shown to people.' });
export const Hint = z.enum(HINTS).meta({ id: 'Hint' });
export const EventType = z
  .enum([...new Set(SOURCES.flatMap((source) => EVENT_TYPES[source]))])
  .meta({ id: 'EventType' });
export const EventStatus = z.enum(EVENT_STATUSES).meta({ id: 'EventStatus' });
export const Outcome = z
  .enum(OUTCOMES)
  .meta({ id: 'Outcome', description: 'What the event says became of the money.' });

export const Position = z
  .object({ topic: z.string(), partition: z.int(), offset: z.string().regex(/^\d+$/) })
  .meta({ id: 'Position', description: 'Where the record lies in Kafka.' });

export const LiveCursor = z.record(z.string(), z.int()).meta({
  id: 'LiveCursor',
  description: 'The last sequence number seen of each lane; what a snapshot is true for.',
  example: { 'lane-0': 123, 'lane-1': 98 },
});
export type LiveCursor = z.infer<typeof LiveCursor>;
