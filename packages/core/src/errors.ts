/** Why a record is refused, in the order in which the checks are made: a record carries the first code that fits. */
export const DEAD_LETTER_CODES = [
  'TOO_LARGE',
  'UNKNOWN_SCHEMA',
  'UNDECODABLE',
  'KEY_MISMATCH',
  'INVALID_FIELD',
  'UNKNOWN_CURRENCY',
  'INVALID_AMOUNT',
  'INVALID_TIME',
  'PAN_LIKE',
  'WRONG_PARTITION',
  'STORE_REFUSED',
] as const;
export type DeadLetterCode = (typeof DEAD_LETTER_CODES)[number];

/** Why a lane does not do what a person asked for. */
export const ACTION_REFUSALS = [
  'UNKNOWN_VERB',
  'INVALID_COMMAND',
  'TXN_NOT_FOUND',
  'VERDICT_CHANGED',
  'NOT_BROKEN',
  'ALREADY_RESOLVED',
  'NOT_RESOLVED',
  'NO_PROPOSAL',
  'PROPOSAL_CHANGED',
  'SAME_PERSON',
  'OVER_LIMIT',
  'STORE_REFUSED',
] as const;
export type ActionRefusal = (typeof ACTION_REFUSALS)[number];

interface ErrorKind {
  /** True where the same call may succeed later without anyone changing anything. */
  readonly retriable: boolean;
}
const GIVE_UP: ErrorKind = { retriable: false };
const TRY_AGAIN: ErrorKind = { retriable: true };

/** Every error code of the house. Loops branch on `retriable`, people search for the code; nobody parses messages. */
export const ERROR_CODES = {
  // A record that breaks a rule of the wire contract.
  TOO_LARGE: GIVE_UP,
  UNKNOWN_SCHEMA: GIVE_UP,
  UNDECODABLE: GIVE_UP,
  KEY_MISMATCH: GIVE_UP,
  INVALID_FIELD: GIVE_UP,
  UNKNOWN_CURRENCY: GIVE_UP,
  INVALID_AMOUNT: GIVE_UP,
  INVALID_TIME: GIVE_UP,
  PAN_LIKE: GIVE_UP,
  WRONG_PARTITION: GIVE_UP,
  STORE_REFUSED: GIVE_UP,
  // How a process was set up.
  INVALID_SETTING: GIVE_UP,
  INVALID_RULE_SET: GIVE_UP,
  NO_RULE_SET: GIVE_UP,
  INVALID_STATE: GIVE_UP,
  // A server that did not answer, or not yet.
  KAFKA_UNAVAILABLE: TRY_AGAIN,
  REGISTRY_UNAVAILABLE: TRY_AGAIN,
  POSTGRES_UNAVAILABLE: TRY_AGAIN,
  REDIS_UNAVAILABLE: TRY_AGAIN,
  KEYCLOAK_UNAVAILABLE: TRY_AGAIN,
  // A lane and its owner.
  LANE_LOST: GIVE_UP,
  LANE_HALTED: GIVE_UP,
  COMMIT_UNKNOWN: TRY_AGAIN,
  // An action of a person that a lane refuses; TXN_NOT_FOUND and STORE_REFUSED too.
  UNKNOWN_VERB: GIVE_UP,
  INVALID_COMMAND: GIVE_UP,
  VERDICT_CHANGED: GIVE_UP,
  NOT_BROKEN: GIVE_UP,
  ALREADY_RESOLVED: GIVE_UP,
  NOT_RESOLVED: GIVE_UP,
  NO_PROPOSAL: GIVE_UP,
  PROPOSAL_CHANGED: GIVE_UP,
  SAME_PERSON: GIVE_UP,
  OVER_LIMIT: GIVE_UP,
  // A request to the API.
  INVALID_REQUEST: GIVE_UP,
  CURSOR_OF_ANOTHER_QUERY: GIVE_UP,
  UNAUTHENTICATED: GIVE_UP,
  FORBIDDEN: GIVE_UP,
  METHOD_NOT_ALLOWED: GIVE_UP,
  NOT_FOUND: GIVE_UP,
  TXN_NOT_FOUND: GIVE_UP,
  ALREADY_REDRIVEN: GIVE_UP,
  UNAVAILABLE: TRY_AGAIN,
  INTERNAL: GIVE_UP,
} as const satisfies Record<string, ErrorKind>;
export type ErrorCode = keyof typeof ERROR_CODES;

/** The one error base: a stable code, whether trying again can help, and what caused it. */
export class TieoutError extends Error {
  readonly code: ErrorCode;
  readonly retriable: boolean;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
    this.retriable = ERROR_CODES[code].retriable;
  }
}

/** A field that breaks a rule of the wire contract; becomes a dead letter with this code. */
export class RefusedField extends TieoutError {
  readonly field: string;
  declare readonly code: DeadLetterCode;

  constructor(field: string, problem: string, code: DeadLetterCode = 'INVALID_FIELD') {
    super(code, `${field}: ${problem}`);
    this.field = field;
  }
}
