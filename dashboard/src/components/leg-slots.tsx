import { slotsInWords, slotsOf, type ComparedTxn, type Slot } from '../format/legs.ts';
import { SlotGlyph } from './icons.tsx';

const SLOT_TEXT: Record<Slot, string> = {
  agrees: 'text-matched',
  differs: 'text-mismatched',
  missing: 'text-mismatched',
  awaited: 'text-waiting',
  pending: 'text-waiting',
  unexpected: 'text-waiting',
};

/** Bank, Gateway, App: always three, always in this order, so that the eye compares rows. */
export function LegSlots({ txn }: { txn: ComparedTxn }) {
  const slots = slotsOf(txn);
  const words = slotsInWords(slots);
  return (
    <span role="img" aria-label={words} title={words} className="inline-flex items-center gap-1 align-middle">
      {slots.map(({ source, slot }) => (
        <span key={source} className={`flex ${SLOT_TEXT[slot]}`}>
          <SlotGlyph slot={slot} />
        </span>
      ))}
    </span>
  );
}
