import type { VerdictStatus } from '../../api/schema.ts';

/** From the bottom up, always in this order: what is wrong stands on the line, where lengths compare best. */
export const STACK: readonly VerdictStatus[] = [
  'MISMATCHED',
  'PARTIAL',
  'PENDING',
  'RESOLVED',
  'CLOSED',
  'MATCHED',
];

/** A token, for bars; the same as a class, for swatches. */
export const STATUS_PAINT: Record<VerdictStatus, { readonly colour: string; readonly swatch: string }> = {
  MISMATCHED: { colour: 'mismatched', swatch: 'bg-mismatched' },
  PARTIAL: { colour: 'ink-soft', swatch: 'bg-ink-soft' },
  PENDING: { colour: 'edge', swatch: 'bg-edge' },
  RESOLVED: { colour: 'resolved', swatch: 'bg-resolved' },
  CLOSED: { colour: 'control', swatch: 'bg-control' },
  MATCHED: { colour: 'matched', swatch: 'bg-matched' },
};
