// Records that were refused.

import { DEAD_LETTER_CODES } from '@tieout/core';
import { z } from 'zod';
import { Instant } from './values.ts';

export const DeadLetterCode = z.enum(DEAD_LETTER_CODES).meta({
  id: 'DeadLetterCode',
  description: 'The first rule of the wire contract that the record breaks.',
});

export const DeadLetter = z
  .object({
    id: z.string().describe('topic:partition:offset'),
    topic: z.string(),
    partition: z.int(),
    offset: z.string().regex(/^\d+$/),
    append_time: Instant.describe("When it arrived, by the broker's clock."),
    refused_at: Instant,
    code: DeadLetterCode,
    error: z.string().describe('For people; names the field where there is one.'),
    txn_id: z.string().nullable().describe('The key, where it can be read as text.'),
    txn_exists: z.boolean().describe('There is a transaction with this id, from other records.'),
    size: z.int().nullable().describe('Bytes of the value; null where the record had none.'),
    attempts: z.int().describe('How often it was decoded again.'),
    redriven_at: Instant.nullable().describe('When a redrive succeeded: it was judged, or published anew.'),
    parent: z.string().nullable().describe('The dead letter this record was published anew from.'),
  })
  .meta({ id: 'DeadLetter', description: 'A record that was refused, with the reason.' });
export type DeadLetter = z.infer<typeof DeadLetter>;

export const DeadLetterPage = z
  .object({ items: z.array(DeadLetter), next_cursor: z.string().nullable() })
  .meta({ id: 'DeadLetterPage' });
export type DeadLetterPage = z.infer<typeof DeadLetterPage>;

export const Bytes = z
  .base64()
  .meta({ id: 'Bytes', description: 'Exact bytes, in base64.', example: 'AAAAAAc=' });

export const DeadLetterDetail = DeadLetter.extend({
  waiting_command: z
    .uuid()
    .nullable()
    .describe('The redrive that was asked for and has not been carried out yet.'),
  key: Bytes.nullable().describe('Null where the record had no key; an empty key is empty.'),
  payload: Bytes.nullable().describe(
    'The value, in which only card numbers are masked; null where the record had none, or it is withheld.',
  ),
  payload_withheld: z.boolean().describe('The value is for operator, auditor and admin.'),
  headers: z
    .record(z.string(), z.string())
    .describe('As text; a value that is not UTF-8 as `hex:` and its bytes.'),
}).meta({ id: 'DeadLetterDetail' });
export type DeadLetterDetail = z.infer<typeof DeadLetterDetail>;
