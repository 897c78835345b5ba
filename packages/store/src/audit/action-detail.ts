import type { ActionRefusal, ActionRequest, Resolution, TxnState, Verdict, WorkState } from '@tieout/core';
import type { Command } from '../lane-ports.ts';
import { isoTime } from './iso-time.ts';

// Facts of audit rows about what people and policies did. Keys in ascending order: details are canonical JSON.

type Facts = Readonly<Record<string, unknown>>;

/** How a transaction stands. */
export interface Standing {
  readonly state: TxnState;
  readonly verdict: Verdict;
  readonly workState: WorkState;
}

/** Something done to a transaction. */
export interface Deed {
  readonly partition: number;
  readonly before: Standing;
  readonly after: Standing;
  /** Of the results row as this flush leaves it. */
  readonly revision: number;
}

/** What a person asked for and got; of a resolution taken back or returned, what it had been. */
export function actionFacts(deed: Deed, request: ActionRequest, requestedAt: number): Facts {
  const { by, action } = request;
  const asked = {
    note: 'note' in action ? action.note : null,
    proposal: 'proposal' in action ? action.proposal : null,
    requestedAt: isoTime(requestedAt),
    roles: by.roles,
    subject: by.subject,
  };
  return facts(deed, resolutionMeant(deed, request), asked);
}

/** What a policy of the rule set that judges the transaction did. */
export function policyFacts(deed: Deed): Facts {
  const nobody = { note: null, proposal: null, requestedAt: null, roles: null, subject: null };
  return facts(deed, deed.after.state.resolution, nobody);
}

interface Asked {
  readonly note: string | null;
  readonly proposal: string | null;
  readonly requestedAt: string | null;
  readonly roles: readonly string[] | null;
  readonly subject: string | null;
}

function facts(
  { before, after, partition, revision }: Deed,
  resolution: Resolution | null,
  asked: Asked,
): Facts {
  const { verdict, state } = after;
  return {
    assignee: state.work.assignee,
    at_risk_minor: verdict.atRiskMinor.toString(),
    currency: verdict.currency,
    discrepancy_minor: verdict.discrepancyMinor?.toString() ?? null,
    note: asked.note,
    partition,
    previous_assignee: before.state.work.assignee,
    previous_status: before.verdict.status,
    previous_work_state: before.workState,
    proposal: asked.proposal,
    reasons: verdict.reasons,
    requested_at: asked.requestedAt,
    resolution: resolution && resolutionFacts(resolution),
    revision,
    roles: asked.roles,
    rule_version: verdict.ruleVersion,
    status: verdict.status,
    subject: asked.subject,
    work_state: after.workState,
  };
}

function resolutionFacts({ approvedBy, by, code, note, reference }: Resolution): Facts {
  return { approved_by: approvedBy, by, code, note, reference };
}

function resolutionMeant({ before, after }: Deed, { id, action }: ActionRequest): Resolution | null {
  const { proposal } = after.state.work;
  switch (action.verb) {
    case 'resolve':
      return proposal?.commandId === id ? proposal.resolution : after.state.resolution;
    case 'approve':
      return after.state.resolution;
    case 'return':
      return before.state.work.proposal?.resolution ?? null;
    case 'reopen':
      return before.state.resolution;
    case 'assign':
    case 'comment':
      return null;
  }
}

/** What somebody asked for in vain. A body that could not be read is not repeated: only `error` says what was wrong with it. */
export function refusalFacts(
  partition: number,
  { verb, requestedAt }: Pick<Command, 'verb' | 'requestedAt'>,
  { code, error }: { readonly code: ActionRefusal; readonly error: string },
  request: ActionRequest | null,
): Facts {
  return {
    code,
    error,
    partition,
    requested_at: isoTime(requestedAt),
    roles: request?.by.roles ?? null,
    subject: request?.by.subject ?? null,
    verb,
  };
}
