/*
 * The one definition of everything the API answers: the routes build values of these types, the OpenAPI document and the dashboard's
 * client are generated from them, and tests parse real answers with them.
 */
export * from './values.ts';
export * from './transaction.ts';
export * from './transaction-counts.ts';
export * from './transaction-detail.ts';
export * from './raw-event.ts';
export * from './search.ts';
export * from './summary.ts';
export * from './incident.ts';
export * from './series.ts';
export * from './dead-letter.ts';
export * from './access.ts';
export * from './command.ts';
export * from './problem.ts';
export * from './live.ts';
