import { TieoutError } from '@tieout/core';

/** A schema as the registry keeps it. */
export interface RegisteredSchema {
  readonly id: number;
  /** AVRO, JSON or PROTOBUF. */
  readonly type: string;
  /** The schema's own text. */
  readonly text: string;
}

/** The few calls of the Confluent-compatible registry API we need. Every method throws TieoutError REGISTRY_UNAVAILABLE, which is retriable. */
export interface SchemaRegistry {
  /** Null where the registry answers that it does not know the id. */
  schemaById(id: number): Promise<RegisteredSchema | null>;
  /** The id under which exactly this schema is registered for the subject, or null. */
  idOf(subject: string, schemaText: string): Promise<number | null>;
  /** @throws TieoutError INVALID_SETTING where the schema does not fit the subject's earlier ones */
  register(subject: string, schemaText: string): Promise<number>;
  setCompatibility(subject: string, level: 'BACKWARD'): Promise<void>;
}

// Error codes of the API's own bodies. A 404 without one is a wrong address, and must not make every record's schema "unknown".
const SUBJECT_NOT_FOUND = 40_401;
const VERSION_NOT_FOUND = 40_402;
const SCHEMA_NOT_FOUND = 40_403;

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/**
 * Plain fetch rather than @kafkajs/confluent-schema-registry: that client reports an unknown id and an unreachable registry by the
 * same error class, and builds Avro types in which a long above 2^53 throws.
 *
 * @param baseUrl such as http://127.0.0.1:8081/apis/ccompat/v7
 */
export function createSchemaRegistry(baseUrl: string, { timeoutMs = 5_000 } = {}): SchemaRegistry {
  const base = baseUrl.replace(/\/$/, '');

  async function call(method: string, path: string, body?: unknown): Promise<Answer> {
    try {
      const response = await fetch(`${base}${path}`, {
        method,
        signal: AbortSignal.timeout(timeoutMs),
        headers: { 'content-type': 'application/vnd.schemaregistry.v1+json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const parsed: unknown = await response.json();
      return {
        status: response.status,
        body: typeof parsed === 'object' && parsed !== null ? { ...parsed } : {},
      };
    } catch (cause) {
      throw new TieoutError('REGISTRY_UNAVAILABLE', `${method} ${base}${path} got no usable answer`, {
        cause,
      });
    }
  }

  return {
    async schemaById(id) {
      const answer = await call('GET', `/schemas/ids/${id}`);
      const { schema, schemaType = 'AVRO' } = answer.body;
      if (answer.status === 200 && typeof schema === 'string')
        return { id, type: String(schemaType), text: schema };
      if (answer.status === 404 && answer.body['error_code'] === SCHEMA_NOT_FOUND) return null;
      throw unexpected(`schema ${id}`, answer);
    },
    async idOf(subject, schemaText) {
      const answer = await call('POST', `/subjects/${encodeURIComponent(subject)}`, { schema: schemaText });
      const { id, error_code: errorCode } = answer.body;
      if (answer.status === 200 && typeof id === 'number') return id;
      const missing = [SUBJECT_NOT_FOUND, VERSION_NOT_FOUND, SCHEMA_NOT_FOUND];
      if (answer.status === 404 && missing.some((code) => code === errorCode)) return null;
      throw unexpected(subject, answer);
    },
    async register(subject, schemaText) {
      const answer = await call('POST', `/subjects/${encodeURIComponent(subject)}/versions`, {
        schema: schemaText,
      });
      const { id } = answer.body;
      if (answer.status === 200 && typeof id === 'number') return id;
      if (answer.status === 409 || answer.status === 422) {
        throw new TieoutError(
          'INVALID_SETTING',
          `${subject}: the registry refuses this schema (${JSON.stringify(answer.body)}). A new version may only add fields with a default or remove fields.`,
        );
      }
      throw unexpected(subject, answer);
    },
    async setCompatibility(subject, level) {
      const answer = await call('PUT', `/config/${encodeURIComponent(subject)}`, { compatibility: level });
      if (answer.status !== 200) throw unexpected(`compatibility of ${subject}`, answer);
    },
  };
}

function unexpected(what: string, { status, body }: Answer): TieoutError {
  return new TieoutError(
    'REGISTRY_UNAVAILABLE',
    `${what}: the registry answered ${status} ${JSON.stringify(body)}`,
  );
}
