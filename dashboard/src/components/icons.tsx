import type { ReactNode, SVGProps } from 'react';
import type { Severity } from '../api/schema.ts';
import type { Slot } from '../format/legs.ts';

function Glyph({ children, ...rest }: SVGProps<SVGSVGElement> & { children: ReactNode }) {
  return (
    <svg
      viewBox="0 0 16 16"
      width="14"
      height="14"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      aria-hidden="true"
      {...rest}
    >
      {children}
    </svg>
  );
}

export function NotEqual() {
  return (
    <Glyph>
      <path d="M3 6h10M3 10h10M10.5 2.8 5.5 13.2" />
    </Glyph>
  );
}

export function HalfDisc() {
  return (
    <Glyph>
      <circle cx="8" cy="8" r="5.6" />
      <path d="M8 2.4a5.6 5.6 0 0 1 0 11.2Z" fill="currentColor" stroke="none" />
    </Glyph>
  );
}

function Disc() {
  return (
    <Glyph>
      <circle cx="8" cy="8" r="4.6" fill="currentColor" stroke="none" />
    </Glyph>
  );
}

function Ring({ dashed = false }: { dashed?: boolean }) {
  return (
    <Glyph strokeDasharray={dashed ? '2.2 2.6' : undefined}>
      <circle cx="8" cy="8" r="4.6" />
    </Glyph>
  );
}

function Dash() {
  return (
    <Glyph>
      <path d="M5 8h6" />
    </Glyph>
  );
}

export function SlotGlyph({ slot }: { slot: Slot }) {
  switch (slot) {
    case 'agrees':
      return <Disc />;
    case 'differs':
      return <NotEqual />;
    case 'missing':
      return <Ring />;
    case 'awaited':
      return <Ring dashed />;
    case 'pending':
      return <HalfDisc />;
    case 'unexpected':
      return <Dash />;
  }
}

const BARS: Record<Severity, number> = { low: 1, medium: 2, high: 3, critical: 4 };

export function SeverityBars({ severity }: { severity: Severity }) {
  return (
    <Glyph stroke="none" fill="currentColor">
      {[0, 1, 2, 3].map((bar) => (
        <rect
          key={bar}
          x={1 + bar * 3.6}
          y={11 - bar * 2.6}
          width="2.6"
          height={3 + bar * 2.6}
          rx="0.8"
          opacity={bar < BARS[severity] ? 1 : 0.22}
        />
      ))}
    </Glyph>
  );
}

/** The mark: two lines that tie out. */
export function Mark() {
  return (
    <svg viewBox="0 0 32 32" width="24" height="24" aria-hidden="true">
      <rect width="32" height="32" rx="7" className="fill-solid" />
      <path d="M8 12h16M8 20h16" className="stroke-solid-ink" strokeWidth="3.2" strokeLinecap="round" />
      <path d="M16 7v18" className="stroke-solid-ink" strokeWidth="3.2" strokeLinecap="round" opacity=".5" />
    </svg>
  );
}
