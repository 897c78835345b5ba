import { TieoutError } from '@tieout/core';
import { duration, httpSettings, loadEnv, logSettings, postgresSettings, variable } from '@tieout/runtime';
import type { Retention } from '@tieout/store';
import { z } from 'zod';

/** A flush that began before midnight still writes into its day. */
const DAYS_MIN = 2;

const days = z
  .string()
  .regex(/^(keep|\d{1,5})$/, `write a number of days, ${DAYS_MIN} or more, or keep`)
  .transform((text) => (text === 'keep' ? null : Number(text)))
  .refine((count) => count === null || count >= DAYS_MIN, `keep at least ${DAYS_MIN} days`);

/** @throws TieoutError INVALID_SETTING */
export function retentionEnv(source?: Readonly<Record<string, string | undefined>>) {
  const {
    RETENTION_DAYS_RAW: rawDays,
    RETENTION_DAYS_AUDIT: auditDays,
    ...env
  } = loadEnv(
    {
      ...logSettings,
      ...postgresSettings,
      ...httpSettings(8030),
      RETENTION_DAYS_RAW: variable(days.default(null), 'keep, or a number of days such as 90'),
      RETENTION_DAYS_AUDIT: variable(days.default(null), 'keep, or a number of days such as 400'),
      RETENTION_EVERY: variable(duration.default(3_600_000), '1h'),
    },
    source,
  );
  return { ...env, retention: checkRetention({ rawDays, auditDays }) };
}

/** The audit rows say what the raw rows must be: without them raw rows prove nothing. */
function checkRetention({ rawDays, auditDays }: Retention): Retention {
  if (auditDays !== null && (rawDays === null || rawDays > auditDays))
    throw new TieoutError(
      'INVALID_SETTING',
      'RETENTION_DAYS_AUDIT must not be shorter than RETENTION_DAYS_RAW: raw rows are proved by their audit rows. Example: RETENTION_DAYS_RAW=90 RETENTION_DAYS_AUDIT=400',
    );
  return { rawDays, auditDays };
}
