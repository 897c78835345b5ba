import {
  CHANNELS,
  DIRECTIONS,
  EVENT_STATUSES,
  EVENT_TYPES,
  formatMinor,
  SOURCES,
  currency,
} from '@tieout/core';
import type { Random, ScenarioEvent } from '@tieout/producers';

const MONEY = ['INR', 'JPY', 'BHD'].map((code) => {
  const found = currency(code);
  if (found === undefined) throw new Error(`${code} is no currency of the contract`);
  return found;
});
const AMOUNTS = [5_000n, 500_000n, 1_000_000n, 1_000_000_000n];
/** How far amounts lie apart: by nothing mostly, by rounding, by the fee, by a slip. */
const SLIPS = [0n, 0n, 0n, 0n, 0n, 0n, 1n, 100n, 101n, 150n];
const SHIFTS_MS = [0, 0, 0, 1_000, 300_000, 300_001, 1_800_000, 1_801_000, 1_801_001, 50_400_000];

/**
 * A transaction of which anything may be told: no truth is known of it, only what the contract makes of the set. Few ids, so that they repeat and
 * contradict each other.
 *
 * @param bookedAt ms UTC around which it is dated
 */
export function chaosEvents(random: Random, txnId: string, bookedAt: number, slaMs: number): ScenarioEvent[] {
  const one = <T>(from: readonly T[]): T => {
    const chosen = from[random.between(0, from.length - 1)];
    if (chosen === undefined) throw new RangeError('nothing to choose from');
    return chosen;
  };
  const usual = { currency: one(MONEY), channel: one(CHANNELS), amountMinor: one(AMOUNTS) };
  const delays = [0, 0, 1, 500, slaMs / 2, slaMs - 1, slaMs, slaMs + 1, 2 * slaMs, 15 * slaMs];
  return Array.from({ length: random.between(1, 6) }, (): ScenarioEvent => {
    const source = one(SOURCES);
    const money = random.next() < 0.85 ? usual.currency : one(MONEY);
    const amountMinor = usual.amountMinor + one(SLIPS);
    const at = bookedAt + one(SHIFTS_MS);
    const shared = {
      event_id: `${source}-${txnId}-${one(['a', 'b', 'c', 'B'])}`,
      txn_id: txnId,
      status: random.next() < 0.6 ? ('SUCCESS' as const) : one(EVENT_STATUSES),
      currency: money,
      metadata: {},
    };
    const channel = random.next() < 0.85 ? usual.channel : one(CHANNELS);
    const delayMs = one(delays);
    switch (source) {
      case 'core':
        return {
          source,
          delayMs,
          record: {
            ...shared,
            event_type: one(EVENT_TYPES.core),
            amount_minor: amountMinor,
            channel,
            direction: one(DIRECTIONS),
            account_ref: 'acct-1',
            posted_at: at,
          },
        };
      case 'gateway':
        return {
          source,
          delayMs,
          record: {
            ...shared,
            event_type: one(EVENT_TYPES.gateway),
            amount_minor: amountMinor,
            fee_minor: one([0n, 1n, 150n]),
            channel,
            rail: 'CARD',
            gateway_ref: 'gw-1',
            card_token: null,
            captured_at: at,
          },
        };
      case 'mobile':
        return {
          source,
          delayMs,
          record: {
            ...shared,
            event_type: one(EVENT_TYPES.mobile),
            amount: formatMinor(amountMinor, money),
            client_time: new Date(at).toISOString(),
            device_id: 'device-1',
            app_version: '8.4.1',
          },
        };
    }
  });
}
