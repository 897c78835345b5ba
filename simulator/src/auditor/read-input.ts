import { SOURCES, type Source, type Told } from './contract/event.ts';
import { readWire } from './contract/reading.ts';
import type { AuditRow, Input, InputEntry } from './evidence.ts';
import { flushOf, redriveOf } from './read-audit.ts';

/** A range of offsets that the engine reports as lost, `to` not included. */
export interface Loss {
  readonly source: Source;
  readonly partition: number;
  readonly from: bigint;
  readonly to: bigint;
}

/** What the engine must have made of the input, once it has read this far. */
export class ReadInput {
  readonly #inputs: readonly Input[];
  readonly #losses: readonly Loss[];
  readonly #tellings = new Map<string, Told[]>();
  /** Records refused at first and accepted since: by which row of the lane's chain they count. */
  readonly #healed: ReadonlyMap<string, bigint>;

  /** @param auditRows where the losses are told */
  constructor(inputs: readonly Input[], auditRows: readonly AuditRow[]) {
    this.#inputs = inputs;
    this.#losses = auditRows.filter(({ action }) => action === 'DATA_LOSS').map(lossOf);
    this.#healed = healedIn(auditRows);
    for (const input of inputs)
      for (const entry of this.kept(input, BigInt(input.entries.length))) this.#hear(input, entry);
  }

  get losses(): readonly Loss[] {
    return this.#losses;
  }

  get inputs(): readonly Input[] {
    return this.#inputs;
  }

  /** Records before `position` that a reader could get and that are not reported as lost. */
  kept({ source, partition, entries }: Input, position: bigint): InputEntry[] {
    const lost = this.#losses.filter((loss) => loss.source === source && loss.partition === partition);
    const isLost = (offset: bigint): boolean => lost.some(({ from, to }) => from <= offset && offset < to);
    return entries
      .slice(0, Number(position))
      .filter(({ sent, offset }) => sent !== null && (lost.length === 0 || !isLost(offset)));
  }

  /** Transactions of which something that was kept tells, whatever has been read of it. */
  transactions(partition: number): string[] {
    const prefix = `${partition} `;
    return [...this.#tellings.keys()]
      .filter((key) => key.startsWith(prefix))
      .map((key) => key.slice(prefix.length));
  }

  /**
   * All that is kept of a transaction, each source's in the order of the log.
   *
   * @param until a row of the lane's chain: nothing counts that was redriven after it
   * @param before only what lies before these positions
   */
  tellings(
    partition: number,
    txnId: string,
    until?: bigint,
    before?: Readonly<Record<Source, bigint>>,
  ): Told[] {
    const all = this.#tellings.get(`${partition} ${txnId}`) ?? [];
    return all.filter(({ source, offset }) => {
      if (before !== undefined && offset >= before[source]) return false;
      const since = this.#healed.get(`${source} ${partition} ${offset}`);
      return since === undefined || until === undefined || since <= until;
    });
  }

  isHealed(source: Source, partition: number, offset: bigint): boolean {
    return this.#healed.has(`${source} ${partition} ${offset}`);
  }

  #hear({ source, partition }: Input, { sent, appendTime, offset }: InputEntry): void {
    const isRefused = sent?.kind === 'poison' && !this.isHealed(source, partition, offset);
    if (sent === null || sent.event === null || isRefused) return;
    const told = readWire(sent.event, appendTime, offset);
    const key = `${partition} ${sent.event.record.txn_id}`;
    const known = this.#tellings.get(key);
    if (known === undefined) this.#tellings.set(key, [told]);
    else known.push(told);
  }
}

/**
 * A redrive is told after the verdicts it brought. Where it changed one, a FLUSH row that read nothing stands before them, and it counts from there;
 * else it changed nothing that people see.
 */
function healedIn(auditRows: readonly AuditRow[]): Map<string, bigint> {
  const healed = new Map<string, bigint>();
  for (const rows of Map.groupBy(auditRows, ({ chain }) => chain).values()) {
    let since: bigint | undefined;
    for (const row of rows) {
      if (row.action === 'FLUSH') since = readNothing(row) ? row.seq : undefined;
      if (row.action !== 'REDRIVE') continue;
      const { topic, partition, offset, result } = redriveOf(row);
      const source = SOURCES.find((one) => topic.startsWith(one));
      if (result === 'accepted' && source !== undefined)
        healed.set(`${source} ${partition} ${offset}`, since ?? row.seq);
      since = undefined;
    }
  }
  return healed;
}

function readNothing(row: AuditRow): boolean {
  const { sources } = flushOf(row);
  return SOURCES.every((source) => sources[source].from === sources[source].to);
}

function lossOf({ detail }: AuditRow): Loss {
  const { source, partition, from, to }: Record<string, unknown> = JSON.parse(detail);
  const known = SOURCES.find((one) => one === source);
  if (known === undefined) throw new RangeError(`a loss of ${String(source)}`);
  return { source: known, partition: Number(partition), from: BigInt(String(from)), to: BigInt(String(to)) };
}
