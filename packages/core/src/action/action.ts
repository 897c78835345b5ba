import type { ResolutionCode } from '../vocabulary.ts';

/** Who asks, as the API found them when they asked. */
export interface Person {
  /** As audit rows name actors: `user:anna`. */
  readonly actor: string;
  /** The token's subject: the same person under whatever name. */
  readonly subject: string;
  readonly roles: readonly string[];
}

/** What a person wants of one transaction, and why. */
export type Action =
  | {
      readonly verb: 'resolve';
      /** Never AUTO_POLICY. */
      readonly code: ResolutionCode;
      readonly note: string;
      readonly reference: string | null;
      /** Of the transaction as the person saw it. */
      readonly revision: number;
    }
  | { readonly verb: 'approve'; readonly proposal: string; readonly note: string | null }
  | { readonly verb: 'return'; readonly proposal: string; readonly note: string }
  | { readonly verb: 'reopen'; readonly note: string }
  | { readonly verb: 'assign'; readonly assignee: string | null }
  | { readonly verb: 'comment'; readonly note: string };

export interface ActionRequest {
  /** The command's id. */
  readonly id: string;
  readonly by: Person;
  readonly action: Action;
}
