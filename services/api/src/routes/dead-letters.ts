import { randomUUID } from 'node:crypto';
import { isTxnId, TieoutError } from '@tieout/core';
import { REDRIVE_VERB } from '@tieout/store/access';
import {
  findDeadLetter,
  listDeadLetters,
  type DeadLetterRow,
  type RecordPosition,
} from '@tieout/store/reading';
import { Router, type Request, type Response } from 'express';
import { askerOf, filterText, recordAccess } from '../access.ts';
import { seesPayloads } from '../auth/payloads.ts';
import { deadLetterCursor, readDeadLetterCursor } from '../http/page-cursor.ts';
import { instant, pathOf, queryOf } from '../http/validate.ts';
import { DeadLetterById, DeadLetterQuery, NoQuery } from '../queries.ts';
import type { CommandAccepted, DeadLetter, DeadLetterDetail, DeadLetterPage } from '../schemas/index.ts';
import type { ReadingDeps } from './reading-deps.ts';

export function deadLetterRoutes({ reader, access, guards }: ReadingDeps): Router {
  const router = Router();
  const viewer = guards.needs('viewer');
  const operator = guards.needs('operator');

  router.get('/api/v1/dead-letters', viewer, async (request: Request, response: Response) => {
    const query = queryOf(DeadLetterQuery, request);
    const { from, to, q, cursor, limit, ...filter } = query;
    const page = await listDeadLetters(
      reader,
      { ...filter, keyPrefix: q, from: instant(from), to: instant(to) },
      cursor === undefined ? null : readDeadLetterCursor(cursor),
      limit,
    );
    await recordAccess(access, request, response, {
      what: 'dead letters',
      filterOrId: filterText(query),
      rows: page.rows.length,
    });
    response.json({
      items: page.rows.map(deadLetterJson),
      next_cursor: page.next && deadLetterCursor(page.next),
    } satisfies DeadLetterPage);
  });

  router.get('/api/v1/dead-letters/:id', viewer, async (request: Request, response: Response) => {
    queryOf(NoQuery, request);
    const { id } = pathOf(DeadLetterById, request);
    const seesPayload = seesPayloads(response);
    const found = await findDeadLetter(reader, positionOf(id), seesPayload);
    const key = found?.keyText;
    await recordAccess(access, request, response, {
      what: seesPayload ? 'dead letter with payload' : 'dead letter',
      filterOrId: id,
      rows: found ? 1 : 0,
      ...(key && isTxnId(key) ? { txnId: key } : {}),
    });
    if (!found) throw new TieoutError('NOT_FOUND', `no record was refused at ${id}`);
    response.json({
      ...deadLetterJson(found),
      key: found.key && found.key.toString('base64'),
      payload: found.payload && found.payload.toString('base64'),
      payload_withheld: !seesPayload,
      waiting_command: found.waitingCommand,
      headers: found.headers,
    } satisfies DeadLetterDetail);
  });

  router.post('/api/v1/dead-letters/:id/redrive', operator, async (request: Request, response: Response) => {
    queryOf(NoQuery, request);
    const { id } = pathOf(DeadLetterById, request);
    const position = positionOf(id);
    const found = await findDeadLetter(reader, position, false);
    if (!found) throw new TieoutError('NOT_FOUND', `no record was refused at ${id}`);
    if (found.redriven_at !== null) throw new TieoutError('ALREADY_REDRIVEN', `${id} was redriven before`);
    // Whoever asks while it waits is told of the same command. Should two ask in the same instant, the lane redrives it once all the same.
    const commandId = found.waitingCommand ?? (await askFor(position, found.keyText, request, response));
    response.status(202).json({ command_id: commandId } satisfies CommandAccepted);
  });

  async function askFor(
    { topic, partition, offset }: RecordPosition,
    key: string | null,
    request: Request,
    response: Response,
  ): Promise<string> {
    const id = randomUUID();
    await access.request({
      ...askerOf(request, response),
      id,
      partition,
      txnId: null,
      toldOf: key !== null && isTxnId(key) ? key : null,
      verb: REDRIVE_VERB,
      body: { offset, topic },
    });
    return id;
  }

  return router;
}

function positionOf(id: string): RecordPosition {
  const [topic = '', partition = '', offset = ''] = id.split(':');
  return { topic, partition: Number(partition), offset };
}

function deadLetterJson(row: DeadLetterRow): DeadLetter {
  const { topic, partition, offset } = row;
  return {
    id: `${topic}:${partition}:${offset}`,
    topic,
    partition,
    offset,
    append_time: row.append_time.toISOString(),
    refused_at: row.refused_at.toISOString(),
    code: row.code,
    error: row.error,
    txn_id: row.keyText,
    txn_exists: row.hasTransaction,
    size: row.size,
    attempts: row.attempts,
    redriven_at: row.redriven_at?.toISOString() ?? null,
    parent: row.parent,
  };
}
