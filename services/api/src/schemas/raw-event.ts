// A transaction's records, byte by byte.

import { z } from 'zod';
import { Bytes } from './dead-letter.ts';
import { Instant, Position, Source } from './values.ts';

export const RawEvent = z
  .object({
    source: Source,
    event_id: z.string(),
    append_time: Instant.describe("When it arrived, by the broker's clock."),
    position: Position,
    schema_id: z.int().describe('In the registry; what it was written with.'),
    size: z.int().describe('Bytes of the value.'),
    payload: Bytes.nullable().describe(
      'The value with its five bytes of framing; null where it is withheld.',
    ),
    decoded: z
      .record(z.string(), z.unknown())
      .nullable()
      .describe(
        'Its fields, amounts in minor units as digits, times in ms; null where they cannot be read or are withheld.',
      ),
    decode_error: z.string().nullable().describe('Why its fields cannot be shown.'),
  })
  .meta({ id: 'RawEvent', description: 'A record as it was accepted.' });
export type RawEvent = z.infer<typeof RawEvent>;

export const RawEventPage = z
  .object({
    items: z.array(RawEvent).describe('Newest first; redelivered and ignored ones too.'),
    next_cursor: z.string().nullable(),
    payload_withheld: z.boolean().describe('Values are for operator, auditor and admin.'),
  })
  .meta({ id: 'RawEventPage' });
export type RawEventPage = z.infer<typeof RawEventPage>;
