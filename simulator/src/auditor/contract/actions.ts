import type { CommandRow, RuleSetRow } from '../evidence.ts';
import type { Judgement } from './judgement.ts';
import { covers, seenIn } from './resolution.ts';
import { inMinor } from './rules.ts';
import { type Case, type Settlement, standingOf } from './work.ts';

/** A transaction as a command finds it. */
export interface Found {
  readonly judgement: Judgement;
  readonly known: Case;
  /** People have been shown another verdict since they looked, or are about to be. */
  readonly changed: boolean;
  /** The rules in force now. */
  readonly limits: RuleSetRow;
}

/** What must come of a command: the case as it leaves it, or the codes of which one must be told. Sections 3 and 4. */
export function outcomeOf(
  command: CommandRow,
  found: Found,
): { readonly after: Case } | { readonly codes: string[] } {
  const { fields } = command;
  const { known } = found;
  switch (command.verb) {
    case 'resolve':
      return resolve(command, found);
    case 'approve':
      return approve(command, found);
    case 'return':
      return outcome(otherProposal(command, known), { ...known, proposal: null });
    case 'reopen':
      return outcome(standingOf(found.judgement, known).status === 'RESOLVED' ? [] : ['NOT_RESOLVED'], {
        ...known,
        resolution: null,
        reopened: true,
      });
    case 'assign':
      return outcome([], { ...known, assignee: textOf(fields['assignee']) });
    case 'comment':
      return outcome([], known);
    default:
      throw new RangeError(`the auditor knows of no ${command.verb}`);
  }
}

function outcome(codes: string[], after: Case): { readonly after: Case } | { readonly codes: string[] } {
  return codes.length > 0 ? { codes } : { after };
}

function resolve(command: CommandRow, found: Found): { readonly after: Case } | { readonly codes: string[] } {
  const { judgement, known, changed, limits } = found;
  const { fields, actor, subject, id } = command;
  const codes = notOpen(found);
  if (changed) codes.push('VERDICT_CHANGED');
  const made: Settlement = {
    code: String(fields['code']),
    by: actor,
    approvedBy: null,
    note: String(fields['note']),
    reference: textOf(fields['reference']),
    seen: seenIn(judgement),
  };
  const takesTwo =
    made.code === 'WRITTEN_OFF' || judgement.atRisk > inMinor(limits.secondPersonAbove, judgement.currency);
  return outcome(
    codes,
    takesTwo
      ? { ...known, proposal: { commandId: id, subject, made } }
      : { ...known, resolution: made, proposal: null },
  );
}

function approve(command: CommandRow, found: Found): { readonly after: Case } | { readonly codes: string[] } {
  const { judgement, known } = found;
  const codes = [...otherProposal(command, known), ...notOpen(found)];
  const { proposal } = known;
  if (proposal === null) return { codes };
  if (!covers(proposal.made.seen, judgement)) codes.push('VERDICT_CHANGED');
  if (command.subject === proposal.subject) codes.push('SAME_PERSON');
  if (!mayClose(command, found)) codes.push('OVER_LIMIT');
  const resolution = { ...proposal.made, approvedBy: command.actor, seen: seenIn(judgement) };
  return outcome(codes, { ...known, resolution, proposal: null });
}

/** Of several roles the admin's limit counts. */
function mayClose({ roles }: CommandRow, { judgement, limits }: Found): boolean {
  const limit = roles.includes('admin')
    ? limits.adminLimit
    : roles.includes('operator')
      ? limits.operatorLimit
      : undefined;
  if (limit === undefined) return false;
  return limit === null || judgement.atRisk <= inMinor(limit, judgement.currency);
}

function notOpen({ judgement, known }: Found): string[] {
  const { status } = standingOf(judgement, known);
  if (status === 'MISMATCHED') return [];
  return [status === 'RESOLVED' ? 'ALREADY_RESOLVED' : 'NOT_BROKEN'];
}

function otherProposal({ fields }: CommandRow, { proposal }: Case): string[] {
  if (proposal === null) return ['NO_PROPOSAL'];
  return proposal.commandId === fields['proposal'] ? [] : ['PROPOSAL_CHANGED'];
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);
