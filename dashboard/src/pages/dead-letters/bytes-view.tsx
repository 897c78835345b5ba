import { useMemo, useState, useSyncExternalStore } from 'react';
import { Button } from '../../components/button.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { counted } from '../../format/labels.ts';
import { formatCount, LOCALE } from '../../format/money.ts';
import { bytesOf, dumpOf, hexOf, textOf } from './bytes.ts';

/** A record may be a megabyte; its beginning nearly always tells. */
const FIRST_BYTES = 4096;

/** Exact bytes as offset, hex and text, to be read and copied. */
export function BytesView({ name, base64 }: { name: string; base64: string }) {
  const bytes = useMemo(() => bytesOf(base64), [base64]);
  const text = useMemo(() => textOf(bytes), [bytes]);
  const [all, setAll] = useState(false);
  const size = byteCount(bytes.length);
  if (bytes.length === 0) return <p className="px-4 py-3 text-table text-ink-soft">Empty: 0 bytes.</p>;
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-x-3 px-4 pt-2">
        <span className="text-small text-ink-soft">{size}</span>
        <span className="flex">
          {text !== null && <CopyButton text={() => text} word="Text" label={`Copy the ${name} as text`} />}
          <CopyButton text={() => hexOf(bytes)} word="Hex" label={`Copy the ${name} as hex`} />
        </span>
      </div>
      <DumpView name={name} bytes={all ? bytes : bytes.subarray(0, FIRST_BYTES)} />
      {!all && bytes.length > FIRST_BYTES && (
        <div className="border-t border-line px-4 py-2">
          <Button onClick={() => setAll(true)}>Show all {size}</Button>
        </div>
      )}
    </>
  );
}

function DumpView({ name, bytes }: { name: string; bytes: Uint8Array }) {
  const wide = useWideScreen();
  const { offsets, hex, text } = useMemo(() => dumpOf(bytes, wide ? 16 : 8), [bytes, wide]);
  return (
    <div
      role="region"
      aria-label={`Bytes of the ${name}`}
      tabIndex={0}
      className="flex max-h-96 gap-3 overflow-auto px-4 pt-1 pb-3 font-mono text-micro outline-offset-[-2px] [font-variant-ligatures:none]"
    >
      <pre aria-hidden="true" className="text-waiting select-none">
        {offsets}
      </pre>
      <pre>{hex}</pre>
      <pre className="text-ink-soft">{text}</pre>
    </div>
  );
}

export function byteCount(bytes: number): string {
  return counted(formatCount(bytes, LOCALE), 'byte');
}

const wideScreen = matchMedia('(min-width: 40rem)');

function subscribe(onChange: () => void): () => void {
  wideScreen.addEventListener('change', onChange);
  return () => wideScreen.removeEventListener('change', onChange);
}

/** Sixteen bytes a line fit; a phone has room for eight. */
function useWideScreen(): boolean {
  return useSyncExternalStore(subscribe, () => wideScreen.matches);
}
