import type { AccessLog } from '@tieout/store/access';
import type { Reader } from '@tieout/store/reading';
import type { Guards } from '../auth/guard.ts';

/** What routes stand on that tell of transactions: where these are read, where it is written down who saw them, and who may. */
export interface ReadingDeps {
  readonly reader: Reader;
  readonly access: AccessLog;
  readonly guards: Guards;
}
