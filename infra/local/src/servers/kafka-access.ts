import { topicCatalogue } from '@tieout/schemas';
import kafkajs, { type AclEntry, type AclOperationTypes, type AclResourceTypes } from 'kafkajs';

// A CommonJS package: Node finds only some of its names, these not among them.
const {
  AclOperationTypes: Operation,
  AclPermissionTypes: Permission,
  AclResourceTypes: Resource,
  ResourcePatternTypes: Pattern,
} = kafkajs;

export const RECONCILER_GROUP = 'tieout-reconciler';

/** Who may do what on the broker. Everything else is refused; the API, for now, has a login and no right. */
export function accessRules(): AclEntry[] {
  const topics = topicCatalogue();
  const inputs = [topics.core.name, topics.gateway.name, topics.mobile.name];
  return [
    ...inputs.flatMap((topic) => [
      allow('producer', Operation.WRITE, Resource.TOPIC, topic),
      allow('reconciler', Operation.READ, Resource.TOPIC, topic),
      // It asserts at every start that the broker, not the sender, stamps these topics' records.
      allow('reconciler', Operation.DESCRIBE_CONFIGS, Resource.TOPIC, topic),
    ]),
    allow('reconciler', Operation.READ, Resource.GROUP, RECONCILER_GROUP),
    allow('reconciler', Operation.WRITE, Resource.TOPIC, topics.ticks.name),
    allow('reconciler', Operation.READ, Resource.TOPIC, topics.ticks.name),
  ];
}

function allow(
  user: string,
  operation: AclOperationTypes,
  resourceType: AclResourceTypes,
  resourceName: string,
): AclEntry {
  return {
    principal: `User:${user}`,
    host: '*',
    operation,
    permissionType: Permission.ALLOW,
    resourceType,
    resourceName,
    resourcePatternType: Pattern.LITERAL,
  };
}
