import { TieoutError } from '@tieout/core';
import { findCommand } from '@tieout/store/reading';
import { Router, type Request, type Response } from 'express';
import { recordAccess } from '../access.ts';
import { pathOf, queryOf } from '../http/validate.ts';
import { CommandById, NoQuery } from '../queries.ts';
import { Command } from '../schemas/index.ts';
import type { ReadingDeps } from './reading-deps.ts';

/** What came of something that was asked for. */
export function commandRoutes({ reader, access, guards }: ReadingDeps): Router {
  const router = Router();
  const viewer = guards.needs('viewer');

  router.get('/api/v1/commands/:command_id', viewer, async (request: Request, response: Response) => {
    queryOf(NoQuery, request);
    const { command_id: id } = pathOf(CommandById, request);
    const found = await findCommand(reader, id);
    await recordAccess(access, request, response, { what: 'command', filterOrId: id, rows: found ? 1 : 0 });
    if (!found) throw new TieoutError('NOT_FOUND', `nobody asked for ${id}`);
    response.json(
      Command.parse({
        command_id: found.id,
        verb: found.verb,
        requested_by: found.actor,
        requested_at: found.requested_at.toISOString(),
        applied_at: found.applied_at?.toISOString() ?? null,
        outcome: found.outcome,
      }),
    );
  });

  return router;
}
