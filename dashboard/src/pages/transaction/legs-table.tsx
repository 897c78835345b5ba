import { SOURCES } from '@tieout/core';
import { useState, type ReactNode } from 'react';
import type { Leg, LetterOfTxn, Source, Txn } from '../../api/schema.ts';
import { Chip } from '../../components/button.tsx';
import { NotEqual } from '../../components/icons.tsx';
import { LegSlots } from '../../components/leg-slots.tsx';
import { Moment, useZone } from '../../components/moment.tsx';
import { Money } from '../../components/money.tsx';
import { Panel } from '../../components/panel.tsx';
import { channelWords, eventTypeWords, outcomeWords, sourceWords } from '../../format/labels.ts';
import { formatSpan } from '../../format/time.ts';
import { useShortcuts } from '../../shell/shortcuts.ts';
import { AbsentLeg } from './absent-leg.tsx';
import { deltaToBank, legRows, type LegRow } from './leg-rows.ts';

interface Props {
  readonly txn: Txn;
  /** In the panel of a list, which is narrow. */
  readonly beside?: boolean;
  readonly letters?: readonly LetterOfTxn[];
  readonly children?: ReactNode;
}

/** What each source says, side by side; what stands against the rest is tinted, marked and measured against the bank. */
export function LegsTable({ txn, beside = false, letters = [], children }: Props) {
  const [onlyDifferences, setOnlyDifferences] = useState(false);
  const { label } = useZone();
  const all = legRows(txn);
  const differing = all.filter(({ differing: sources }) => sources.size > 0);
  const rows = onlyDifferences ? differing : all;
  const toggle = (): void => setOnlyDifferences(!onlyDifferences);
  useShortcuts({ d: toggle });
  return (
    <Panel
      title="Legs"
      aside={
        <Chip
          pressed={onlyDifferences}
          onClick={toggle}
          title="Only differences (D)"
          disabled={differing.length === 0 && !onlyDifferences}
        >
          Only differences{differing.length > 0 ? ` (${differing.length})` : ''}
        </Chip>
      }
    >
      <div className="overflow-x-auto" role="region" aria-label="Legs side by side" tabIndex={0}>
        <table
          className={`w-full table-fixed border-collapse text-table ${beside ? 'min-w-[440px] [&_td]:!px-2 [&_time]:whitespace-normal' : 'min-w-[480px] sm:min-w-[560px] max-sm:[&_td]:px-2 max-sm:[&_th]:px-2'}`}
        >
          <colgroup>
            <col className={beside ? 'w-26' : 'w-26 sm:w-36'} />
            <col />
            <col />
            <col />
          </colgroup>
          <thead>
            <tr className="border-b border-line">
              <td className="sticky left-0 z-10 bg-panel px-4 py-2 text-waiting">
                <LegSlots txn={txn} />
              </td>
              {SOURCES.map((source) => (
                <th key={source} scope="col" className="px-4 py-2 text-left font-semibold" title={source}>
                  {sourceWords(source)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.length === 0 && (
              <tr>
                <td colSpan={4} className="px-4 py-6 text-center text-ink-soft">
                  Nothing that was compared differs.
                </td>
              </tr>
            )}
            {rows.map((row, index) => (
              <tr key={row.kind} className="border-b border-line last:border-0">
                <th
                  scope="row"
                  className="sticky left-0 z-10 bg-panel px-4 py-1.5 text-left align-top font-normal text-ink-soft"
                >
                  {row.head}
                  {row.kind === 'event-time' || row.kind === 'received' ? ` (${label})` : ''}
                  {row.note !== undefined && (
                    <span className="block text-micro text-waiting">{row.note}</span>
                  )}
                </th>
                {SOURCES.map((source) => {
                  const leg = txn.legs[source];
                  if (leg !== null)
                    return <Cell key={source} row={row} source={source} leg={leg} txn={txn} />;
                  if (index > 0) return null;
                  return (
                    <td key={source} rowSpan={rows.length} className="h-px p-2 align-top">
                      <AbsentLeg source={source} txn={txn} letters={letters} />
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {children}
    </Panel>
  );
}

function Cell({ row, source, leg, txn }: { row: LegRow; source: Source; leg: Leg; txn: Txn }) {
  const differs = row.differing.has(source);
  const delta = row.kind === 'amount' && differs ? deltaToBank(txn.legs, source) : null;
  return (
    <td className={`px-4 py-1.5 align-top ${differs ? 'bg-mismatched-tint' : ''}`}>
      <span className="flex flex-wrap items-baseline gap-x-2">
        {differs && (
          <span className="self-center text-mismatched">
            <NotEqual />
            <span className="sr-only">differs: </span>
          </span>
        )}
        <span className={`min-w-0 ${differs ? 'font-semibold' : ''}`}>{valueOf(row, leg, txn)}</span>
        {delta !== null && delta !== '0' && (
          <span className="text-small font-medium text-mismatched">
            <Money minor={delta} currency={leg.currency} inText signed /> to Bank
          </span>
        )}
      </span>
    </td>
  );
}

function valueOf({ kind }: LegRow, leg: Leg, txn: Txn): ReactNode {
  switch (kind) {
    case 'outcome':
      return outcomeWords(leg.outcome);
    case 'type':
      return <span title={leg.type}>{eventTypeWords(leg.type)}</span>;
    case 'amount':
      return <Money minor={leg.amount_minor} currency={leg.currency} />;
    case 'currency':
      return leg.currency;
    case 'fee':
      return leg.fee_minor === null ? <None /> : <Money minor={leg.fee_minor} currency={leg.currency} />;
    case 'direction':
      return leg.direction === null ? <None /> : leg.direction === 'DEBIT' ? 'Debit' : 'Credit';
    case 'channel':
      return leg.channel === null ? <None /> : channelWords(leg.channel);
    case 'event-time':
      return <Moment at={leg.event_time} clock="event time" />;
    case 'received':
      return <Moment at={leg.append_time} clock="received" />;
    case 'late':
      return leg.late ? formatSpan(Date.parse(leg.append_time) - Date.parse(txn.deadline_at)) : <None />;
    case 'reference':
      return leg.reference === null ? (
        <None />
      ) : (
        <span className="font-mono text-small break-all">{leg.reference}</span>
      );
    case 'client-time':
      return leg.client_time === null ? (
        <None />
      ) : (
        <span className="font-mono text-small break-all">{leg.client_time}</span>
      );
    case 'event-id':
      return <span className="font-mono text-small break-all">{leg.event_id}</span>;
    case 'position':
      return (
        <span className="font-mono text-small break-all text-ink-soft">
          {leg.position.topic} · {leg.position.partition} · {leg.position.offset}
        </span>
      );
  }
}

function None() {
  return <span className="text-waiting">–</span>;
}
