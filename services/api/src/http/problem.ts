import { TieoutError, type ErrorCode } from '@tieout/core';
import { isDatabaseAway } from '@tieout/store/reading';
import type { ErrorRequestHandler, Response } from 'express';
import type { Problem } from '../schemas/index.ts';

/** What a client did wrong, field by field. */
export class InvalidRequest extends TieoutError {
  readonly fields: readonly FieldProblem[];

  constructor(fields: readonly FieldProblem[]) {
    super('INVALID_REQUEST', fields.map(({ field, problem }) => `${field}: ${problem}`).join('; '));
    this.fields = fields;
  }
}

export interface FieldProblem {
  readonly field: string;
  readonly problem: string;
}

export class TooManyFailures extends Error {}

type Answer = Pick<Problem, 'status' | 'title' | 'code'>;

const UNAVAILABLE: Answer = { status: 503, title: 'Not available now', code: 'UNAVAILABLE' };
const INTERNAL: Answer = { status: 500, title: 'Internal error', code: 'INTERNAL' };

const ANSWERS: Partial<Record<ErrorCode, Answer>> = {
  INVALID_REQUEST: { status: 400, title: 'Invalid request', code: 'INVALID_REQUEST' },
  CURSOR_OF_ANOTHER_QUERY: {
    status: 400,
    title: 'Cursor of another query',
    code: 'CURSOR_OF_ANOTHER_QUERY',
  },
  UNAUTHENTICATED: { status: 401, title: 'Sign in', code: 'UNAUTHENTICATED' },
  FORBIDDEN: { status: 403, title: 'Not allowed', code: 'FORBIDDEN' },
  TXN_NOT_FOUND: { status: 404, title: 'No such transaction', code: 'TXN_NOT_FOUND' },
  NOT_FOUND: { status: 404, title: 'Not found', code: 'NOT_FOUND' },
  METHOD_NOT_ALLOWED: { status: 405, title: 'Not answered this way', code: 'METHOD_NOT_ALLOWED' },
  ALREADY_REDRIVEN: { status: 409, title: 'Redriven before', code: 'ALREADY_REDRIVEN' },
  UNAVAILABLE,
  POSTGRES_UNAVAILABLE: UNAVAILABLE,
  KEYCLOAK_UNAVAILABLE: UNAVAILABLE,
};

/** Turns whatever a route threw into problem+json. What went wrong inside is logged, never told. */
export const answerProblem: ErrorRequestHandler = (error: unknown, request, response, next) => {
  if (response.headersSent) return next(error); // Express ends the connection: half an answer must not look whole
  const answer = answerTo(error);
  if (answer.status >= 500)
    request.log.error({ err: error, request_id: response.locals.requestId }, 'request failed');
  const told = answer.status < 500 && error instanceof Error ? error.message : '';
  if (answer.status === 401) response.setHeader('www-authenticate', 'Bearer');
  if (answer.status === 503) response.setHeader('retry-after', '1');
  sendProblem(response, {
    ...answer,
    type: `urn:tieout:problem:${answer.code}`,
    detail: told || answer.title,
    instance: request.originalUrl.split('?', 1)[0] ?? '/',
    request_id: response.locals.requestId,
    ...(error instanceof InvalidRequest ? { errors: [...error.fields] } : {}),
  });
};

function sendProblem(response: Response, problem: Problem): void {
  response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
}

function answerTo(error: unknown): Answer {
  if (error instanceof TooManyFailures) {
    return { status: 429, title: 'Too many failed sign-ins from this address', code: 'TOO_MANY_REQUESTS' };
  }
  if (error instanceof TieoutError) return ANSWERS[error.code] ?? INTERNAL;
  if (isDatabaseAway(error)) return UNAVAILABLE;
  if (isClientError(error))
    return { status: error.status, title: 'Invalid request', code: 'INVALID_REQUEST' };
  return INTERNAL;
}

/** What Express and its parsers throw for requests that cannot be read. */
function isClientError(error: unknown): error is Error & { status: number } {
  return (
    error instanceof Error && 'status' in error && typeof error.status === 'number' && error.status < 500
  );
}
