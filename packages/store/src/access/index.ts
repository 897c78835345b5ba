export { ACCESS_ACTION, type Access } from './access-entry.ts';
export { AccessLog, type AccessLogOptions } from './access-log.ts';
