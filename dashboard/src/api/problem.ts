import type { Problem } from './schema.ts';

/** A refused or failed request, told as people need it: what, why, what next, and what to quote to whoever runs this. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  /** HTTP status; 0 when no answer came. */
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly requestId: string | null;

  constructor(
    status: number,
    code: string,
    title: string,
    detail: string,
    requestId: string | null,
    cause?: unknown,
  ) {
    super(detail, { cause });
    this.status = status;
    this.code = code;
    this.title = title;
    this.requestId = requestId;
  }

  /** Worth asking again by itself: nothing about the request was wrong. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

function unreachable(cause: unknown): ApiProblem {
  return new ApiProblem(0, 'UNREACHABLE', 'No answer', 'The server could not be reached.', null, cause);
}

export function signedOut(): ApiProblem {
  return new ApiProblem(401, 'SIGNED_OUT', 'Signed out', 'Your session has ended.', null);
}

/** Takes an error body apart; one that is no problem document (a proxy's page) still becomes a problem. */
export function problemOf(response: Response, body: unknown): ApiProblem {
  const found: Partial<Record<keyof Problem, unknown>> =
    typeof body === 'object' && body !== null ? body : {};
  const requestId = text(found.request_id, response.headers.get('x-request-id') ?? '');
  return new ApiProblem(
    response.status,
    text(found.code, `HTTP_${response.status}`),
    text(found.title, 'Unexpected answer'),
    text(found.detail, `The server answered ${response.status} ${response.statusText}`.trim()),
    requestId === '' ? null : requestId,
  );
}

function text(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise;
}

export function asProblem(error: unknown): ApiProblem {
  return error instanceof ApiProblem ? error : unreachable(error);
}
