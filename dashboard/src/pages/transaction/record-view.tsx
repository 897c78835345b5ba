import { queryOptions, useQuery } from '@tanstack/react-query';
import { Lock } from 'lucide-react';
import { fetchRecord } from '../../api/client.ts';
import { asProblem } from '../../api/problem.ts';
import type { RawEvent } from '../../api/schema.ts';
import { ProblemPanel, Skeleton } from '../../components/states.tsx';
import { usePerson } from '../../session/person-context.tsx';
import { leadingRole } from '../../session/session.ts';
import { byteCount, BytesView } from '../dead-letters/bytes-view.tsx';

/** A record never changes: read once. */
const recordQuery = (txnId: string, position: string) =>
  queryOptions({
    queryKey: ['record', txnId, position],
    queryFn: ({ signal }) => fetchRecord(txnId, position, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** One record as it was accepted: where it lies, its fields, its exact bytes. Read only when somebody opens it. */
export function RecordView({ txnId, position }: { txnId: string; position: string }) {
  const { data, error, refetch } = useQuery(recordQuery(txnId, position));
  const [record] = data?.items ?? [];
  return (
    <div className="mt-2 overflow-clip rounded-control border border-line bg-canvas">
      {error !== null && (
        <ProblemPanel
          what="The record could not be loaded."
          problem={asProblem(error)}
          retry={() => void refetch()}
        />
      )}
      {data === undefined && error === null && <Skeleton className="h-40 w-full" />}
      {data !== undefined && record === undefined && (
        <p className="px-4 py-3 text-table text-ink-soft">The record is no longer kept.</p>
      )}
      {data !== undefined && record !== undefined && (
        <>
          <dl className="grid grid-cols-2 gap-x-4 gap-y-1 px-4 py-2.5 text-small sm:grid-cols-3">
            <Fact term="Topic, partition, offset" value={position.replaceAll(':', ' · ')} />
            <Fact term="Schema id" value={String(record.schema_id)} />
            <Fact term="Size" value={byteCount(record.size)} />
          </dl>
          {data.payload_withheld ? <Withheld /> : <Value record={record} />}
        </>
      )}
    </div>
  );
}

function Value({ record: { decoded, decode_error, payload } }: { record: RawEvent }) {
  return (
    <>
      {decoded !== null && (
        <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-0.5 border-t border-line px-4 py-2.5 font-mono text-small">
          {Object.entries(decoded).map(([field, value]) => (
            <div key={field} className="contents">
              <dt className="text-waiting">{field}</dt>
              <dd className="min-w-0 break-all">{fieldText(value)}</dd>
            </div>
          ))}
        </dl>
      )}
      {decode_error !== null && (
        <p className="border-t border-line px-4 py-2.5 text-table text-mismatched">{decode_error}</p>
      )}
      {payload !== null && (
        <details className="border-t border-line">
          <summary className="px-4 py-2 text-small text-ink-soft hover:text-ink">Bytes</summary>
          <BytesView name="record" base64={payload} />
        </details>
      )}
    </>
  );
}

function Withheld() {
  const { roles } = usePerson();
  return (
    <p className="flex gap-3 border-t border-line px-4 py-2.5 text-table text-ink-soft">
      <Lock size={16} className="mt-0.5 shrink-0" aria-hidden="true" />
      <span>
        Reading it needs <b className="font-semibold text-ink">operator</b>,{' '}
        <b className="font-semibold text-ink">auditor</b> or <b className="font-semibold text-ink">admin</b>.
        You are <b className="font-semibold text-ink">{leadingRole(roles) ?? 'without a role'}</b>.
      </span>
    </p>
  );
}

function Fact({ term, value }: { term: string; value: string }) {
  return (
    <div className="min-w-0">
      <dt className="text-waiting">{term}</dt>
      <dd className="font-mono break-all">{value}</dd>
    </div>
  );
}

/** A text as it is, anything else as JSON. */
function fieldText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
