// Generated from services/api/openapi.json by infra/openapi-client. Do not edit.

export interface paths {
  readonly '/api/v1/audit/access': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Who saw what, newest first
     * @description Needs role auditor.
     */
    readonly get: {
      readonly parameters: {
        readonly query?: {
          /** @description next_cursor of the page before. */
          readonly cursor?: string;
          /** @description Rows a page, at most 500. */
          readonly limit?: number;
        };
        readonly header?: never;
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description OK */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['AccessPage'];
          };
        };
        /** @description A parameter is unknown or bad; `errors` names it. */
        readonly 400: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description No token, or not a good one. */
        readonly 401: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The token lacks the role. */
        readonly 403: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Too many failed sign-ins from this address. */
        readonly 429: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Something this needs is away; try again. */
        readonly 503: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/me': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * The caller and its roles
     * @description Needs role viewer.
     */
    readonly get: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description OK */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Me'];
          };
        };
        /** @description A parameter is unknown or bad; `errors` names it. */
        readonly 400: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description No token, or not a good one. */
        readonly 401: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The token lacks the role. */
        readonly 403: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Too many failed sign-ins from this address. */
        readonly 429: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Something this needs is away; try again. */
        readonly 503: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/summary': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Counters, open breaks, lanes and the last hour
     * @description Needs role viewer.
     */
    readonly get: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description OK */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['Summary'];
          };
        };
        /** @description A parameter is unknown or bad; `errors` names it. */
        readonly 400: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description No token, or not a good one. */
        readonly 401: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The token lacks the role. */
        readonly 403: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Too many failed sign-ins from this address. */
        readonly 429: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Something this needs is away; try again. */
        readonly 503: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/transactions': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * Transactions, newest first
     * @description Needs role viewer.
     */
    readonly get: {
      readonly parameters: {
        readonly query?: {
          /** @description Any of these; repeat the parameter or separate by commas. */
          readonly at_fault?: readonly components['schemas']['Source'][];
          /** @description Any of these; repeat the parameter or separate by commas. */
          readonly channel?: readonly components['schemas']['Channel'][];
          /** @description Any of these; repeat the parameter or separate by commas. */
          readonly currency?: readonly string[];
          /** @description next_cursor of the page before. */
          readonly cursor?: string;
          /** @description First seen at or after. */
          readonly from?: components['schemas']['Instant'];
          /** @description Rows a page, at most 500. */
          readonly limit?: number;
          /** @description Any of these; repeat the parameter or separate by commas. */
          readonly missing?: readonly components['schemas']['Source'][];
          /** @description A transaction id or the beginning of one. */
          readonly q?: string;
          /** @description Any of these; repeat the parameter or separate by commas. */
          readonly reason?: readonly components['schemas']['Reason'][];
          /** @description Any of these; repeat the parameter or separate by commas. */
          readonly severity?: readonly components['schemas']['Severity'][];
          /** @description Any of these; repeat the parameter or separate by commas. */
          readonly status?: readonly components['schemas']['VerdictStatus'][];
          /** @description First seen before. */
          readonly to?: components['schemas']['Instant'];
        };
        readonly header?: never;
        readonly path?: never;
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description OK */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['TxnPage'];
          };
        };
        /** @description A parameter is unknown or bad; `errors` names it. */
        readonly 400: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description No token, or not a good one. */
        readonly 401: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The token lacks the role. */
        readonly 403: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Too many failed sign-ins from this address. */
        readonly 429: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Something this needs is away; try again. */
        readonly 503: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/api/v1/transactions/{txn_id}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * One transaction with its legs, its events, its history and why it was judged so
     * @description Needs role viewer.
     */
    readonly get: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path: {
          /** @description Transaction id. */
          readonly txn_id: string;
        };
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description OK */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['TxnDetail'];
          };
        };
        /** @description A parameter is unknown or bad; `errors` names it. */
        readonly 400: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description No token, or not a good one. */
        readonly 401: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The token lacks the role. */
        readonly 403: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description There is no such thing. */
        readonly 404: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Too many failed sign-ins from this address. */
        readonly 429: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Something this needs is away; try again. */
        readonly 503: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/txns/{txn_id}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /**
     * The state of one transaction
     * @description Needs role viewer.
     */
    readonly get: {
      readonly parameters: {
        readonly query?: never;
        readonly header?: never;
        readonly path: {
          /** @description Transaction id. */
          readonly txn_id: string;
        };
        readonly cookie?: never;
      };
      readonly requestBody?: never;
      readonly responses: {
        /** @description OK */
        readonly 200: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/json': components['schemas']['TxnState'];
          };
        };
        /** @description A parameter is unknown or bad; `errors` names it. */
        readonly 400: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description No token, or not a good one. */
        readonly 401: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The token lacks the role. */
        readonly 403: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description There is no such thing. */
        readonly 404: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Too many failed sign-ins from this address. */
        readonly 429: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Something this needs is away; try again. */
        readonly 503: {
          headers: {
            readonly [name: string]: unknown;
          };
          content: {
            readonly 'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    readonly AccessPage: {
      readonly items: readonly components['schemas']['AccessRow'][];
      readonly next_cursor: string | null;
    };
    /** @description Who saw what, when, from where. */
    readonly AccessRow: {
      readonly address: string;
      readonly at: components['schemas']['Instant'];
      readonly chain: string;
      readonly filter_or_id: string;
      readonly request_id: string;
      /** @description Roles held at that time. */
      readonly roles: readonly components['schemas']['Role'][];
      /** @description Rows returned; null where access was refused. */
      readonly rows: number | null;
      readonly seq: number;
      readonly what: string;
      readonly who: string;
    };
    /** @enum {string} */
    readonly Channel: 'MOBILE' | 'WEB' | 'POS' | 'ATM' | 'BRANCH';
    /** @description One check of the rule set that judged the transaction. */
    readonly Check: {
      readonly actual: components['schemas']['CheckValue'] | null;
      /** @description The reason the check guards against. */
      readonly check: components['schemas']['Reason'];
      readonly difference: components['schemas']['CheckValue'] | null;
      readonly expected: components['schemas']['CheckValue'] | null;
      readonly limit: components['schemas']['CheckValue'] | null;
      readonly passed: boolean;
      /** @description The same where the check failed. */
      readonly reason: components['schemas']['Reason'] | null;
      /** @description What ought to hold, in words. */
      readonly rule: string;
    };
    readonly CheckValue:
      | {
          readonly currency: components['schemas']['Currency'];
          /** @constant */
          readonly kind: 'money';
          readonly major: string;
          readonly minor: components['schemas']['Minor'];
          /** @description Who gave the figure; null for limits and differences. */
          readonly source: components['schemas']['Source'] | null;
        }
      | {
          /** @constant */
          readonly kind: 'duration';
          readonly ms: number;
          /** @description Who gave the figure; null for limits and differences. */
          readonly source: components['schemas']['Source'] | null;
        }
      | {
          readonly at: components['schemas']['Instant'];
          /** @constant */
          readonly kind: 'time';
          /** @description Who gave the figure; null for limits and differences. */
          readonly source: components['schemas']['Source'] | null;
        }
      | {
          readonly count: number;
          /** @constant */
          readonly kind: 'count';
          /** @description Who gave the figure; null for limits and differences. */
          readonly source: components['schemas']['Source'] | null;
        }
      | {
          /** @constant */
          readonly kind: 'text';
          /** @description Who gave the figure; null for limits and differences. */
          readonly source: components['schemas']['Source'] | null;
          readonly text: string;
        };
    /**
     * @description ISO 4217 code.
     * @example INR
     */
    readonly Currency: string;
    /** @enum {string} */
    readonly Direction: 'DEBIT' | 'CREDIT';
    /** @enum {string} */
    readonly EventStatus: 'SUCCESS' | 'FAILED' | 'PENDING' | 'REVERSED';
    /** @enum {string} */
    readonly EventType:
      | 'LEDGER_POSTED'
      | 'LEDGER_REVERSED'
      | 'LEDGER_REJECTED'
      | 'PAYMENT_AUTHORIZED'
      | 'PAYMENT_CAPTURED'
      | 'PAYMENT_FAILED'
      | 'PAYMENT_REFUNDED'
      | 'PAYMENT_INITIATED'
      | 'PAYMENT_CONFIRMED';
    /** @enum {string} */
    readonly Hint: 'FEE_SIZED' | 'MINOR_UNIT_SLIP' | 'TIMEZONE_SIZED' | 'IDENTICAL_COPY';
    /**
     * Format: date-time
     * @description ISO 8601 in UTC, to the millisecond.
     * @example 2026-03-01T09:30:00.000Z
     */
    readonly Instant: string;
    readonly Lane: {
      /** @description Why the lane stands still. */
      readonly halted: string | null;
      /** @description Now − lane time. */
      readonly lag_ms: number;
      readonly lane: string;
      /** @description How far the input is known to have been read. */
      readonly lane_time: components['schemas']['Instant'];
    };
    /** @description The event that speaks for one source. */
    readonly Leg: {
      readonly amount_minor: components['schemas']['Minor'];
      /** @description When it arrived, by the broker's clock. */
      readonly append_time: components['schemas']['Instant'];
      readonly channel: components['schemas']['Channel'] | null;
      /** @description The customer's clock as the app gave it; shown, never judged. */
      readonly client_time: string | null;
      readonly currency: components['schemas']['Currency'];
      readonly direction: components['schemas']['Direction'] | null;
      readonly event_id: string;
      readonly event_time: components['schemas']['Instant'];
      /** @description Carried, not compared. */
      readonly fee_minor: components['schemas']['Minor'] | null;
      /** @description It arrived past the arrival deadline. */
      readonly late: boolean;
      readonly outcome: components['schemas']['Outcome'];
      readonly position: components['schemas']['Position'];
      readonly rail: components['schemas']['Rail'] | null;
      readonly reference: string | null;
      readonly type: components['schemas']['EventType'];
    };
    /**
     * @description The label shown to people.
     * @enum {string}
     */
    readonly LifeCycle:
      | 'INIT'
      | 'CORE_RECEIVED'
      | 'GATEWAY_RECEIVED'
      | 'MOBILE_RECEIVED'
      | 'PARTIAL'
      | 'MATCHED'
      | 'MISMATCHED'
      | 'RESOLVED'
      | 'CLOSED';
    /** @description Event `changes`, to be acknowledged; the next comes after that. */
    readonly LiveChanges: {
      readonly from: components['schemas']['LiveCursor'];
      readonly items: readonly components['schemas']['LiveTxn'][];
      /** @description Changes still waiting for this client after these. */
      readonly left: number;
      /** @description What the client has seen once it has taken these items. */
      readonly to: components['schemas']['LiveCursor'];
    };
    /**
     * @description The last sequence number seen of each lane; what a snapshot is true for.
     * @example {
     *       "lane-0": 123,
     *       "lane-1": 98
     *     }
     */
    readonly LiveCursor: {
      readonly [key: string]: number;
    };
    /** @description Event `status`: whether the feed itself can be trusted to be up to date. */
    readonly LiveStatus: {
      readonly at: components['schemas']['Instant'];
      readonly detail: string | null;
      /** @enum {string} */
      readonly state: 'live' | 'degraded';
    };
    readonly LiveTxn: {
      readonly amount_minor: components['schemas']['Minor'];
      readonly at_fault: components['schemas']['Source'] | null;
      readonly at_risk_minor: components['schemas']['Minor'];
      /** @description When the present run of having a reason began. */
      readonly broken_at: components['schemas']['Instant'] | null;
      readonly channel: components['schemas']['Channel'];
      readonly currency: components['schemas']['Currency'];
      /** @description Arrival deadline. */
      readonly deadline_at: components['schemas']['Instant'];
      /** @description Largest − smallest compared amount; null where none were compared. */
      readonly discrepancy_minor: components['schemas']['Minor'] | null;
      readonly first_seen_at: components['schemas']['Instant'];
      readonly hints: readonly components['schemas']['Hint'][];
      readonly legs: {
        readonly core: components['schemas']['Leg'] | null;
        readonly gateway: components['schemas']['Leg'] | null;
        readonly mobile: components['schemas']['Leg'] | null;
      };
      readonly life_cycle: components['schemas']['LifeCycle'];
      /** @description Sources expected and not heard of. */
      readonly missing: readonly components['schemas']['Source'][];
      readonly previous_status: components['schemas']['VerdictStatus'] | null;
      readonly reasons: readonly components['schemas']['Reason'][];
      readonly revision: number;
      readonly rule_version: number;
      readonly severity: components['schemas']['Severity'] | null;
      /** @description Sources that have spoken. */
      readonly sources: readonly components['schemas']['Source'][];
      readonly status: components['schemas']['VerdictStatus'];
      readonly txn_id: string;
      readonly updated_at: components['schemas']['Instant'];
    };
    /** @description The caller, with every role it has, inherited ones included. */
    readonly Me: {
      readonly name: string;
      readonly roles: readonly components['schemas']['Role'][];
      readonly username: string;
    };
    /**
     * @description Money in minor units of its currency, as digits: it may exceed what a JavaScript number holds.
     * @example 500000
     */
    readonly Minor: string;
    /**
     * @description What the event says became of the money.
     * @enum {string}
     */
    readonly Outcome: 'IGNORED' | 'PENDING' | 'FAILED' | 'REVERSED' | 'SUCCESS';
    /** @description Where the record lies in Kafka. */
    readonly Position: {
      readonly offset: string;
      readonly partition: number;
      readonly topic: string;
    };
    /** @description RFC 9457. */
    readonly Problem: {
      /** @enum {string} */
      readonly code:
        | 'UNAUTHENTICATED'
        | 'FORBIDDEN'
        | 'INVALID_REQUEST'
        | 'TXN_NOT_FOUND'
        | 'NOT_FOUND'
        | 'METHOD_NOT_ALLOWED'
        | 'TOO_MANY_REQUESTS'
        | 'INTERNAL'
        | 'UNAVAILABLE';
      readonly detail: string;
      readonly errors?: readonly {
        readonly field: string;
        readonly problem: string;
      }[];
      readonly instance: string;
      readonly request_id: string;
      readonly status: number;
      readonly title: string;
      readonly type: string;
    };
    /** @enum {string} */
    readonly Rail: 'CARD' | 'UPI' | 'WALLET' | 'NETBANKING';
    /** @enum {string} */
    readonly Reason:
      | 'STATUS_MISMATCH'
      | 'CURRENCY_MISMATCH'
      | 'AMOUNT_MISMATCH'
      | 'FX_ADJUSTMENT'
      | 'TIMESTAMP_MISMATCH'
      | 'MISSING_CORE'
      | 'MISSING_GATEWAY'
      | 'MISSING_MOBILE'
      | 'STUCK_PENDING'
      | 'DUPLICATE_EVENT'
      | 'CONFLICTING_EVENT'
      | 'TOO_MANY_EVENTS';
    /** @enum {string} */
    readonly Role: 'viewer' | 'operator' | 'auditor' | 'admin';
    /** @enum {string} */
    readonly Severity: 'low' | 'medium' | 'high' | 'critical';
    /**
     * @description The system that reported.
     * @enum {string}
     */
    readonly Source: 'core' | 'gateway' | 'mobile';
    readonly SourceEvent: {
      readonly amount_minor: components['schemas']['Minor'];
      readonly append_time: components['schemas']['Instant'];
      readonly channel: components['schemas']['Channel'] | null;
      /** @description The customer's clock as the app gave it; shown, never judged. */
      readonly client_time: string | null;
      readonly currency: components['schemas']['Currency'];
      readonly direction: components['schemas']['Direction'] | null;
      readonly event_id: string;
      readonly event_time: components['schemas']['Instant'];
      readonly fee_minor: components['schemas']['Minor'] | null;
      readonly outcome: components['schemas']['Outcome'];
      readonly position: components['schemas']['Position'];
      readonly rail: components['schemas']['Rail'] | null;
      readonly reference: string | null;
      readonly source: components['schemas']['Source'];
      readonly status: components['schemas']['EventStatus'];
      readonly type: components['schemas']['EventType'];
    };
    readonly Summary: {
      /** @description Records read since the first start, whatever became of them. */
      readonly arrived: {
        readonly core: number;
        readonly gateway: number;
        readonly mobile: number;
      };
      readonly as_of: components['schemas']['LiveCursor'];
      readonly at: components['schemas']['Instant'];
      /** @description Over open breaks, a line per currency. */
      readonly at_risk: readonly {
        readonly at_risk_minor: components['schemas']['Minor'];
        readonly breaks: number;
        readonly currency: components['schemas']['Currency'];
      }[];
      /** @description When reasons and at_risk were counted: they are refreshed less often than the totals. */
      readonly breaks_at: components['schemas']['Instant'];
      readonly lanes: readonly components['schemas']['Lane'][];
      /** @description MATCHED / (MATCHED + MISMATCHED + RESOLVED); null before anything was decided. */
      readonly match_rate: number | null;
      /** @description The last 60 minutes, oldest first, the current one last. */
      readonly per_minute: readonly {
        readonly minute: components['schemas']['Instant'];
        /** @description Transactions that entered each status within this minute. */
        readonly verdicts: components['schemas']['Totals'];
      }[];
      /** @description Over open breaks; a break with two reasons counts in both. Only reasons that occur. */
      readonly reasons: readonly {
        readonly count: number;
        readonly reason: components['schemas']['Reason'];
      }[];
      readonly totals: components['schemas']['Totals'];
    };
    readonly TimelineAction: {
      readonly action: string;
      readonly actor: string;
      readonly at: components['schemas']['Instant'];
      readonly chain: string;
      /** @constant */
      readonly kind: 'action';
      readonly seq: number;
    };
    readonly TimelineEntry:
      | components['schemas']['TimelineEvent']
      | components['schemas']['TimelineVerdict']
      | components['schemas']['TimelineAction'];
    /** @description A record that was read, redelivered and ignored ones included. */
    readonly TimelineEvent: {
      readonly amount_minor: components['schemas']['Minor'];
      readonly at: components['schemas']['Instant'];
      readonly currency: components['schemas']['Currency'];
      readonly event_id: string;
      readonly event_time: components['schemas']['Instant'];
      /** @constant */
      readonly kind: 'event';
      readonly outcome: components['schemas']['Outcome'];
      readonly position: components['schemas']['Position'];
      readonly source: components['schemas']['Source'];
      readonly status: components['schemas']['EventStatus'];
      readonly type: components['schemas']['EventType'];
    };
    readonly TimelineVerdict: {
      readonly added: readonly components['schemas']['Reason'][];
      readonly at: components['schemas']['Instant'];
      readonly chain: string;
      /** @constant */
      readonly kind: 'verdict';
      /** @description Sources whose late event this verdict answers. */
      readonly late_arrival: readonly components['schemas']['Source'][];
      readonly previous_status: components['schemas']['VerdictStatus'] | null;
      readonly reasons: readonly components['schemas']['Reason'][];
      readonly removed: readonly components['schemas']['Reason'][];
      readonly rule_version: number;
      readonly seq: number;
      readonly status: components['schemas']['VerdictStatus'];
    };
    /** @description Transactions now in each status. */
    readonly Totals: {
      readonly CLOSED: number;
      readonly MATCHED: number;
      readonly MISMATCHED: number;
      readonly PARTIAL: number;
      readonly PENDING: number;
      readonly RESOLVED: number;
    };
    /** @description One transaction and its verdict: a row of the list, and of the live feed. */
    readonly Txn: {
      readonly amount_minor: components['schemas']['Minor'];
      readonly at_fault: components['schemas']['Source'] | null;
      readonly at_risk_minor: components['schemas']['Minor'];
      /** @description When the present run of having a reason began. */
      readonly broken_at: components['schemas']['Instant'] | null;
      readonly channel: components['schemas']['Channel'];
      readonly currency: components['schemas']['Currency'];
      /** @description Arrival deadline. */
      readonly deadline_at: components['schemas']['Instant'];
      /** @description Largest − smallest compared amount; null where none were compared. */
      readonly discrepancy_minor: components['schemas']['Minor'] | null;
      readonly first_seen_at: components['schemas']['Instant'];
      readonly hints: readonly components['schemas']['Hint'][];
      readonly legs: {
        readonly core: components['schemas']['Leg'] | null;
        readonly gateway: components['schemas']['Leg'] | null;
        readonly mobile: components['schemas']['Leg'] | null;
      };
      readonly life_cycle: components['schemas']['LifeCycle'];
      /** @description Sources expected and not heard of. */
      readonly missing: readonly components['schemas']['Source'][];
      readonly reasons: readonly components['schemas']['Reason'][];
      readonly revision: number;
      readonly rule_version: number;
      readonly severity: components['schemas']['Severity'] | null;
      /** @description Sources that have spoken. */
      readonly sources: readonly components['schemas']['Source'][];
      readonly status: components['schemas']['VerdictStatus'];
      readonly txn_id: string;
      readonly updated_at: components['schemas']['Instant'];
    };
    readonly TxnDetail: {
      readonly amount_minor: components['schemas']['Minor'];
      readonly as_of: components['schemas']['LiveCursor'];
      readonly at_fault: components['schemas']['Source'] | null;
      readonly at_risk_minor: components['schemas']['Minor'];
      /** @description When the present run of having a reason began. */
      readonly broken_at: components['schemas']['Instant'] | null;
      readonly channel: components['schemas']['Channel'];
      readonly currency: components['schemas']['Currency'];
      /** @description Arrival deadline. */
      readonly deadline_at: components['schemas']['Instant'];
      /** @description Largest − smallest compared amount; null where none were compared. */
      readonly discrepancy_minor: components['schemas']['Minor'] | null;
      /** @description Every event the verdict rests on. */
      readonly events: readonly components['schemas']['SourceEvent'][];
      readonly explanation: readonly components['schemas']['Check'][];
      readonly first_seen_at: components['schemas']['Instant'];
      readonly hints: readonly components['schemas']['Hint'][];
      readonly legs: {
        readonly core: components['schemas']['Leg'] | null;
        readonly gateway: components['schemas']['Leg'] | null;
        readonly mobile: components['schemas']['Leg'] | null;
      };
      readonly life_cycle: components['schemas']['LifeCycle'];
      /** @description Sources expected and not heard of. */
      readonly missing: readonly components['schemas']['Source'][];
      readonly next_action: readonly {
        readonly reason: components['schemas']['Reason'];
        readonly text: string;
      }[];
      readonly reasons: readonly components['schemas']['Reason'][];
      readonly revision: number;
      readonly rule_version: number;
      readonly severity: components['schemas']['Severity'] | null;
      /** @description Sources that have spoken. */
      readonly sources: readonly components['schemas']['Source'][];
      readonly status: components['schemas']['VerdictStatus'];
      /** @description Oldest first. */
      readonly timeline: readonly components['schemas']['TimelineEntry'][];
      /** @description Only the newest entries are given. */
      readonly timeline_truncated: boolean;
      readonly txn_id: string;
      readonly updated_at: components['schemas']['Instant'];
    };
    readonly TxnPage: {
      readonly as_of: components['schemas']['LiveCursor'];
      readonly items: readonly components['schemas']['Txn'][];
      /** @description Give it back as `cursor` for the next page; null on the last. */
      readonly next_cursor: string | null;
    };
    readonly TxnState: {
      readonly amount_minor: components['schemas']['Minor'];
      readonly as_of: components['schemas']['LiveCursor'];
      readonly at_fault: components['schemas']['Source'] | null;
      readonly at_risk_minor: components['schemas']['Minor'];
      /** @description When the present run of having a reason began. */
      readonly broken_at: components['schemas']['Instant'] | null;
      readonly channel: components['schemas']['Channel'];
      readonly currency: components['schemas']['Currency'];
      /** @description Arrival deadline. */
      readonly deadline_at: components['schemas']['Instant'];
      /** @description Largest − smallest compared amount; null where none were compared. */
      readonly discrepancy_minor: components['schemas']['Minor'] | null;
      /** @description Every event the verdict rests on. */
      readonly events: readonly components['schemas']['SourceEvent'][];
      readonly explanation: readonly components['schemas']['Check'][];
      readonly first_seen_at: components['schemas']['Instant'];
      readonly hints: readonly components['schemas']['Hint'][];
      readonly legs: {
        readonly core: components['schemas']['Leg'] | null;
        readonly gateway: components['schemas']['Leg'] | null;
        readonly mobile: components['schemas']['Leg'] | null;
      };
      readonly life_cycle: components['schemas']['LifeCycle'];
      /** @description Sources expected and not heard of. */
      readonly missing: readonly components['schemas']['Source'][];
      readonly next_action: readonly {
        readonly reason: components['schemas']['Reason'];
        readonly text: string;
      }[];
      readonly reasons: readonly components['schemas']['Reason'][];
      readonly revision: number;
      readonly rule_version: number;
      readonly severity: components['schemas']['Severity'] | null;
      /** @description Sources that have spoken. */
      readonly sources: readonly components['schemas']['Source'][];
      /** @description The same as `status`. */
      readonly state: components['schemas']['VerdictStatus'];
      readonly status: components['schemas']['VerdictStatus'];
      /** @description Oldest first. */
      readonly timeline: readonly components['schemas']['TimelineEntry'][];
      /** @description Only the newest entries are given. */
      readonly timeline_truncated: boolean;
      readonly txn_id: string;
      readonly updated_at: components['schemas']['Instant'];
    };
    /** @enum {string} */
    readonly VerdictStatus: 'RESOLVED' | 'MISMATCHED' | 'PENDING' | 'CLOSED' | 'PARTIAL' | 'MATCHED';
  };
  responses: never;
  parameters: never;
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type AccessPage = components['schemas']['AccessPage'];
export type AccessRow = components['schemas']['AccessRow'];
export type Channel = components['schemas']['Channel'];
export type Check = components['schemas']['Check'];
export type CheckValue = components['schemas']['CheckValue'];
export type Currency = components['schemas']['Currency'];
export type Direction = components['schemas']['Direction'];
export type EventStatus = components['schemas']['EventStatus'];
export type EventType = components['schemas']['EventType'];
export type Hint = components['schemas']['Hint'];
export type Instant = components['schemas']['Instant'];
export type Lane = components['schemas']['Lane'];
export type Leg = components['schemas']['Leg'];
export type LifeCycle = components['schemas']['LifeCycle'];
export type LiveChanges = components['schemas']['LiveChanges'];
export type LiveCursor = components['schemas']['LiveCursor'];
export type LiveStatus = components['schemas']['LiveStatus'];
export type LiveTxn = components['schemas']['LiveTxn'];
export type Me = components['schemas']['Me'];
export type Minor = components['schemas']['Minor'];
export type Outcome = components['schemas']['Outcome'];
export type Position = components['schemas']['Position'];
export type Problem = components['schemas']['Problem'];
export type Rail = components['schemas']['Rail'];
export type Reason = components['schemas']['Reason'];
export type Role = components['schemas']['Role'];
export type Severity = components['schemas']['Severity'];
export type Source = components['schemas']['Source'];
export type SourceEvent = components['schemas']['SourceEvent'];
export type Summary = components['schemas']['Summary'];
export type TimelineAction = components['schemas']['TimelineAction'];
export type TimelineEntry = components['schemas']['TimelineEntry'];
export type TimelineEvent = components['schemas']['TimelineEvent'];
export type TimelineVerdict = components['schemas']['TimelineVerdict'];
export type Totals = components['schemas']['Totals'];
export type Txn = components['schemas']['Txn'];
export type TxnDetail = components['schemas']['TxnDetail'];
export type TxnPage = components['schemas']['TxnPage'];
export type TxnState = components['schemas']['TxnState'];
export type VerdictStatus = components['schemas']['VerdictStatus'];
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
