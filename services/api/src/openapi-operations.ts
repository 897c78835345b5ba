import type { z } from 'zod';
import { ExportQuery, TxnCountsQuery, TxnQuery } from './list-query.ts';
import {
  AccessQuery,
  ById,
  CommandById,
  DeadLetterById,
  DeadLetterQuery,
  IdList,
  RawEventQuery,
  SearchQuery,
  SeriesQuery,
} from './queries.ts';
import * as overview from './openapi-examples-overview.ts';
import * as example from './openapi-examples.ts';
import {
  AccessPage,
  Command,
  CommandAccepted,
  DeadLetterDetail,
  DeadLetterPage,
  IncidentList,
  KnownIds,
  Me,
  RawEventPage,
  SearchResult,
  SourceList,
  Summary,
  SummarySeries,
  TxnCounts,
  TxnDetail,
  TxnPage,
  TxnState,
  type ROLES,
} from './schemas/index.ts';

export interface Content {
  readonly type: string;
  /** Null: text of that type. */
  readonly schema: z.ZodType | null;
  readonly example: unknown;
}

interface Link {
  readonly operationId: string;
  readonly description: string;
  /** Runtime expressions of OpenAPI: `$response.body#/command_id`. */
  readonly parameters: Readonly<Record<string, string>>;
}

export interface Operation {
  /** Where an answer's link leads to it. */
  readonly id?: string;
  /** `get` unless it says otherwise. */
  readonly method?: 'post';
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly role: (typeof ROLES)[number];
  /** 202 where it is answered once it is durably asked for. */
  readonly status?: 202;
  readonly answer: Content;
  /** Which operation, by its id, an answer leads to, and with what of it. */
  readonly links?: Readonly<Record<string, Link>>;
  readonly pathParameters?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: Content;
  readonly problems: readonly number[];
}

function json<T extends z.ZodType>(schema: T, value: z.input<T>): Content {
  return { type: 'application/json', schema, example: value };
}

/** Whatever is asked for is answered with the name of a command. */
const COMMAND_OUTCOME: Link = {
  operationId: 'getCommand',
  description: 'What came of it, once its lane has taken it.',
  parameters: { command_id: '$response.body#/command_id' },
};

const EXPORTED = `Of any size, streamed in the order asked for; each row as it stood when its page was read. Money in minor units, and in major ones with all
decimals of its currency; times in UTC. In CSV a cell that a spreadsheet would run begins with an apostrophe. An export that breaks off ends the
connection without the last chunk: clients report an error, and what came before it is not whole.`;

export const OPERATIONS: readonly Operation[] = [
  {
    path: '/txns/{txn_id}',
    tag: 'Transactions',
    summary: 'The state of one transaction',
    role: 'viewer',
    answer: json(TxnState, example.TXN_STATE),
    pathParameters: ById,
    problems: [400, 404],
  },
  {
    path: '/api/v1/transactions',
    tag: 'Transactions',
    summary: 'Transactions, filtered and in order',
    role: 'viewer',
    answer: json(TxnPage, example.TXN_PAGE),
    query: TxnQuery,
    problems: [400],
  },
  {
    path: '/api/v1/transactions/counts',
    tag: 'Transactions',
    summary: 'How many a filter lets through, by every facet and over time; exact to 10,000',
    role: 'viewer',
    answer: json(TxnCounts, example.TXN_COUNTS),
    query: TxnCountsQuery,
    problems: [400],
  },
  {
    path: '/api/v1/transactions/{txn_id}',
    tag: 'Transactions',
    summary: 'One transaction with its legs, its events, its history and why it was judged so',
    role: 'viewer',
    answer: json(TxnDetail, example.TXN_DETAIL),
    pathParameters: ById,
    problems: [400, 404],
  },
  {
    path: '/api/v1/transactions/{txn_id}/events',
    tag: 'Transactions',
    summary:
      'The records of one transaction, newest first, with their exact bytes and fields for operator, auditor and admin',
    role: 'viewer',
    answer: json(RawEventPage, example.RAW_EVENT_PAGE),
    pathParameters: ById,
    query: RawEventQuery,
    problems: [400, 404],
  },
  {
    path: '/api/v1/search',
    tag: 'Transactions',
    summary:
      'What a text names: a transaction, the beginning of an id, a reference or an event id of a break',
    role: 'viewer',
    answer: json(SearchResult, example.SEARCH_RESULT),
    query: SearchQuery,
    problems: [400],
  },
  {
    method: 'post',
    path: '/api/v1/search',
    tag: 'Transactions',
    summary: 'Which of these ids are known',
    role: 'viewer',
    answer: json(KnownIds, example.KNOWN_IDS),
    body: json(IdList, { ids: ['TXN1003', 'TXN9999'] }),
    problems: [400, 413, 415],
  },
  {
    path: '/api/v1/export.csv',
    tag: 'Export',
    summary: 'Everything a filter lets through, as CSV',
    description: EXPORTED,
    role: 'viewer',
    answer: { type: 'text/csv', schema: null, example: example.EXPORT_CSV },
    query: ExportQuery,
    problems: [400],
  },
  {
    path: '/api/v1/export.jsonl',
    tag: 'Export',
    summary: 'Everything a filter lets through, as JSON Lines',
    description: EXPORTED,
    role: 'viewer',
    answer: { type: 'application/jsonl', schema: null, example: example.EXPORT_JSONL },
    query: ExportQuery,
    problems: [400],
  },
  {
    path: '/api/v1/dead-letters',
    tag: 'Dead letters',
    summary: 'Refused records, newest first',
    role: 'viewer',
    answer: json(DeadLetterPage, example.DEAD_LETTER_PAGE),
    query: DeadLetterQuery,
    problems: [400],
  },
  {
    path: '/api/v1/dead-letters/{id}',
    tag: 'Dead letters',
    summary: 'One refused record with its key and headers, and its bytes for operator, auditor and admin',
    role: 'viewer',
    answer: json(DeadLetterDetail, example.DEAD_LETTER_DETAIL),
    pathParameters: DeadLetterById,
    problems: [400, 404],
  },
  {
    method: 'post',
    path: '/api/v1/dead-letters/{id}/redrive',
    tag: 'Dead letters',
    summary:
      'Decode a refused record again where it lies; one under a wrong key is published anew under the right one',
    role: 'operator',
    status: 202,
    answer: json(CommandAccepted, example.COMMAND_ACCEPTED),
    links: { outcome: COMMAND_OUTCOME },
    pathParameters: DeadLetterById,
    problems: [400, 404, 409],
  },
  {
    id: COMMAND_OUTCOME.operationId,
    path: '/api/v1/commands/{command_id}',
    tag: 'Commands',
    summary: 'What came of something that was asked for',
    role: 'viewer',
    answer: json(Command, example.COMMAND),
    pathParameters: CommandById,
    problems: [400, 404],
  },
  {
    path: '/api/v1/summary',
    tag: 'Overview',
    summary: 'The proof that nothing is lost, counters, open breaks and lanes, as of now',
    role: 'viewer',
    answer: json(Summary, overview.SUMMARY),
    problems: [400],
  },
  {
    path: '/api/v1/summary/series',
    tag: 'Overview',
    summary: 'What happened over a stretch of time, in buckets of a minute to a day',
    role: 'viewer',
    answer: json(SummarySeries, overview.SUMMARY_SERIES),
    query: SeriesQuery,
    problems: [400],
  },
  {
    path: '/api/v1/incidents',
    tag: 'Overview',
    summary:
      'Where one silent source made many breaks: each to be shown as one, and left out of lists by `folded`',
    role: 'viewer',
    answer: json(IncidentList, overview.INCIDENT_LIST),
    problems: [400],
  },
  {
    path: '/api/v1/sources',
    tag: 'Sources',
    summary: 'How each feed is: rate, lag, lateness, repeats, refusals, silence',
    role: 'viewer',
    answer: json(SourceList, overview.SOURCE_LIST),
    problems: [400],
  },
  {
    path: '/api/v1/audit/access',
    tag: 'Audit',
    summary: 'Who saw what, newest first',
    role: 'auditor',
    answer: json(AccessPage, example.ACCESS_PAGE),
    query: AccessQuery,
    problems: [400],
  },
  {
    path: '/api/v1/me',
    tag: 'Me',
    summary: 'The caller and its roles',
    role: 'viewer',
    answer: json(Me, example.ME),
    problems: [400],
  },
];
