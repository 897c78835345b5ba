import { setTimeout as delay } from 'node:timers/promises';
import { createLogger } from '@tieout/runtime';
import { BEFORE_FIRST, type ChainNews, type Positions } from '@tieout/store/reading';
import { afterEach, describe, expect, it } from 'vitest';
import { Follower } from './follower.ts';

const logger = createLogger({ process: 'test', level: 'fatal' });
const followers: Follower[] = [];
afterEach(() => Promise.all(followers.splice(0).map((follower) => follower.stop())));

/** A log under the test's hand: what is told next, and how often it was asked. */
function follow(answers: (asked: number) => ChainNews | Error, hinted = true) {
  const told = { looks: 0, progress: 0, replaced: 0 };
  const follower = new Follower({
    log: {
      ends: (): Promise<Positions> => Promise.resolve({ a: BEFORE_FIRST }),
      changesAfter: () => {
        const answer = answers(++told.looks);
        return answer instanceof Error ? Promise.reject(answer) : Promise.resolve([answer]);
      },
    },
    logger,
    hinted: () => hinted,
    onProgress: () => (told.progress += 1),
    onReplaced: () => (told.replaced += 1),
  });
  followers.push(follower);
  follower.start();
  return { follower, told };
}

const refused = () => Object.assign(new Error('connect failed'), { code: 'ECONNREFUSED' });
const reached = (seq: number, more = false): ChainNews => ({
  chain: 'a',
  changes: [],
  reached: { seq, hash: Buffer.from(`hash of row ${seq}`) },
  end: more ? seq + 1 : seq,
  span: null,
  broken: null,
});

describe('the follower', () => {
  it('has looked anew, and read all there is, when it says that it is up to date', async () => {
    const { follower, told } = follow((asked) => reached(asked, asked % 50 !== 0));
    await follower.upToDate();
    const before = told.looks;
    await follower.upToDate();
    expect(told.looks).toBeGreaterThan(before);
    await expect.poll(() => follower.recent?.heads['a']).toBeGreaterThanOrEqual(50);
  });

  it('says why it cannot read, tries again, and says when it can', async () => {
    const { follower, told } = follow((asked) => (asked < 4 ? refused() : reached(asked)));
    await expect.poll(() => follower.problem).toBe('the database does not answer');
    await follower.upToDate();
    expect(follower.problem).toBeNull();
    expect(told.replaced).toBe(0);
  });

  it('says something else where the log is there and makes no sense', async () => {
    const { follower } = follow((asked) => (asked < 4 ? new Error('unexpected') : reached(asked)));
    await expect.poll(() => follower.problem).toBe('the log cannot be read');
  });

  it('keeps who waits for news waiting while it cannot read', async () => {
    let away = true;
    const { follower } = follow((asked) => (away ? refused() : reached(asked)));
    let served = false;
    const waiting = follower.upToDate().then(() => (served = true));
    await delay(300);
    expect(served).toBe(false);
    away = false;
    await waiting;
  });

  it('begins anew, and says so, when the log is not the one it followed', async () => {
    const { follower, told } = follow((asked) =>
      asked === 1 ? { ...reached(3), broken: 'a has a gap between 3 and 5' } : reached(asked),
    );
    await expect.poll(() => told.replaced).toBe(1);
    await follower.upToDate();
    expect(follower.problem).toBeNull();
  });
});
