import type { Selectable } from 'kysely';
import { inSnapshot, type Reader } from './snapshot.ts';
import type { Tables } from './tables.ts';

export type CommandRow = Pick<
  Selectable<Tables['commands']>,
  'id' | 'verb' | 'actor' | 'requested_at' | 'applied_at' | 'outcome'
>;

/** What somebody asked for and, once `applied_at` is set, what came of it; null where nobody asked. */
export function findCommand(reader: Reader, id: string): Promise<CommandRow | null> {
  return inSnapshot(reader, async (snapshot) => {
    const found = await snapshot
      .selectFrom('commands')
      .select(['id', 'verb', 'actor', 'requested_at', 'applied_at', 'outcome'])
      .where('id', '=', id)
      .executeTakeFirst();
    return found ?? null;
  });
}
