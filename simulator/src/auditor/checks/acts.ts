import type { Judgement } from '../contract/judgement.ts';
import { type Case, type Settlement, standingOf } from '../contract/work.ts';
import type { CommandRow } from '../evidence.ts';
import type { ActRow } from '../read-audit.ts';

/** In which respects the row of an action tells it otherwise than it was. */
export function actDifferences(
  act: ActRow,
  judgement: Judgement,
  before: Case,
  after: Case,
  meant: Settlement | null,
): string[] {
  const [was, is] = [standingOf(judgement, before), standingOf(judgement, after)];
  const compared: readonly (readonly [name: string, wanted: string, found: string])[] = [
    ['status', is.status, act.status],
    ['status before', was.status, act.previousStatus],
    ['work state', is.workState, act.workState],
    ['work state before', was.workState, act.previousWorkState],
    ['assignee', String(after.assignee), String(act.assignee)],
    ['assignee before', String(before.assignee), String(act.previousAssignee)],
    ['reasons', judgement.reasons.join('+'), act.reasons.toSorted().join('+')],
    ['at risk', String(judgement.atRisk), String(act.atRisk)],
    ['resolution', settlementText(meant), settlementText(act.resolution)],
  ];
  return compared
    .filter(([, wanted, found]) => wanted !== found)
    .map(([name, wanted, found]) => `its ${name} is ${found} instead of ${wanted}`);
}

/** What the row of an action names: of a resolution taken back or returned what it had been. */
export function settlementMeant({ verb, id }: CommandRow, before: Case, after: Case): Settlement | null {
  switch (verb) {
    case 'resolve':
      return after.proposal?.commandId === id ? after.proposal.made : after.resolution;
    case 'approve':
      return after.resolution;
    case 'return':
      return before.proposal?.made ?? null;
    case 'reopen':
      return before.resolution;
    default:
      return null;
  }
}

function settlementText(settlement: Omit<Settlement, 'seen'> | null): string {
  if (settlement === null) return 'none';
  const { code, by, approvedBy, note, reference } = settlement;
  return [code, by, approvedBy, note, reference].join(' ');
}
