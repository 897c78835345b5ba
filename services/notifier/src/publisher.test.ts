import { TieoutError } from '@tieout/core';
import { createLogger, type OutgoingRecord } from '@tieout/runtime';
import { afterEach, describe, expect, it } from 'vitest';
import { Publisher, type PublisherPorts } from './publisher.ts';
import { MemoryLog } from './testing/memory-log.ts';

const publishers: Publisher[] = [];
afterEach(() => Promise.all(publishers.splice(0).map((publisher) => publisher.stop())));

interface Situation {
  readonly log: MemoryLog;
  readonly publisher: Publisher;
  /** `chain:seq` of everything acknowledged, in order. */
  readonly sent: string[];
  readonly published: Map<string, number>;
  readonly asked: { claims: number; releases: number; largest: number };
}

/** A publisher over a log in memory; `ports` replaces some of its ports. */
function publish(
  log: MemoryLog,
  ports: (whole: PublisherPorts) => Partial<PublisherPorts> = () => ({}),
): Situation {
  const sent: string[] = [];
  const published = new Map<string, number>();
  const asked = { claims: 0, releases: 0, largest: 0 };
  const whole: PublisherPorts = {
    cursors: {
      claim: () => {
        asked.claims += 1;
        return Promise.resolve(log.claim());
      },
      advance: (moves) => Promise.resolve(log.advance(moves)),
      release: () => {
        asked.releases += 1;
        return Promise.resolve();
      },
    },
    changesOf: (positions, limit) => Promise.resolve(log.changesOf(positions, limit)),
    encoder: () => Promise.resolve({ encode: ({ status }) => Buffer.from(status) }),
    send: (records) => {
      asked.largest = Math.max(asked.largest, records.length);
      sent.push(...records.map(keyOf));
      return Promise.resolve();
    },
    now: () => performance.now(),
  };
  const publisher = new Publisher({
    ...whole,
    ...ports(whole),
    topic: 'recon_outcomes',
    leaseMs: 60_000,
    drainMs: 100,
    hinted: () => false,
    logger: createLogger({ process: 'test', level: 'fatal' }),
    onPublished: (chain, outcomes) => published.set(chain, (published.get(chain) ?? 0) + outcomes),
  });
  publishers.push(publisher);
  publisher.start();
  return { log, publisher, sent, published, asked };
}

const keyOf = ({ headers }: OutgoingRecord): string => String(headers?.['idempotency-key']);
const keys = (chain: string, from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, n) => `${chain}:${from + n}`);
const ids = (count: number): string[] => Array.from({ length: count }, (_, n) => `T${n}`);
const eventually = expect.poll;

function twoChains(): MemoryLog {
  const log = new MemoryLog();
  log.append('lane-0', ids(3));
  log.append('lane-1', ids(2));
  return log;
}

describe('the publisher', () => {
  it('publishes every change once, in the order of its chain, and saves how far it is', async () => {
    const { log, publisher, sent, published } = publish(twoChains());
    await eventually(() => log.positionOf('lane-1').seq).toBe(2);
    log.append('lane-0', ids(1));
    await eventually(() => log.positionOf('lane-0').seq).toBe(4);
    expect(sent).toEqual([...keys('lane-0', 1, 3), ...keys('lane-1', 1, 2), 'lane-0:4']);
    expect([...published]).toEqual([
      ['lane-0', 4],
      ['lane-1', 2],
    ]);
    expect(publisher.problem).toBeNull();
    expect([...publisher.lags.values()]).toEqual([
      { rows: 0, since: null, halted: null },
      { rows: 0, since: null, halted: null },
    ]);
  });

  it('never holds more rows than it may, however many wait and in however many chains', async () => {
    const log = new MemoryLog();
    for (let lane = 0; lane < 8; lane++) log.append(`lane-${lane}`, ids(2_500));
    const { asked, sent } = publish(log);
    await eventually(() => sent.length).toBe(20_000);
    expect(asked.largest).toBe(3_000);
  });

  it('saves nothing that was not acknowledged; says so, goes on by itself, and asks whose the chains are', async () => {
    let away = true;
    const { log, publisher, sent, asked } = publish(twoChains(), ({ send }) => ({
      send: (records) =>
        away ? Promise.reject(new TieoutError('KAFKA_UNAVAILABLE', 'no broker')) : send(records),
    }));
    await eventually(() => publisher.problem).toBe('Kafka does not take outcomes: no broker');
    expect(log.cursors.size).toBe(0);
    expect(publisher.lags.get('lane-0')).toEqual({ rows: 3, since: Date.UTC(2026, 10, 21), halted: null });
    await eventually(() => asked.claims).toBeGreaterThan(1);
    away = false;
    await eventually(() => publisher.problem).toBeNull();
    expect(sent).toEqual([...keys('lane-0', 1, 3), ...keys('lane-1', 1, 2)]);
  });

  it('sends again what it could not save', async () => {
    let failures = 1;
    const { log, sent } = publish(twoChains(), ({ cursors }) => ({
      cursors: {
        ...cursors,
        advance: (moves) => (failures-- > 0 ? Promise.reject(new Error('lost')) : cursors.advance(moves)),
      },
    }));
    await eventually(() => log.positionOf('lane-0').seq).toBe(3);
    expect(sent).toHaveLength(10);
  });

  it('leaves a chain alone that is somebody else’s by now', async () => {
    const { log, publisher, sent, published } = publish(twoChains(), ({ cursors, send }) => ({
      send: (records) => {
        if (log.cursors.size === 0) log.cursors.set('lane-0', { seq: 2, hash: Buffer.alloc(32) });
        return send(records);
      },
      cursors,
    }));
    await eventually(() => published.get('lane-1')).toBe(2);
    expect(published.has('lane-0')).toBe(false);
    expect([...publisher.lags.keys()]).toEqual(['lane-1']);
    log.append('lane-0', ids(5));
    log.append('lane-1', ids(1));
    await eventually(() => sent.at(-1)).toBe('lane-1:3');
    expect(sent.filter((key) => key.startsWith('lane-0'))).toEqual(keys('lane-0', 1, 3));
  });

  it('stops a chain at a row that cannot be told, and says which; the others go on', async () => {
    const log = twoChains();
    log.append('lane-0', ids(1), true);
    log.append('lane-0', ids(1));
    const { publisher, sent } = publish(log);
    await eventually(() => publisher.problem).toMatch(
      /^lane-0 cannot be published: row 4 of lane-0.*amount_minor/s,
    );
    log.append('lane-1', ids(1));
    await eventually(() => sent.at(-1)).toBe('lane-1:3');
    expect(log.positionOf('lane-0').seq).toBe(3);
    expect(sent.filter((key) => key.startsWith('lane-0'))).toEqual(keys('lane-0', 1, 3));
    expect(publisher.lags.get('lane-0')).toMatchObject({ rows: 2, since: Date.UTC(2026, 10, 21) });
  });

  it('stops a chain that was replaced, after what still belongs to it, and follows it again once it is mended', async () => {
    let broken: string | null = 'lane-0 was replaced';
    const { log, publisher, sent } = publish(twoChains(), ({ changesOf }) => ({
      changesOf: async (positions, limit) => {
        const [first, ...others] = await changesOf(positions, limit);
        if (first === undefined || broken === null) return first === undefined ? others : [first, ...others];
        const changes = first.changes.filter(({ seq }) => seq <= 2);
        const reached = changes.at(-1) ?? positions['lane-0'] ?? first.reached;
        return [{ ...first, changes, reached, broken }, ...others];
      },
    }));
    await eventually(() => log.positionOf('lane-0').seq).toBe(2);
    expect(publisher.problem).toBe('lane-0 was replaced');
    log.append('lane-1', ids(1));
    await eventually(() => sent.at(-1)).toBe('lane-1:3');
    expect(log.positionOf('lane-0').seq).toBe(2);
    broken = null;
    await eventually(() => publisher.problem).toBeNull();
    expect(sent.filter((key) => key.startsWith('lane-0'))).toEqual(keys('lane-0', 1, 3));
  });

  it('says what it waits for, and when it has waited too long to go on', async () => {
    let clock = 0;
    const { promise: never } = Promise.withResolvers<unknown>();
    const { publisher, asked } = publish(twoChains(), () => ({ send: () => never, now: () => clock }));
    await eventually(() => publisher.lags.size).toBe(2);
    clock = 7_000;
    expect(publisher.problem).toBe('Kafka has not answered for 7 s');
    expect(publisher.stuck).toBeNull();
    clock = 301_000;
    expect(publisher.stuck).toBe('a look at the log does not end');
    expect(asked.releases).toBe(0);
  });

  it('waits for the last acknowledgement before it gives its chains to others', async () => {
    const { promise: acknowledged, resolve } = Promise.withResolvers<unknown>();
    const { log, publisher, asked } = publish(twoChains(), () => ({ send: () => acknowledged }));
    await eventually(() => publisher.lags.size).toBe(2);
    const stopped = publisher.stop();
    expect(asked.releases).toBe(0);
    resolve(null);
    await stopped;
    expect(log.positionOf('lane-0').seq).toBe(3);
    expect(asked.releases).toBe(1);
  });

  it('gives its chains to others even where the last acknowledgement does not come', async () => {
    const { promise: never } = Promise.withResolvers<unknown>();
    const { log, publisher, asked } = publish(twoChains(), () => ({ send: () => never }));
    await eventually(() => publisher.lags.size).toBe(2);
    await publisher.stop();
    expect(log.cursors.size).toBe(0);
    expect(asked.releases).toBe(1);
  });
});
