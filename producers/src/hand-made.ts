import { randomUUID } from 'node:crypto';
import {
  CHANNELS,
  currency,
  type EventStatus,
  EVENT_STATUSES,
  EVENT_TYPES,
  exponentOf,
  formatMinor,
  isTxnId,
  parseMajor,
  type Source,
} from '@tieout/core';
import type { CoreTxn, GatewayTxn, MobileTxn } from '@tieout/schemas';
import type { SourceRecord } from './log-writer.ts';
import { UsageError } from './usage-error.ts';

/** The words of one hand-made event as typed; undefined where not given. */
export interface HandMadeWords {
  readonly txn?: string;
  readonly amount?: string;
  readonly status?: string;
  readonly currency?: string;
  readonly channel?: string;
  readonly type?: string;
}

/** What an event of each status is called, unless --type says otherwise. */
const TYPE_OF_STATUS: {
  readonly core: TypeOf<CoreTxn>;
  readonly gateway: TypeOf<GatewayTxn>;
  readonly mobile: TypeOf<MobileTxn>;
} = {
  core: {
    SUCCESS: 'LEDGER_POSTED',
    FAILED: 'LEDGER_REJECTED',
    PENDING: 'LEDGER_POSTED',
    REVERSED: 'LEDGER_REVERSED',
  },
  gateway: {
    SUCCESS: 'PAYMENT_CAPTURED',
    FAILED: 'PAYMENT_FAILED',
    PENDING: 'PAYMENT_AUTHORIZED',
    REVERSED: 'PAYMENT_REFUNDED',
  },
  mobile: {
    SUCCESS: 'PAYMENT_CONFIRMED',
    FAILED: 'PAYMENT_FAILED',
    PENDING: 'PAYMENT_INITIATED',
    REVERSED: 'PAYMENT_CONFIRMED',
  },
};
type TypeOf<T extends { event_type: string }> = Readonly<Record<EventStatus, T['event_type']>>;

/**
 * The record of an event somebody made by hand, with an id of its own and dated now.
 *
 * @throws UsageError naming the option and what to type instead
 */
export function handMadeRecord(source: Source, words: HandMadeWords, now: Date): SourceRecord {
  const txn = required('--txn', words.txn, 'TXN1003');
  if (!isTxnId(txn))
    throw new UsageError(
      `--txn takes 1 to 64 letters, digits or . _ : - , not "${txn}". Example: --txn TXN1003`,
    );
  const status = oneOf('--status', EVENT_STATUSES, required('--status', words.status, 'SUCCESS'));
  const code = words.currency ?? 'INR';
  const coin = currency(code);
  if (coin === undefined)
    throw new UsageError(
      `--currency takes a code of ISO 4217 in capitals, not "${code}". Example: --currency INR`,
    );
  const written = required('--amount', words.amount, '5000');
  const amountMinor = parseMajor(written, coin);
  if (amountMinor === undefined) {
    throw new UsageError(
      `--amount takes major units with at most ${exponentOf(coin)} decimals for ${coin}, not "${written}". Example: --amount ${formatMinor(500_000n, coin)}`,
    );
  }
  const shared = { event_id: `manual-${randomUUID()}`, txn_id: txn, status, currency: coin, metadata: {} };
  switch (source) {
    case 'core':
      return {
        source,
        record: {
          ...shared,
          event_type: oneOf('--type', EVENT_TYPES.core, words.type ?? TYPE_OF_STATUS.core[status]),
          amount_minor: amountMinor,
          channel: oneOf('--channel', CHANNELS, words.channel ?? 'WEB'),
          direction: 'DEBIT',
          account_ref: 'acct-manual',
          posted_at: now.getTime(),
        },
      };
    case 'gateway':
      return {
        source,
        record: {
          ...shared,
          event_type: oneOf('--type', EVENT_TYPES.gateway, words.type ?? TYPE_OF_STATUS.gateway[status]),
          amount_minor: amountMinor,
          fee_minor: 0n,
          channel: oneOf('--channel', CHANNELS, words.channel ?? 'WEB'),
          rail: 'CARD',
          gateway_ref: `gw-${txn}`,
          card_token: null,
          captured_at: now.getTime(),
        },
      };
    case 'mobile':
      if (words.channel !== undefined) {
        throw new UsageError(
          'The app does not tell a channel: leave --channel out. Its payments count as MOBILE until a book says otherwise.',
        );
      }
      return {
        source,
        record: {
          ...shared,
          event_type: oneOf('--type', EVENT_TYPES.mobile, words.type ?? TYPE_OF_STATUS.mobile[status]),
          amount: formatMinor(amountMinor, coin),
          client_time: now.toISOString(),
          device_id: 'device-manual',
          app_version: '0',
        },
      };
  }
}

function required(option: string, value: string | undefined, example: string): string {
  if (value !== undefined && value !== '') return value;
  throw new UsageError(`A hand-made event needs ${option}. Example: ${option} ${example}`);
}

function oneOf<T extends string>(option: string, choices: readonly T[], text: string): T {
  const choice = choices.find((one) => one === text);
  if (choice !== undefined) return choice;
  throw new UsageError(`${option} takes one of ${choices.join(', ')}, not "${text}".`);
}
