import { SOURCES, TieoutError, txnId, type Source } from '@tieout/core';
import { topicCatalogue } from '@tieout/schemas';
import { listRawRecords, type RawRecord } from '@tieout/store/reading';
import { Router, type Request, type Response } from 'express';
import { recordAccess } from '../access.ts';
import { seesPayloads } from '../auth/payloads.ts';
import { rawEventCursor, readRawEventCursor } from '../http/page-cursor.ts';
import { InvalidRequest } from '../http/problem.ts';
import { pathOf, queryOf } from '../http/validate.ts';
import { ById, RawEventQuery } from '../queries.ts';
import type { DecodeRaw } from '../raw-decoder.ts';
import type { RawEvent, RawEventPage } from '../schemas/index.ts';
import type { ReadingDeps } from './reading-deps.ts';

const TOPICS = topicCatalogue();

export interface RawEventDeps extends ReadingDeps {
  readonly decodeRaw: DecodeRaw;
}

export function rawEventRoutes({ reader, access, guards, decodeRaw }: RawEventDeps): Router {
  const router = Router();

  router.get(
    '/api/v1/transactions/:txn_id/events',
    guards.needs('viewer'),
    async (request: Request, response: Response) => {
      const { position, cursor, limit } = queryOf(RawEventQuery, request);
      const { txn_id: id } = pathOf(ById, request);
      const withPayload = seesPayloads(response);
      const page = await listRawRecords(reader, {
        txnId: id,
        at: position === undefined ? undefined : placeOf(position),
        after: cursor === undefined ? null : readRawEventCursor(cursor),
        limit,
        withPayload,
      });
      await recordAccess(access, request, response, {
        what: withPayload ? 'records with payload' : 'records',
        filterOrId: position === undefined ? id : `${id} ${position}`,
        txnId: txnId(id),
        rows: page?.rows.length ?? 0,
      });
      if (!page) throw new TieoutError('TXN_NOT_FOUND', `no event with the id ${id} yet`);
      response.json({
        items: await Promise.all(page.rows.map((row) => rawEventJson(row, decodeRaw))),
        next_cursor: page.next && rawEventCursor(page.next),
        payload_withheld: !withPayload,
      } satisfies RawEventPage);
    },
  );

  return router;
}

async function rawEventJson(row: RawRecord, decodeRaw: DecodeRaw): Promise<RawEvent> {
  const decoded = row.payload && (await decodeRaw(row.source, row.payload));
  return {
    source: row.source,
    event_id: row.event_id,
    append_time: row.append_time.toISOString(),
    position: { topic: TOPICS[row.source].name, partition: row.partition, offset: row.offset },
    schema_id: row.schema_id,
    size: row.size,
    payload: row.payload && row.payload.toString('base64'),
    decoded: decoded?.fields ?? null,
    decode_error: decoded?.error ?? null,
  };
}

function placeOf(position: string): { source: Source; partition: number; offset: string } {
  const [topic = '', partition = '', offset = ''] = position.split(':');
  const source = SOURCES.find((one) => TOPICS[one].name === topic);
  if (source === undefined)
    throw new InvalidRequest([{ field: 'position', problem: 'no topic of a source' }]);
  return { source, partition: Number(partition), offset };
}
