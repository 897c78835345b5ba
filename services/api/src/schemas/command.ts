// What somebody asked a lane to do.

import { z } from 'zod';
import { Instant } from './values.ts';

const CommandId = z
  .uuid()
  .meta({ id: 'CommandId', description: 'Names what was asked for, in the audit log too.' });

export const CommandAccepted = z.object({ command_id: CommandId }).meta({
  id: 'CommandAccepted',
  description: 'It waits for its lane; `/api/v1/commands/{command_id}` tells what came of it.',
});
export type CommandAccepted = z.infer<typeof CommandAccepted>;

export const Command = z
  .object({
    command_id: CommandId,
    verb: z.string(),
    requested_by: z.string().describe('As the audit log names actors.'),
    requested_at: Instant,
    applied_at: Instant.nullable().describe('Null while it waits.'),
    outcome: z
      .looseObject({
        result: z.string().describe('`refused` with `code` and `error`, or what was done.'),
        code: z.string().optional(),
        error: z.string().optional(),
        txn_id: z.string().optional(),
        position: z
          .string()
          .optional()
          .describe('Of a record that was published anew: topic:partition:offset.'),
      })
      .nullable(),
  })
  .meta({ id: 'Command' });
export type Command = z.infer<typeof Command>;
