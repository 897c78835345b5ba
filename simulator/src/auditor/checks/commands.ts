import type { Tables, Violation } from '../evidence.ts';
import { detailOf } from '../read-audit.ts';

/** I8: each command is answered once, by one audit row, and whoever asked is told the same. */
export function checkCommands({ commands, auditRows }: Tables): Violation[] {
  const rows = Map.groupBy(
    auditRows.filter(({ commandId }) => commandId !== null),
    ({ commandId }) => commandId,
  );
  return commands.flatMap(({ id, verb, txnId, partition, outcome }) => {
    const told = rows.get(id) ?? [];
    const where = `${txnId ?? 'nothing'} in lane ${partition}, ${verb} (${id})`;
    const tell = (what: string): Violation[] => [{ invariant: 'I8', where, what }];
    const wanted = outcome === null ? 0 : 1;
    if (told.length !== wanted) return tell(`is told of by ${told.length} audit rows instead of ${wanted}`);
    const [row] = told;
    if (row === undefined || outcome === null) return [];
    if (row.chain !== `lane-${partition}`) return tell(`was answered by ${row.chain}`);
    const detail = detailOf(row);
    const names = outcome['result'] === 'applied' ? ['status', 'work_state', 'revision'] : ['code', 'error'];
    const isDone = outcome['result'] === 'applied';
    if (row.action !== 'REDRIVE' && isDone === (row.action === 'REFUSED'))
      return tell(`was answered with ${String(outcome['result'])}, the row says ${row.action}`);
    const compared = row.action === 'REDRIVE' ? ['result'] : names;
    return compared
      .filter((name) => String(outcome[name]) !== String(detail[name]))
      .flatMap((name) =>
        tell(`was answered with ${name} ${String(outcome[name])}, the row says ${String(detail[name])}`),
      );
  });
}

/** In the end nothing waits. */
export function checkAnswered({ commands }: Tables): Violation[] {
  return commands
    .filter(({ outcome }) => outcome === null)
    .map(({ id, verb, txnId, partition }) => ({
      invariant: 'I8',
      where: `${txnId ?? 'nothing'} in lane ${partition}, ${verb} (${id})`,
      what: 'was never answered',
    }));
}
