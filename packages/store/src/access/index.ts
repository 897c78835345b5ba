export { ACCESS_ACTION, type Access, type Asker } from './access-entry.ts';
export type { CommandRequest } from './command-request.ts';
export { AccessLog, type AccessLogOptions } from './access-log.ts';
export { REDRIVE_VERB } from '../redrive.ts';
