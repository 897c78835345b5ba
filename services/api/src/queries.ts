import { z } from 'zod';
import { DeadLetterCode, Instant } from './schemas/index.ts';
import { RANGE_NAMES } from './time-range.ts';

/* What the routes accept. Strict: an unknown parameter is refused by name, so that a misspelt filter never shows everything. */

const LIMIT_MAX = 500;
const LIMIT_DEFAULT = 100;
// Spelt out, because not every reader of the document knows a class of Unicode by its name.
const CONTROL = String.raw`\x00-\x1F\x7F-\x9F`;
/** One of a list: 1–256 characters, none of them a control character or the comma that separates them. */
export const LISTED = new RegExp(`^[^${CONTROL},]{1,256}$`, 'u');
const ID = /^[A-Za-z0-9._:-]{1,64}$/;

export const limit = z.coerce
  .number()
  .int()
  .min(1)
  .max(LIMIT_MAX)
  .default(LIMIT_DEFAULT)
  .meta({ description: `Rows a page, at most ${LIMIT_MAX}.` });
export const cursor = z
  .string()
  .min(1)
  .max(2048)
  .optional()
  .meta({ description: 'next_cursor of the page before.' });
export const anyOf = <T extends z.ZodType>(item: T) =>
  z
    .array(item)
    .min(1)
    .max(20)
    .optional()
    .meta({ description: 'Any of these; repeat the parameter or separate by commas.' });

export const TxnId = z
  .string()
  .regex(ID, '1–64 characters of A–Z a–z 0–9 . _ : -')
  .meta({ description: 'Transaction id.', example: 'TXN1003' });

export const ById = z.strictObject({ txn_id: TxnId }).meta({ id: 'ById' });

const TOPIC = '[A-Za-z0-9._-]{1,249}';

export const DeadLetterById = z
  .strictObject({
    id: z
      .string()
      .regex(new RegExp(String.raw`^${TOPIC}:\d{1,9}:\d{1,18}$`), 'topic:partition:offset')
      .meta({ description: 'topic:partition:offset', example: 'core_txns:3:1042' }),
  })
  .meta({ id: 'DeadLetterById' });

export const DeadLetterQuery = z
  .strictObject({
    code: anyOf(DeadLetterCode),
    topic: anyOf(z.string().regex(new RegExp(`^${TOPIC}$`), 'a topic')),
    from: Instant.optional().meta({ description: 'Refused at or after.' }),
    to: Instant.optional().meta({ description: 'Refused before.' }),
    q: TxnId.optional().meta({ description: 'What the key begins with.' }),
    cursor,
    limit,
  })
  .meta({ id: 'DeadLetterQuery' });

const RECORDS_MAX = 100;

export const RawEventQuery = z
  .strictObject({
    position: z
      .string()
      .regex(new RegExp(String.raw`^${TOPIC}:\d{1,9}:\d{1,18}$`), 'topic:partition:offset')
      .optional()
      .meta({ description: 'Only the record that lies here.', example: 'core_txns:3:1042' }),
    cursor,
    limit: z.coerce
      .number()
      .int()
      .min(1)
      .max(RECORDS_MAX)
      .default(20)
      .meta({ description: `Records a page, at most ${RECORDS_MAX}.` }),
  })
  .meta({ id: 'RawEventQuery' });

export const CommandById = z
  .strictObject({
    command_id: z.uuid().meta({ description: 'As it was given when it was asked for.' }),
  })
  .meta({ id: 'CommandById' });

export const AccessQuery = z.strictObject({ cursor, limit }).meta({ id: 'AccessQuery' });
export type AccessQuery = z.infer<typeof AccessQuery>;

export const SeriesQuery = z
  .strictObject({
    range: z
      .enum(RANGE_NAMES)
      .optional()
      .meta({ description: 'The last so much time, `1h` if nothing is asked for. Or `from` and `to`.' }),
    from: Instant.optional().meta({ description: 'At or after.' }),
    to: Instant.optional().meta({ description: 'Before; at most 100 days after `from`.' }),
  })
  .meta({ id: 'SeriesQuery' });
export type SeriesQuery = z.infer<typeof SeriesQuery>;

// What a spreadsheet or a mail leaves around a word that is pasted.
const BEFORE = String.raw`[\t-\r \u00A0\uFEFF"'\x60]`;
const AFTER = String.raw`[\t-\r \u00A0\uFEFF"'\x60,;]`;
const AROUND = new RegExp(`^${BEFORE}+|${AFTER}+$`, 'g');
const SEARCHED = new RegExp(
  String.raw`^${BEFORE}*[^${CONTROL}]{0,255}[^${CONTROL} \u00A0\uFEFF"'\x60,;]${AFTER}*$`,
  'u',
);

const IDS_MAX = 500;
const SEARCH_MAX = 50;

export const SearchQuery = z
  .strictObject({
    q: z
      .string()
      .regex(SEARCHED, '1–256 characters, none of them a control character')
      .transform((text) => text.replaceAll(AROUND, ''))
      .meta({
        description:
          'A transaction id or the beginning of one; of breaks also a reference or an event id, whole. Quotes and spaces around it are taken away.',
        example: 'TXN1003',
      }),
    limit: z.coerce
      .number()
      .int()
      .min(1)
      .max(SEARCH_MAX)
      .default(10)
      .meta({ description: `Rows, at most ${SEARCH_MAX}.` }),
  })
  .meta({ id: 'SearchQuery' });

export const IdList = z
  .strictObject({ ids: z.array(TxnId).min(1).max(IDS_MAX) })
  .meta({ id: 'IdList', description: `Transaction ids, at most ${IDS_MAX}.` });

export const NoQuery = z.strictObject({});
