import type { ServerResponse } from 'node:http';

export interface Problem {
  readonly status: number;
  readonly title: string;
  readonly code: string;
  readonly detail: string;
}

/** Answers with problem+json, in the API's shape. */
export function sendProblem(
  response: ServerResponse,
  instance: string,
  { status, title, code, detail }: Problem,
): void {
  const body = JSON.stringify({ type: `urn:tieout:problem:${code}`, title, status, code, detail, instance });
  response
    .writeHead(status, { 'content-type': 'application/problem+json', 'cache-control': 'no-store' })
    .end(body);
}
