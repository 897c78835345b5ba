import type { Statement } from '@tieout/store/reading';
import type { Pool } from 'pg';
import { z } from 'zod';

/** What the planner chose, over all statements of one reading. */
export interface Plan {
  /** Indexes that were read, in the order met; without the table's name in front. */
  readonly indexes: readonly string[];
  /** Big tables that were read from end to end. */
  readonly scanned: readonly string[];
}

interface Node {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string | undefined;
  readonly 'Index Name'?: string | undefined;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number | undefined;
  readonly Plans?: readonly Node[] | undefined;
}
const node: z.ZodType<Node> = z.lazy(() =>
  z.object({
    'Node Type': z.string(),
    'Relation Name': z.string().optional(),
    'Index Name': z.string().optional(),
    'Actual Rows': z.number(),
    'Actual Loops': z.number(),
    'Rows Removed by Filter': z.number().optional(),
    Plans: z.array(node).optional(),
  }),
);
const explained = z.tuple([z.object({ 'QUERY PLAN': z.tuple([z.object({ Plan: node })]) })]);

/** Of these a look from end to end costs more with every transaction. */
const GROWING = /^(reconciliation_results|raw_events|audit_logs|dead_letters)/;

/** Not what begins and ends a transaction. */
const READS = /^\s*(select|with)\b/i;

/** A table with no more rows than this is read quickest from end to end: a day made ahead, which is empty. */
const FEW = 100;

/** Runs each statement once more, and looks at how. */
export async function planOf(pool: Pool, statements: readonly Statement[]): Promise<Plan> {
  const indexes = new Set<string>();
  const scanned = new Set<string>();
  for (const { sql, parameters } of statements.filter((statement) => READS.test(statement.sql))) {
    const { rows } = await pool.query(`EXPLAIN (ANALYZE, FORMAT JSON) ${sql}`, [...parameters]);
    const [{ 'QUERY PLAN': plan }] = explained.parse(rows);
    for (const one of nodesOf(plan[0].Plan)) {
      const relation = one['Relation Name'] ?? '';
      const index = one['Index Name'];
      if (index !== undefined && GROWING.test(index))
        indexes.add(index.replace('reconciliation_results_', ''));
      if (one['Node Type'] === 'Seq Scan' && GROWING.test(relation) && readBy(one) > FEW)
        scanned.add(relation);
    }
  }
  return { indexes: [...indexes], scanned: [...scanned] };
}

function nodesOf(top: Node): Node[] {
  return [top, ...(top.Plans ?? []).flatMap(nodesOf)];
}

function readBy(one: Node): number {
  return one['Actual Loops'] * (one['Actual Rows'] + (one['Rows Removed by Filter'] ?? 0));
}
