import type { SchemaRegistry } from '@tieout/runtime';
import { subjectOf, type Topic } from '@tieout/schemas';

/**
 * Registers the record of every topic that has one, under the rule that a new version reads what older ones wrote; returns the id of each
 * subject. Repeating it changes nothing.
 *
 * @throws TieoutError REGISTRY_UNAVAILABLE (retriable); INVALID_SETTING where a schema breaks the rule
 */
export async function registerSchemas(
  registry: SchemaRegistry,
  topics: readonly Topic[],
): Promise<Record<string, number>> {
  const ids: Record<string, number> = {};
  for (const topic of topics) {
    if (topic.record === null) continue;
    const subject = subjectOf(topic);
    ids[subject] = await registry.register(subject, JSON.stringify(topic.record));
    await registry.setCompatibility(subject, 'BACKWARD');
  }
  return ids;
}
