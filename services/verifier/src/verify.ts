import type { KeyObject } from 'node:crypto';
import { createPublicKey } from 'node:crypto';
import { SOURCES, TieoutError } from '@tieout/core';
import type { SourceReader } from '@tieout/sources';
import { laneChain, type PerSource } from '@tieout/store';
import {
  readChainEnds,
  readChainNames,
  readKeptDays,
  readRawPartitions,
  whileDaysStay,
  type ChainEnd,
  type KeptDays,
} from '@tieout/store/evidence';
import type { Pool } from 'pg';
import { checkChain, type ChainCounts, type ChainReport } from './chain/chain-check.ts';
import { keepCheckpoint, readCheckpoints, type KeptCheckpoints } from './checkpoints/checkpoint-files.ts';
import { sealCheckpoint, type Checkpoint } from './checkpoints/checkpoint.ts';
import { trustedChains, type TrustedChain } from './checkpoints/trust.ts';
import type { Finding } from './finding.ts';
import { checkResults, type ResultsReport } from './results-check.ts';

export interface VerifyOptions {
  readonly pool: Pool;
  readonly readers: PerSource<SourceReader>;
  readonly checkpointFolder: string;
  /** Ed25519, private. */
  readonly key: KeyObject;
  readonly full: boolean;
  readonly results: boolean;
  readonly now: () => number;
  /** Told now and then of everything read so far. */
  readonly onProgress: (progress: Progress) => void;
}

export interface Progress {
  readonly what: string;
  readonly rows: number;
  readonly elapsedMs: number;
}

export interface Report {
  readonly chains: readonly ChainReport[];
  /** Of no chain: forged checkpoints, chains nobody writes, days that are missing. */
  readonly findings: readonly Finding[];
  readonly results: ResultsReport | null;
  readonly keptFrom: { readonly audit: string; readonly raw: string };
  /** What was written at the end; null where something does not hold, or nothing was new. */
  readonly checkpoint: { readonly number: number; readonly file: string } | null;
  /** The newest checkpoint that was begun from; null where the run began at the beginning. */
  readonly since: Pick<Checkpoint, 'number' | 'made_at'> | null;
  readonly elapsedMs: number;
}

/**
 * Goes through everything that was ever written down and says whether it is still what was written.
 *
 * @throws {TieoutError} retriable ones where it could not be checked: database or registry away, days being detached at this moment
 */
export async function verifyEvidence(options: VerifyOptions): Promise<Report> {
  const report = await whileDaysStay(options.pool, () => run(options));
  if (report === undefined)
    throw new TieoutError('UNAVAILABLE', 'a day of the evidence is being detached; try again in a moment');
  return report;
}

async function run(options: VerifyOptions): Promise<Report> {
  const { pool, full, checkpointFolder, now } = options;
  const startedAt = now();
  const kept = await readCheckpoints(checkpointFolder, createPublicKey(options.key));
  const days = { audit: await readKeptDays(pool, 'audit_logs'), raw: await readKeptDays(pool, 'raw_events') };
  const keptFrom = { audit: days.audit.first ?? '', raw: days.raw.first ?? '' };
  const trusted = trustedChains(kept.checkpoints);
  const ends = await readChainEnds(pool);
  const findings = [
    ...kept.findings,
    ...daysMissing('audit_logs', days.audit),
    ...daysMissing('raw_events', days.raw),
    ...(await strayRows(pool, ends)),
    ...chainsGone(trusted, ends),
  ];
  const chains: ChainReport[] = [];
  let rows = 0;
  const tell = (what: string, more: ChainCounts): void =>
    options.onProgress({
      what,
      rows: rows + more.auditRows + more.rawRows,
      elapsedMs: now() - startedAt,
    });
  for (const end of ends) {
    const { chain } = end;
    const checked = await checkChain({
      ...options,
      end,
      keptFrom,
      full,
      trusted: trusted.get(chain),
      onRows: (counts) => tell(chain, counts),
    });
    rows += checked.auditRows + checked.rawRows;
    chains.push(checked);
  }
  // Where days were detached some transactions' last verdict is among them.
  const beginningKept = ends.every(({ firstSeq }) => firstSeq === null || firstSeq <= 1n);
  const results = options.results
    ? await checkResults(pool, beginningKept, (transactions) =>
        options.onProgress({ what: 'results', rows: rows + transactions, elapsedMs: now() - startedAt }),
      )
    : null;
  const newest = kept.checkpoints.at(-1);
  const clean = findings.length === 0 && (results?.findings.length ?? 0) === 0;
  return {
    chains,
    findings,
    results,
    keptFrom,
    checkpoint: clean ? await newCheckpoint(options, kept, chains) : null,
    since: full || newest === undefined ? null : { number: newest.number, made_at: newest.made_at },
    elapsedMs: now() - startedAt,
  };
}

function daysMissing(table: string, { missing }: KeptDays): Finding[] {
  return missing.map((day) => ({
    code: 'DAY_MISSING',
    chain: null,
    seq: null,
    place: `${table}, ${day}`,
    problem: 'the partition of this day is not there, though days before and after it are',
    expected: 'a partition a day',
    found: 'none',
  }));
}

/** Rows of chains and lanes that nobody writes. */
async function strayRows(pool: Pool, ends: readonly ChainEnd[]): Promise<Finding[]> {
  const chains = new Set(ends.map(({ chain }) => chain));
  const lanes = new Set(ends.map(({ lane }) => lane?.partition));
  // A writer may have begun a chain since.
  const begun = async (chain: string): Promise<boolean> =>
    (await readChainEnds(pool)).some((end) => end.chain === chain);
  const findings: Finding[] = [];
  for (const chain of await readChainNames(pool)) {
    if (chains.has(chain) || (await begun(chain))) continue;
    const problem = 'the chain has rows, and no writer: its head was deleted, or somebody else wrote it';
    findings.push({
      code: 'ROW_UNEXPECTED',
      chain,
      seq: null,
      place: null,
      problem,
      expected: 'a head in lanes or chains',
      found: 'none',
    });
  }
  for (const source of SOURCES) {
    for (const partition of await readRawPartitions(pool, source)) {
      if (lanes.has(partition) || (await begun(laneChain(partition)))) continue;
      findings.push({
        code: 'RAW_UNEXPECTED',
        chain: null,
        seq: null,
        place: `raw_events source=${source} partition=${partition}`,
        problem: 'there are raw rows of a lane that does not exist',
        expected: `a row of lanes with partition ${partition}`,
        found: 'none',
      });
    }
  }
  return findings;
}

/** Chains that a checkpoint has seen and that have no head any more. */
function chainsGone(trusted: ReadonlyMap<string, TrustedChain>, ends: readonly ChainEnd[]): Finding[] {
  const there = new Set(ends.map(({ chain }) => chain));
  return [...trusted].flatMap(([chain, { last }]) =>
    there.has(chain)
      ? []
      : [
          {
            code: 'CHECKPOINT_DIFFERS',
            chain,
            seq: last.seq,
            place: null,
            problem: 'the chain that the signed checkpoint saw has no head any more',
            expected: `an end at or after seq ${last.seq}`,
            found: 'none',
          },
        ],
  );
}

async function newCheckpoint(
  { checkpointFolder, key, now }: VerifyOptions,
  { checkpoints, next }: KeptCheckpoints,
  chains: readonly ChainReport[],
): Promise<Report['checkpoint']> {
  const marks: Checkpoint['chains'] = {};
  for (const { chain, mark } of chains) {
    if (mark === null) return null;
    if (BigInt(mark.seq) > 0n) marks[chain] = mark;
  }
  const before = checkpoints.at(-1)?.chains ?? {};
  const isNew = Object.entries(marks).some(([chain, { seq }]) => before[chain]?.seq !== seq);
  if (!isNew) return null;
  const content: Checkpoint = { ...next, made_at: new Date(now()).toISOString(), chains: marks };
  const file = await keepCheckpoint(checkpointFolder, content.made_at, sealCheckpoint(content, key));
  return { number: content.number, file };
}
