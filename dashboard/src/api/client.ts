import createClient from 'openapi-fetch';
import { freshToken, sessionEnded } from '../session/session.ts';
import { asProblem, problemOf, signedOut } from './problem.ts';
import type {
  AccessPage,
  DeadLetterDetail,
  DeadLetterPage,
  IncidentList,
  KnownIds,
  Me,
  paths,
  SourceList,
  RawEventPage,
  SearchResult,
  Summary,
  TxnCounts,
  SummarySeries,
  TxnDetail,
  TxnPage,
} from './schema.ts';

const client = createClient<paths>({
  baseUrl: location.origin,
  // status=MISMATCHED,PARTIAL: shorter than repeating the name, and the API takes both.
  querySerializer: { array: { style: 'form', explode: false } },
});

client.use({
  async onRequest({ request }) {
    if (sessionEnded.get()) throw signedOut();
    request.headers.set('authorization', `Bearer ${await freshToken()}`);
    return request;
  },
  onResponse({ response }) {
    if (response.status === 401) sessionEnded.set(true);
  },
});

type Answer<T> = { data?: T; error?: unknown; response: Response };

/** The body of a good answer; anything else is thrown as an ApiProblem. */
async function answerOf<T>(asked: Promise<Answer<T>>): Promise<T> {
  let answer: Answer<T>;
  try {
    answer = await asked;
  } catch (failure) {
    throw asProblem(failure);
  }
  if (answer.data === undefined) throw problemOf(answer.response, answer.error);
  return answer.data;
}

type CountsQuery = paths['/api/v1/transactions/counts']['get']['parameters']['query'];
/** What lists, counts and exports of transactions take alike. */
export type FilterQuery = NonNullable<CountsQuery>;

export type TransactionsQuery = NonNullable<paths['/api/v1/transactions']['get']['parameters']['query']>;

export function fetchIncidents(signal?: AbortSignal): Promise<IncidentList> {
  return answerOf(client.GET('/api/v1/incidents', { signal: signal ?? null }));
}

export function fetchMe(signal?: AbortSignal): Promise<Me> {
  return answerOf(client.GET('/api/v1/me', { signal: signal ?? null }));
}

export function fetchTransactions(query: TransactionsQuery, signal?: AbortSignal): Promise<TxnPage> {
  return answerOf(client.GET('/api/v1/transactions', { params: { query }, signal: signal ?? null }));
}

export function fetchCounts(query: FilterQuery, signal: AbortSignal): Promise<TxnCounts> {
  return answerOf(client.GET('/api/v1/transactions/counts', { params: { query }, signal }));
}

export function fetchTransaction(txnId: string, signal: AbortSignal): Promise<TxnDetail> {
  return answerOf(
    client.GET('/api/v1/transactions/{txn_id}', { params: { path: { txn_id: txnId } }, signal }),
  );
}

/** The record at `position` (topic:partition:offset), with its bytes for those who may see them. */
export function fetchRecord(txnId: string, position: string, signal: AbortSignal): Promise<RawEventPage> {
  return answerOf(
    client.GET('/api/v1/transactions/{txn_id}/events', {
      params: { path: { txn_id: txnId }, query: { position, limit: 1 } },
      signal,
    }),
  );
}

export function fetchSummary(signal: AbortSignal): Promise<Summary> {
  return answerOf(client.GET('/api/v1/summary', { signal }));
}

export type SeriesQuery = NonNullable<paths['/api/v1/summary/series']['get']['parameters']['query']>;

export function fetchSeries(query: SeriesQuery, signal: AbortSignal): Promise<SummarySeries> {
  return answerOf(client.GET('/api/v1/summary/series', { params: { query }, signal }));
}

export function fetchSources(signal: AbortSignal): Promise<SourceList> {
  return answerOf(client.GET('/api/v1/sources', { signal }));
}

export function fetchSearch(text: string, limit: number, signal: AbortSignal): Promise<SearchResult> {
  return answerOf(client.GET('/api/v1/search', { params: { query: { q: text, limit } }, signal }));
}

/** Of these ids, at most 500, the transactions there are. */
export function fetchKnown(ids: readonly string[], signal: AbortSignal): Promise<KnownIds> {
  return answerOf(client.POST('/api/v1/search', { body: { ids: [...ids] }, signal }));
}

type DeadLettersQuery = NonNullable<paths['/api/v1/dead-letters']['get']['parameters']['query']>;

export function fetchDeadLetters(query: DeadLettersQuery, signal: AbortSignal): Promise<DeadLetterPage> {
  return answerOf(client.GET('/api/v1/dead-letters', { params: { query }, signal }));
}

export function fetchDeadLetter(id: string, signal: AbortSignal): Promise<DeadLetterDetail> {
  return answerOf(client.GET('/api/v1/dead-letters/{id}', { params: { path: { id } }, signal }));
}

export function fetchAccess(cursor: string | null, signal: AbortSignal): Promise<AccessPage> {
  const query = { limit: 100, ...(cursor === null ? {} : { cursor }) };
  return answerOf(client.GET('/api/v1/audit/access', { params: { query }, signal }));
}
