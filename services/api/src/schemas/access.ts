// Who the caller is, and who looked at what.

import { z } from 'zod';
import { Instant, Role } from './values.ts';

export const AccessRow = z
  .object({
    at: Instant,
    who: z.string(),
    roles: z.array(Role).describe('Roles held at that time.'),
    what: z.string(),
    filter_or_id: z.string(),
    rows: z
      .int()
      .nullable()
      .describe(
        'Rows returned; null where access was refused, and of an export, which is written down before it begins.',
      ),
    address: z.string(),
    request_id: z.string(),
    chain: z.string(),
    seq: z.int(),
  })
  .meta({ id: 'AccessRow', description: 'Who saw what, when, from where.' });
export type AccessRow = z.infer<typeof AccessRow>;

export const AccessPage = z
  .object({ items: z.array(AccessRow), next_cursor: z.string().nullable() })
  .meta({ id: 'AccessPage' });

export const Me = z
  .object({
    username: z.string(),
    name: z.string(),
    roles: z.array(Role),
    business_zone: z.string().describe('Where the business has its days: an IANA time zone.'),
  })
  .meta({
    id: 'Me',
    description:
      'The caller, with every role it has, inherited ones included, and whose clocks it may read times by.',
  });
