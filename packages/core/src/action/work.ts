import type { Resolution } from '../verdict/resolution.ts';

/** What people have done about a transaction besides resolving it. */
export interface Work {
  /** Who looks after it: a user name. */
  readonly assignee: string | null;
  readonly proposal: Proposal | null;
  /** A person took a resolution back: auto-resolve policies leave the transaction alone from then on. */
  readonly reopened: boolean;
}

/** A resolution that takes two people and has one. It waits for as long as the break is no more than its maker saw. */
export interface Proposal {
  /** Of the command that made it: what the second person names, so that nobody approves what they did not read. */
  readonly commandId: string;
  /** The maker, as tokens name people: who may not be the second person. */
  readonly subject: string;
  /** As it will stand, but for the second person. */
  readonly resolution: Resolution;
}

export const NO_WORK: Work = { assignee: null, proposal: null, reopened: false };
