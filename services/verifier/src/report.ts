import type { VerificationResult } from '@tieout/store/evidence';
import type { ChainReport } from './chain/chain-check.ts';
import { placeOf, whatNext, type Finding } from './finding.ts';
import type { Report } from './verify.ts';

/** Everything that does not hold, in the order it was found. */
export function findingsOf({ findings, chains, results }: Report): Finding[] {
  return [...findings, ...chains.flatMap((chain) => chain.findings), ...(results?.findings ?? [])];
}

function leftOut({ chains, results }: Report): number {
  return chains.reduce((sum, chain) => sum + chain.findingsLeftOut, results?.findingsLeftOut ?? 0);
}

/** For whoever looks at a screen. */
export function resultOf(report: Report): VerificationResult {
  const findings = findingsOf(report);
  const { audit_rows, raw_rows } = totals(report);
  return {
    since: report.since?.number ?? null,
    results: report.results !== null,
    chains: report.chains.length,
    auditRows: audit_rows,
    rawRows: raw_rows,
    findings: findings.length + leftOut(report),
    first: findings[0] ?? null,
  };
}

interface Totals {
  readonly audit_rows: number;
  readonly raw_rows: number;
  readonly flushes_detached: number;
  readonly rows_per_second: number;
}

function totals({ chains, elapsedMs }: Report): Totals {
  const sum = (count: (chain: ChainReport) => number): number =>
    chains.reduce((total, chain) => total + count(chain), 0);
  const auditRows = sum((chain) => chain.auditRows);
  const rawRows = sum((chain) => chain.rawRows);
  return {
    audit_rows: auditRows,
    raw_rows: rawRows,
    flushes_detached: sum((chain) => chain.flushesDetached),
    rows_per_second: Math.round((auditRows + rawRows) / Math.max(elapsedMs / 1_000, 0.001)),
  };
}

const grouped = (count: number): string => count.toLocaleString('en-US');
const counted = (count: number, one: string): string => `${grouped(count)} ${one}${count === 1 ? '' : 's'}`;

/** For people. */
export function reportText(report: Report): string {
  const { audit_rows, raw_rows, flushes_detached, rows_per_second } = totals(report);
  const findings = findingsOf(report);
  const seconds = (report.elapsedMs / 1_000).toFixed(1);
  const { since, results, keptFrom, checkpoint } = report;
  return [
    ...report.chains.map(chainLine),
    ...(results === null ? [] : [resultsLine(results)]),
    '',
    since === null
      ? 'From the beginning.'
      : `From checkpoint ${since.number} of ${since.made_at}; what lies before it is checked with --full.`,
    `Audit rows are kept from ${keptFrom.audit || 'no day'}, raw rows from ${keptFrom.raw || 'no day'}.${
      flushes_detached === 0
        ? ''
        : ` ${counted(flushes_detached, 'flush').replace(/hs$/, 'hes')} of detached days: digests kept, rows elsewhere.`
    }`,
    `${counted(audit_rows, 'audit row')} and ${counted(raw_rows, 'raw row')} in ${seconds} s (${grouped(rows_per_second)} rows/s).`,
    ...(checkpoint === null ? [] : [`Checkpoint ${checkpoint.number} is in ${checkpoint.file}`]),
    '',
    ...findings.flatMap(findingLines),
    findings.length === 0
      ? 'The evidence holds.'
      : `The evidence does NOT hold: ${counted(findings.length + leftOut(report), 'finding')}.`,
  ].join('\n');
}

function chainLine({ chain, from, to, auditRows, rawRows, findings }: ChainReport): string {
  const state = findings.length === 0 ? 'holds' : 'DOES NOT HOLD';
  const span =
    to === 0n ? 'empty' : `seq ${grouped(Number(from === 0n ? 1n : from))} to ${grouped(Number(to))}`;
  return `${chain.padEnd(12)} ${state.padEnd(14)} ${span}, ${counted(auditRows, 'audit row')}, ${counted(rawRows, 'raw row')}`;
}

function resultsLine({ transactions, withoutRow, findings }: NonNullable<Report['results']>): string {
  const state = findings.length === 0 ? 'holds' : 'DOES NOT HOLD';
  const apart = withoutRow === 0 ? '' : `, of which ${grouped(withoutRow)} were last judged on detached days`;
  return `${'results'.padEnd(12)} ${state.padEnd(14)} ${counted(transactions, 'transaction')}${apart}`;
}

function findingLines(finding: Finding): string[] {
  const { problem, expected, found } = finding;
  return [
    `${placeOf(finding)}: ${problem}  [${finding.code}]`,
    ...(expected === null ? [] : [`  expected  ${expected}`]),
    ...(found === null ? [] : [`  found     ${found}`]),
    `  what next  ${whatNext(finding)}`,
    '',
  ];
}

/** For programs: one JSON object, its numbers of rows as numbers and everything that may exceed 53 bits as text. */
export function reportJson(report: Report): string {
  const findings = findingsOf(report);
  const { chains, results, keptFrom, checkpoint, since, elapsedMs } = report;
  return JSON.stringify(
    {
      holds: findings.length === 0,
      since,
      ...totals(report),
      elapsed_ms: Math.round(elapsedMs),
      kept_from: keptFrom,
      checkpoint,
      chains: chains.map((chain) => ({
        chain: chain.chain,
        holds: chain.findings.length === 0,
        from: chain.from.toString(),
        to: chain.to.toString(),
        audit_rows: chain.auditRows,
        raw_rows: chain.rawRows,
        flushes: chain.flushes,
      })),
      results: results && {
        holds: results.findings.length === 0,
        transactions: results.transactions,
        judged_on_detached_days: results.withoutRow,
      },
      findings: findings.map((finding) => ({
        code: finding.code,
        chain: finding.chain,
        seq: finding.seq?.toString() ?? null,
        place: finding.place,
        problem: finding.problem,
        expected: finding.expected,
        found: finding.found,
        what_next: whatNext(finding),
      })),
      findings_left_out: leftOut(report),
    },
    null,
    2,
  );
}
