import { z } from 'zod';
import { OPERATIONS, type Content, type Operation } from './openapi-operations.ts';
import { Problem } from './schemas/index.ts';

const DESCRIPTION = `Whether a payment's records agree, live and afterwards.

Every request needs a bearer token of the realm; each access of transaction data is written to the audit log before the answer leaves.

**Live feed.** Socket.IO on \`/socket.io\`, handshake \`auth: { token, as_of }\`, where \`as_of\` is what the snapshot (\`/api/v1/transactions\`)
named. The server sends \`changes\` (LiveChanges), each to be acknowledged before the next comes; \`resync\` when the cursor is too old: take a
new snapshot; \`status\` (LiveStatus) when the feed falls behind its own sources; and ends the connection with \`token_expired\`. A client that
also gives \`batches: 'deflate-raw'\` (LiveBatches) gets each LiveChanges as one binary attachment, its JSON deflated: some eleven times
smaller, and made once for all such clients.`;

const PROBLEMS: Readonly<Record<number, string>> = {
  400: 'A parameter is unknown or bad; `errors` names it.',
  401: 'No token, or not a good one.',
  403: 'The token lacks the role.',
  404: 'There is no such thing.',
  409: 'It is not in a state that allows this.',
  413: 'The body is too large.',
  415: 'The body is in an encoding or a character set that is not read.',
  429: 'Too many failed sign-ins from this address.',
  503: 'Something this needs is away; try again.',
};

/** Refused by Node's parser before there is a request to answer, so without a body. */
const HEAD_TOO_LARGE = { 431: { description: 'The address and headers are larger than 16 KB together.' } };

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

function contentOf({ type, schema, example }: Content) {
  return {
    [type]: {
      schema: schema === null ? { type: 'string' } : { $ref: ref(idOf(schema)) },
      ...(example === undefined ? {} : { example }),
    },
  };
}

type Parameters = (place: 'path' | 'query', fields: z.ZodObject | undefined) => readonly unknown[];

function operationOf(op: Operation, parameters: Parameters) {
  return {
    ...(op.id === undefined ? {} : { operationId: op.id }),
    tags: [op.tag],
    summary: op.summary,
    description: [op.description, `Needs role ${op.role}.`].filter((text) => text !== undefined).join(' '),
    security: [{ token: [] }],
    parameters: [...parameters('path', op.pathParameters), ...parameters('query', op.query)],
    ...(op.body ? { requestBody: { required: true, content: contentOf(op.body) } } : {}),
    responses: {
      [op.status ?? 200]: {
        description: op.status === 202 ? 'Asked for.' : 'OK',
        content: contentOf(op.answer),
        ...(op.links ? { links: op.links } : {}),
      },
      ...Object.fromEntries([...op.problems, 401, 403, 429, 503].map((status) => [status, problem(status)])),
      ...HEAD_TOO_LARGE,
    },
  };
}

/** The OpenAPI 3.1 document of this API, from the schemas that validate; the same value at every call. */
export function openApiDocument(): Record<string, unknown> {
  const schemas = namedSchemas();
  const parameters: Parameters = (place, fields) => {
    if (fields === undefined) return [];
    const { properties = {}, required = [] } = schemas.get(idOf(fields)) ?? {};
    return Object.entries(properties).map(([name, field]) => {
      if (typeof field === 'boolean') throw new TypeError(`parameter ${name} has no type`);
      const { description, ...schema } = field;
      return { name, in: place, required: required.includes(name), description, schema };
    });
  };

  const byPath = Map.groupBy(OPERATIONS, ({ path }) => path);
  const paths = [...byPath].map(([path, operations]) => [
    path,
    Object.fromEntries(operations.map((op) => [op.method ?? 'get', operationOf(op, parameters)])),
  ]);
  for (const { pathParameters, query } of OPERATIONS) {
    for (const fields of [pathParameters, query]) if (fields) schemas.delete(idOf(fields));
  }

  return {
    openapi: '3.1.0',
    info: {
      title: 'Tieout',
      version: '1.0.0',
      description: DESCRIPTION,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    tags: [...new Set(OPERATIONS.map(({ tag }) => tag))].map((name) => ({ name })),
    paths: Object.fromEntries(paths),
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      schemas: Object.fromEntries(schemas),
    },
  };
}
