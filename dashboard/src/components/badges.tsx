import { Check, Clock, Minus, Stamp } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Reason, Severity, VerdictStatus } from '../api/schema.ts';
import { reasonWords, severityWords, statusWords } from '../format/labels.ts';
import { HalfDisc, NotEqual, SeverityBars } from './icons.tsx';

const STATUS_ICONS: Record<VerdictStatus, ReactNode> = {
  MATCHED: <Check size={14} strokeWidth={2.4} aria-hidden="true" />,
  MISMATCHED: <NotEqual />,
  PENDING: <Clock size={14} strokeWidth={2} aria-hidden="true" />,
  PARTIAL: <HalfDisc />,
  CLOSED: <Minus size={14} strokeWidth={2.2} aria-hidden="true" />,
  RESOLVED: <Stamp size={14} strokeWidth={2} aria-hidden="true" />,
};

const STATUS_TEXT: Record<VerdictStatus, string> = {
  MATCHED: 'text-matched',
  MISMATCHED: 'text-mismatched',
  PENDING: 'text-waiting',
  PARTIAL: 'text-waiting',
  CLOSED: 'text-waiting',
  RESOLVED: 'text-resolved',
};

/** Icon and word, always both: colour alone says nothing. */
export function StatusBadge({ status }: { status: VerdictStatus }) {
  return (
    <span
      className={`inline-flex items-center gap-1.5 align-middle font-medium ${STATUS_TEXT[status]}`}
      title={status}
    >
      <span className="shrink-0">{STATUS_ICONS[status]}</span>
      <span className="status-word">{statusWords(status)}</span>
    </span>
  );
}

const SEVERITY_LOOK: Record<Severity, string> = {
  critical: 'bg-mismatched text-panel px-1.5',
  high: 'border border-mismatched text-mismatched px-1.5',
  medium: 'bg-waiting-tint text-ink-soft px-1.5',
  low: 'text-ink-soft',
};

export function SeverityBadge({ severity }: { severity: Severity }) {
  return (
    <span
      className={`inline-flex h-5 items-center gap-1.5 rounded-[5px] align-middle text-small font-medium ${SEVERITY_LOOK[severity]}`}
    >
      <SeverityBars severity={severity} />
      {severityWords(severity)}
    </span>
  );
}

/** The first reason in words, and how many more there are. */
export function Reasons({ reasons }: { reasons: readonly Reason[] }) {
  const [first, ...others] = reasons;
  if (first === undefined) return null;
  return (
    <span
      className="inline-flex max-w-full min-w-0 items-center gap-1.5 align-middle"
      title={reasons.join(', ')}
    >
      <span className="truncate">{reasonWords(first)}</span>
      {others.length > 0 && (
        <span className="shrink-0 rounded-full bg-waiting-tint px-1.5 text-micro text-ink-soft">
          +{others.length}
          <span className="sr-only">: {others.map(reasonWords).join(', ')}</span>
        </span>
      )}
    </span>
  );
}
