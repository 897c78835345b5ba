import { expect, test } from 'vitest';
import {
  allTopics,
  assertCopartitioned,
  inputTopics,
  subjectOf,
  topicCatalogue,
  topicConfig,
} from './topics.ts';

test('the topics have the names other programs rely on', () => {
  expect(allTopics(topicCatalogue()).map((topic) => topic.name)).toEqual([
    'core_txns',
    'gateway_txns',
    'mobile_txns',
    'recon_outcomes',
    'recon_ticks',
  ]);
  expect(subjectOf(topicCatalogue().core)).toBe('core_txns-value');
});

test('a prefix keeps two systems apart on one broker, subjects included', () => {
  const catalogue = topicCatalogue({ prefix: 't1.' });
  expect(allTopics(catalogue).every((topic) => topic.name.startsWith('t1.'))).toBe(true);
  expect(subjectOf(catalogue.gateway)).toBe('t1.gateway_txns-value');
});

test('input and outcome topics share one partition count; the ticks have one partition', () => {
  const catalogue = topicCatalogue({ partitions: 12 });
  expect([...inputTopics(catalogue), catalogue.outcomes].map((topic) => topic.partitions)).toEqual([
    12, 12, 12, 12,
  ]);
  expect(catalogue.ticks.partitions).toBe(1);
});

test('topics that are not partitioned alike are refused, and named', () => {
  const { core, gateway } = topicCatalogue();
  expect(() => assertCopartitioned([core, { ...gateway, partitions: 7 }])).toThrow(
    /gateway_txns.*7.*core_txns.*6/,
  );
  expect(() => assertCopartitioned([core, { ...gateway, key: null }])).toThrow(/gateway_txns/);
});

test('a partition count that is not a whole number above 0 is refused', () => {
  for (const partitions of [0, -1, 1.5, Number.NaN])
    expect(() => topicCatalogue({ partitions })).toThrow(RangeError);
});

test('the broker stamps every record, recodes compression, and takes values of up to 1 MiB', () => {
  for (const topic of allTopics(topicCatalogue())) {
    const config = topicConfig(topic);
    expect(config['message.timestamp.type']).toBe('LogAppendTime');
    expect(config['compression.type']).toBe('uncompressed');
    expect(Number(config['max.message.bytes'])).toBeGreaterThan(1_048_576);
  }
});
