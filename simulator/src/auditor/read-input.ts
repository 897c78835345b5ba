import { SOURCES, type Source, type Told } from './contract/event.ts';
import { readWire } from './contract/reading.ts';
import type { AuditRow, Input, InputEntry } from './evidence.ts';

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

  /** @param auditRows where the losses are told */
  constructor(inputs: readonly Input[], auditRows: readonly AuditRow[]) {
    this.#inputs = inputs;
    this.#losses = auditRows.filter(({ action }) => action === 'DATA_LOSS').map(lossOf);
    for (const input of inputs)
      for (const entry of this.kept(input, BigInt(input.entries.length)))
        if (entry.sent?.kind === 'event') this.#add(input, entry.sent.event.record.txn_id, told(entry));
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

  /** All that is kept of a transaction before these positions; each source's in the order of the log. */
  tellings(partition: number, txnId: string, before?: Readonly<Record<Source, bigint>>): Told[] {
    const all = this.#tellings.get(`${partition} ${txnId}`) ?? [];
    return before === undefined ? all : all.filter(({ source, offset }) => offset < before[source]);
  }

  #add({ partition }: Input, txnId: string, one: Told): void {
    const key = `${partition} ${txnId}`;
    const known = this.#tellings.get(key);
    if (known === undefined) this.#tellings.set(key, [one]);
    else known.push(one);
  }
}

function told({ sent, appendTime, offset }: InputEntry): Told {
  if (sent?.kind !== 'event') throw new RangeError('nothing was told');
  return readWire(sent.event, appendTime, offset);
}

function lossOf({ detail }: AuditRow): Loss {
  const { source, partition, from, to }: Record<string, unknown> = JSON.parse(detail);
  const known = SOURCES.find((one) => one === source);
  if (known === undefined) throw new RangeError(`a loss of ${String(source)}`);
  return { source: known, partition: Number(partition), from: BigInt(String(from)), to: BigInt(String(to)) };
}
