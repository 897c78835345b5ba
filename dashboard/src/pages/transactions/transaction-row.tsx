import { PanelRight } from 'lucide-react';
import { memo, type CSSProperties, type MouseEvent } from 'react';
import { statusWords } from '../../format/labels.ts';
import type { Column } from './columns.tsx';
import type { Row } from './transaction-list.ts';

const TINT_MS = 600;

interface Props {
  readonly row: Row;
  readonly columns: readonly Column[];
  readonly index: number;
  readonly active: boolean;
  /** The grid has one: the active row, else the first. */
  readonly tabStop: boolean;
  /** It no longer fits the filter: it stays, dimmed, until the next load. */
  readonly leaving: boolean;
  /** It stands open beside the list. */
  readonly peeked: boolean;
  readonly top: number;
  readonly height: number;
  readonly onOpen: (txnId: string) => void;
  readonly onActivate: (index: number) => void;
  readonly onPeek: (txnId: string | null) => void;
}

export const TransactionRow = memo(function TransactionRow(props: Props) {
  const { row, columns, index, active, tabStop, leaving, peeked, top, height, onOpen, onActivate, onPeek } =
    props;
  const { txn, changedAt } = row;
  const style: CSSProperties = { height, transform: `translateY(${top}px)` };
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={active || peeked}
      tabIndex={tabStop ? 0 : -1}
      data-txn={txn.txn_id}
      data-broken={txn.reasons.length > 0}
      title={leaving ? `${statusWords(txn.status)} now: leaves this list when it loads again` : undefined}
      onClick={(event) => openFrom(event, () => onOpen(txn.txn_id))}
      onFocus={() => onActivate(index)}
      style={style}
      className={`txn-row absolute inset-x-0 top-0 cursor-pointer border-b border-line outline-offset-[-2px] hover:bg-hover aria-selected:bg-selected ${leaving ? 'opacity-55' : ''}`}
    >
      {changedAt > Date.now() - TINT_MS && (
        <span key={changedAt} aria-hidden="true" className="changed-edge" />
      )}
      {columns.map((column) => (
        <div key={column.id} role="gridcell" data-column={column.id} className={column.look}>
          {column.cell(txn)}
        </div>
      ))}
      {/* For the pointer only: whoever has the row's focus presses Space. */}
      <button
        type="button"
        tabIndex={-1}
        aria-hidden="true"
        title={peeked ? 'Close the panel (Space)' : 'Open beside the list (Space)'}
        onClick={(event) => {
          event.stopPropagation();
          onPeek(peeked ? null : txn.txn_id);
        }}
        className="row-peek"
      >
        <PanelRight size={15} />
      </button>
    </div>
  );
});

/** A plain click anywhere in the row opens it here; with Ctrl and the like on its link, the browser does what it does. */
function openFrom(event: MouseEvent, open: () => void): void {
  const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
  if (elsewhere && event.target instanceof Element && event.target.closest('a') !== null) return;
  event.preventDefault();
  open();
}
