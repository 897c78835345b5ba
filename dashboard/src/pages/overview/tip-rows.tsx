interface Row {
  readonly label: string;
  readonly swatch: string;
  readonly value: string;
}

/** What a chart says of one bucket, line by line. */
export function TipRows({ rows, none }: { rows: readonly Row[]; none: string }) {
  return (
    <table className="w-full">
      <tbody>
        {rows.map(({ label, swatch, value }) => (
          <tr key={label}>
            <td className="pr-4">
              <Swatch label={label} swatch={swatch} />
            </td>
            <td className="text-right font-medium">{value}</td>
          </tr>
        ))}
        {rows.length === 0 && (
          <tr>
            <td>{none}</td>
          </tr>
        )}
      </tbody>
    </table>
  );
}

export function Swatch({ label, swatch }: { label: string; swatch: string }) {
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <span aria-hidden="true" className={`size-2.5 shrink-0 rounded-[3px] ${swatch}`} />
      {label}
    </span>
  );
}
