// Breaks that one silent source made.

import { z } from 'zod';
import { Currency, Instant, Minor, Source } from './values.ts';

export const IncidentList = z
  .object({
    items: z
      .array(
        z.object({
          missing: Source,
          from: Instant,
          to: Instant,
          breaks: z
            .int()
            .describe('Open ones that miss this source, and only it, and were first seen in this time.'),
          at_risk: z
            .array(z.object({ currency: Currency, at_risk_minor: Minor }))
            .describe('Most breaks first.'),
        }),
      )
      .describe('Newest first.'),
  })
  .meta({
    id: 'IncidentList',
    description: 'Where more than 50 breaks miss the same source within five minutes, in the last day.',
  });
export type IncidentList = z.infer<typeof IncidentList>;
