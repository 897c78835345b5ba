import type { TopicCatalogue } from '@tieout/schemas';
import { inputTopics } from '@tieout/schemas';
import kafkajs, { type AclEntry, type AclOperationTypes, type AclResourceTypes, type Admin } from 'kafkajs';

// A CommonJS package: Node finds only some of its names, these not among them.
const {
  AclOperationTypes: Operation,
  AclPermissionTypes: Permission,
  AclResourceTypes: Resource,
  ResourcePatternTypes: Pattern,
} = kafkajs;

/** Who may do what on the broker, by user name; everything else is refused there. Allowing what is allowed already changes nothing. */
export async function allowAccess(
  admin: Admin,
  catalogue: TopicCatalogue,
  consumerGroup: string,
): Promise<AclEntry[]> {
  const rules = accessRules(catalogue, consumerGroup);
  await admin.createAcls({ acl: rules });
  return rules;
}

function accessRules(catalogue: TopicCatalogue, consumerGroup: string): AclEntry[] {
  return [
    ...inputTopics(catalogue).flatMap(({ name }) => [
      allow('producer', Operation.WRITE, Resource.TOPIC, name),
      allow('reconciler', Operation.READ, Resource.TOPIC, name),
      // Only a redrive writes here: a record that lay under a wrong key, under the right one.
      allow('reconciler', Operation.WRITE, Resource.TOPIC, name),
      // It makes sure at every start that the broker, not the sender, stamps these topics' records.
      allow('reconciler', Operation.DESCRIBE_CONFIGS, Resource.TOPIC, name),
    ]),
    allow('reconciler', Operation.READ, Resource.GROUP, consumerGroup),
    allow('reconciler', Operation.WRITE, Resource.TOPIC, catalogue.ticks.name),
    allow('reconciler', Operation.READ, Resource.TOPIC, catalogue.ticks.name),
    allow('notifier', Operation.WRITE, Resource.TOPIC, catalogue.outcomes.name),
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
