import type { IncomingMessage, ServerResponse } from 'node:http';

export interface Problem {
  readonly status: number;
  readonly title: string;
  readonly code: string;
  readonly detail: string;
}

/** Answers with problem+json, in the API's shape. */
export function sendProblem(
  request: IncomingMessage,
  response: ServerResponse,
  { status, title, code, detail }: Problem,
): void {
  const type = `urn:tieout:problem:${code}`;
  const body = {
    type,
    title,
    status,
    code,
    detail,
    instance: pathOf(request),
    request_id: requestIdOf(request),
  };
  response
    .writeHead(status, { 'content-type': 'application/problem+json', 'cache-control': 'no-store' })
    .end(JSON.stringify(body));
}

/** Without the query, which may hold a sign-in's secrets. */
export function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?', 1)[0] ?? '/';
}

export function requestIdOf(request: IncomingMessage): string {
  return String(request.headers['x-request-id'] ?? '');
}
