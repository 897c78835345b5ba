import { LOCALE, moneyPlain, moneyText, UNKNOWN } from '../format/money.ts';

interface Props {
  /** Minor units as digits; null where there is no such amount. */
  readonly minor: string | null;
  readonly currency: string;
  /** Writes an explicit plus: for differences. */
  readonly signed?: boolean;
  /** Stands within text, where there is no column to align with. */
  readonly inText?: boolean;
}

/** An amount for a column: right-aligned, its point under the others'. The code stands in a column of its own. */
export function Money({ minor, currency, signed = false, inText = false }: Props) {
  if (minor === null) {
    return (
      <span className="text-waiting" aria-label="none">
        {UNKNOWN}
      </span>
    );
  }
  const { text, padding } = moneyText(minor, currency, LOCALE, signed);
  return (
    <span
      className="money-text whitespace-nowrap"
      data-padding={inText ? '' : padding}
      title={moneyPlain(minor, currency)}
    >
      {text}
    </span>
  );
}
