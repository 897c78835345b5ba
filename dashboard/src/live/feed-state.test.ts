import { describe, expect, it } from 'vitest';
import { feedReducer, initialFeedState, livenessOf, type FeedEvent, type FeedState } from './feed-state.ts';

const T = 1_000_000;
const after = (...events: readonly (readonly [FeedEvent, number])[]): FeedState =>
  events.reduce((state, [event, at]) => feedReducer(state, event, at), initialFeedState(T));
const connected = after([{ kind: 'connected' }, T]);
const progress = { lagMs: 2_000, readUpTo: T - 2_000, standing: null, heardAt: T };

describe('what the pill may say', () => {
  it('is Live only while the link stands, was heard of, and the lanes are current', () => {
    expect(livenessOf(connected, progress, T + 500)).toEqual({ kind: 'live' });
    expect(livenessOf(initialFeedState(T), progress, T + 500).kind).toBe('connecting');
  });

  it('is never Live on data older than ten seconds', () => {
    expect(livenessOf(connected, progress, T + 10_000).kind).toBe('live');
    expect(livenessOf(connected, progress, T + 10_001)).toEqual({ kind: 'silent', since: T });
    expect(livenessOf(connected, { ...progress, lagMs: 10_001 }, T).kind).toBe('catching-up');
    const heard = feedReducer(connected, { kind: 'batch', left: 0 }, T + 40_000);
    expect(livenessOf(heard, progress, T + 40_001)).toEqual({ kind: 'out-of-date', since: T });
  });

  it('keeps the time the link was lost through every failed attempt', () => {
    const lost = after([{ kind: 'connected' }, T], [{ kind: 'lost' }, T + 5], [{ kind: 'lost' }, T + 9_000]);
    expect(livenessOf(lost, progress, T + 9_001)).toEqual({ kind: 'reconnecting', since: T + 5 });
  });

  it('says since when it tries in vain to connect at all', () => {
    expect(livenessOf(initialFeedState(T), null, T + 4_999).kind).toBe('connecting');
    expect(livenessOf(initialFeedState(T), null, T + 5_000)).toEqual({ kind: 'reconnecting', since: T });
  });

  it('does not cry over a link that is back at once, as with every new token', () => {
    const lost = after([{ kind: 'connected' }, T], [{ kind: 'lost' }, T + 5]);
    expect(livenessOf(lost, progress, T + 100).kind).toBe('connecting');
    expect(livenessOf(feedReducer(lost, { kind: 'connected' }, T + 200), progress, T + 300).kind).toBe(
      'live',
    );
  });

  it('counts what the server still holds, once it is more than the ordinary flow', () => {
    const behind = feedReducer(connected, { kind: 'batch', left: 1_204 }, T);
    expect(livenessOf(behind, progress, T)).toMatchObject({ kind: 'catching-up', left: 1_204 });
    expect(livenessOf(feedReducer(behind, { kind: 'batch', left: 3 }, T), progress, T).kind).toBe('live');
  });

  it('passes on the reason when the server or a lane knows itself behind', () => {
    const degraded = feedReducer(connected, { kind: 'status', degraded: 'the database does not answer' }, T);
    expect(livenessOf(degraded, progress, T)).toMatchObject({ why: 'the database does not answer' });
  });

  it('does not call it catching up where nothing is read: since when, and why', () => {
    const kafka = { ...progress, lagMs: 15_000, readUpTo: T - 15_000, standing: 'Kafka does not answer' };
    expect(livenessOf(connected, kafka, T)).toEqual({
      kind: 'standing',
      since: T - 15_000,
      why: 'Kafka does not answer',
    });
  });

  it('is out of date from a resync until everything is loaded anew', () => {
    const stale = after([{ kind: 'connected' }, T], [{ kind: 'resync' }, T], [{ kind: 'lost' }, T]);
    expect(livenessOf(stale, progress, T).kind).toBe('out-of-date');
    const renewed = feedReducer(feedReducer(stale, { kind: 'reloaded' }, T), { kind: 'connected' }, T);
    expect(livenessOf(renewed, progress, T).kind).toBe('live');
  });
});
