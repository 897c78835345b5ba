/* Bytes as people read them. */

export function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
}

/** "00 07 ff", to be pasted anywhere. */
export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, hexByte).join(' ');
}

function hexByte(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The bytes as UTF-8; null where they are not. */
export function textOf(bytes: Uint8Array): string | null {
  try {
    return utf8.decode(bytes);
  } catch {
    return null;
  }
}

/** A dump in three columns of as many lines: one text each, so that a megabyte is three nodes and a column can be selected alone. */
export interface Dump {
  readonly offsets: string;
  readonly hex: string;
  readonly text: string;
}

export function dumpOf(bytes: Uint8Array, bytesPerLine: number): Dump {
  const starts = Array.from(
    { length: Math.ceil(bytes.length / bytesPerLine) },
    (_, line) => line * bytesPerLine,
  );
  const digits = Math.max(4, (starts.at(-1) ?? 0).toString(16).length);
  const column = (cell: (line: Uint8Array, start: number) => string): string =>
    starts.map((start) => cell(bytes.subarray(start, start + bytesPerLine), start)).join('\n');
  return {
    offsets: column((_line, start) => start.toString(16).padStart(digits, '0')),
    hex: column(hexOf),
    text: column((line) => Array.from(line, printable).join('')),
  };
}

/** Printable ASCII as itself, anything else as a dot. */
function printable(byte: number): string {
  return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·';
}
