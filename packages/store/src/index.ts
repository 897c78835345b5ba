// Schema of the database.
export { migrate } from './postgres/migrate.ts';
