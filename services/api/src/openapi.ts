import { z } from 'zod';
import { AccessQuery, ById, CommandById, DeadLetterById, DeadLetterQuery, SeriesQuery } from './queries.ts';
import { TxnCountsQuery, TxnQuery } from './list-query.ts';
import {
  AccessPage,
  Command,
  CommandAccepted,
  DeadLetterDetail,
  DeadLetterPage,
  Me,
  Problem,
  SourceList,
  Summary,
  SummarySeries,
  TxnCounts,
  TxnDetail,
  TxnPage,
  TxnState,
  type ROLES,
} from './schemas/index.ts';

const DESCRIPTION = `Whether a payment's records agree, live and afterwards.

Every request needs a bearer token of the realm; each access of transaction data is written to the audit log before the answer leaves.

**Live feed.** Socket.IO on \`/socket.io\`, handshake \`auth: { token, as_of }\`, where \`as_of\` is what the snapshot (\`/api/v1/transactions\`)
named. The server sends \`changes\` (LiveChanges), each to be acknowledged before the next comes; \`resync\` when the cursor is too old: take a
new snapshot; \`status\` (LiveStatus) when the feed falls behind its own sources; and ends the connection with \`token_expired\`.`;

const PROBLEMS: Readonly<Record<number, string>> = {
  400: 'A parameter is unknown or bad; `errors` names it.',
  401: 'No token, or not a good one.',
  403: 'The token lacks the role.',
  404: 'There is no such thing.',
  409: 'It is not in a state that allows this.',
  429: 'Too many failed sign-ins from this address.',
  503: 'Something this needs is away; try again.',
};

interface Operation {
  /** `get` unless it says otherwise. A POST is answered once it is durably asked for: 202. */
  readonly method?: 'post';
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly role: (typeof ROLES)[number];
  readonly response: z.ZodType;
  readonly pathParameters?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly problems: readonly number[];
}

const OPERATIONS: readonly Operation[] = [
  {
    path: '/txns/{txn_id}',
    tag: 'Transactions',
    summary: 'The state of one transaction',
    role: 'viewer',
    response: TxnState,
    pathParameters: ById,
    problems: [400, 404],
  },
  {
    path: '/api/v1/transactions',
    tag: 'Transactions',
    summary: 'Transactions, filtered and in order',
    role: 'viewer',
    response: TxnPage,
    query: TxnQuery,
    problems: [400],
  },
  {
    path: '/api/v1/transactions/counts',
    tag: 'Transactions',
    summary: 'How many a filter lets through, by every facet and over time; exact to 10,000',
    role: 'viewer',
    response: TxnCounts,
    query: TxnCountsQuery,
    problems: [400],
  },
  {
    path: '/api/v1/transactions/{txn_id}',
    tag: 'Transactions',
    summary: 'One transaction with its legs, its events, its history and why it was judged so',
    role: 'viewer',
    response: TxnDetail,
    pathParameters: ById,
    problems: [400, 404],
  },
  {
    path: '/api/v1/dead-letters',
    tag: 'Dead letters',
    summary: 'Refused records, newest first',
    role: 'viewer',
    response: DeadLetterPage,
    query: DeadLetterQuery,
    problems: [400],
  },
  {
    path: '/api/v1/dead-letters/{id}',
    tag: 'Dead letters',
    summary: 'One refused record with its key and headers, and its bytes for operator, auditor and admin',
    role: 'viewer',
    response: DeadLetterDetail,
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
    response: CommandAccepted,
    pathParameters: DeadLetterById,
    problems: [400, 404, 409],
  },
  {
    path: '/api/v1/commands/{command_id}',
    tag: 'Commands',
    summary: 'What came of something that was asked for',
    role: 'viewer',
    response: Command,
    pathParameters: CommandById,
    problems: [400, 404],
  },
  {
    path: '/api/v1/summary',
    tag: 'Overview',
    summary: 'The proof that nothing is lost, counters, open breaks and lanes, as of now',
    role: 'viewer',
    response: Summary,
    problems: [400],
  },
  {
    path: '/api/v1/summary/series',
    tag: 'Overview',
    summary: 'What happened over a stretch of time, in buckets of a minute to a day',
    role: 'viewer',
    response: SummarySeries,
    query: SeriesQuery,
    problems: [400],
  },
  {
    path: '/api/v1/sources',
    tag: 'Sources',
    summary: 'How each feed is: rate, lag, lateness, repeats, refusals, silence',
    role: 'viewer',
    response: SourceList,
    problems: [400],
  },
  {
    path: '/api/v1/audit/access',
    tag: 'Audit',
    summary: 'Who saw what, newest first',
    role: 'auditor',
    response: AccessPage,
    query: AccessQuery,
    problems: [400],
  },
  {
    path: '/api/v1/me',
    tag: 'Me',
    summary: 'The caller and its roles',
    role: 'viewer',
    response: Me,
    problems: [400],
  },
];

type JsonSchema = z.core.JSONSchema.BaseSchema;

const ref = (name: string): string => `#/components/schemas/${name}`;

/** Every schema that carries an id, referring to each other. Zod writes JSON Schema 2020-12, the dialect of OpenAPI 3.1. */
function namedSchemas(): Map<string, JsonSchema> {
  const { schemas } = z.toJSONSchema(z.globalRegistry, {
    io: 'input',
    uri: ref,
    override: ({ jsonSchema }) => {
      // What only says "a safe integer", and what duplicates `format: date-time` in a page of pattern, helps nobody.
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
    },
  });
  return new Map(
    Object.entries(schemas)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, { $schema: _dialect, $id: _id, ...schema }]) => [name, schema]),
  );
}

function idOf(schema: z.ZodType): string {
  const id = schema.meta()?.id;
  if (id === undefined) throw new Error('a schema of the document needs .meta({ id })');
  return id;
}

const problem = (status: number) => ({
  description: PROBLEMS[status] ?? 'Problem',
  content: { 'application/problem+json': { schema: { $ref: ref(idOf(Problem)) } } },
});

/** The OpenAPI 3.1 document of this API, from the schemas that validate; the same value at every call. */
export function openApiDocument(): Record<string, unknown> {
  const schemas = namedSchemas();
  const parameters = (place: 'path' | 'query', fields: z.ZodObject | undefined) => {
    if (fields === undefined) return [];
    return Object.entries(schemas.get(idOf(fields))?.properties ?? {}).map(([name, field]) => {
      if (typeof field === 'boolean') throw new TypeError(`parameter ${name} has no type`);
      const { description, ...schema } = field;
      return { name, in: place, required: place === 'path', description, schema };
    });
  };

  const paths = OPERATIONS.map((op) => [
    op.path,
    {
      [op.method ?? 'get']: {
        tags: [op.tag],
        summary: op.summary,
        description: `Needs role ${op.role}.`,
        security: [{ token: [] }],
        parameters: [...parameters('path', op.pathParameters), ...parameters('query', op.query)],
        responses: {
          [op.method === 'post' ? 202 : 200]: {
            description: op.method === 'post' ? 'Asked for.' : 'OK',
            content: { 'application/json': { schema: { $ref: ref(idOf(op.response)) } } },
          },
          ...Object.fromEntries(
            [...op.problems, 401, 403, 429, 503].map((status) => [status, problem(status)]),
          ),
        },
      },
    },
  ]);
  for (const fields of [
    ById,
    TxnQuery,
    TxnCountsQuery,
    CommandById,
    DeadLetterById,
    DeadLetterQuery,
    AccessQuery,
    SeriesQuery,
  ])
    schemas.delete(idOf(fields));

  return {
    openapi: '3.1.0',
    info: {
      title: 'Tieout',
      version: '1.0.0',
      description: DESCRIPTION,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    tags: ['Transactions', 'Dead letters', 'Commands', 'Overview', 'Sources', 'Audit', 'Me'].map((name) => ({
      name,
    })),
    paths: Object.fromEntries(paths),
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      schemas: Object.fromEntries(schemas),
    },
  };
}
