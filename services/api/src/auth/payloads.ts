import type { Response } from 'express';
import type { Role } from '../schemas/index.ts';
import { principalOf } from './guard.ts';

/** Raw bytes may hold what no verdict shows: who only looks at verdicts does not get them. */
const PAYLOAD_ROLES: readonly Role[] = ['operator', 'auditor', 'admin'];

export function seesPayloads(response: Response): boolean {
  const { roles } = principalOf(response);
  return PAYLOAD_ROLES.some((role) => roles.includes(role));
}
