// Generated from services/api/openapi.json by infra/openapi-client. Do not edit.

export interface paths {
  '/api/v1/audit/access': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Who saw what, newest first
     * @description Needs role auditor.
     */
    get: {
      parameters: {
        query?: {
          /** @description next_cursor of the page before. */
          cursor?: string;
          /** @description Rows a page, at most 500. */
          limit?: number;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description OK */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            /**
             * @example {
             *       "items": [
             *         {
             *           "at": "2026-03-01T09:41:07.500Z",
             *           "who": "operator",
             *           "roles": [
             *             "viewer",
             *             "operator"
             *           ],
             *           "what": "transactions",
             *           "filter_or_id": "status=MISMATCHED",
             *           "rows": 1,
             *           "address": "192.0.2.7",
             *           "request_id": "2f6f9a0c-5d5b-4a57-9f0a-5d0a4f1c9a11",
             *           "chain": "access-0",
             *           "seq": 12
             *         }
             *       ],
             *       "next_cursor": null
             *     }
             */
            'application/json': components['schemas']['AccessPage'];
          };
        };
        /** @description A parameter is unknown or bad; `errors` names it. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description No token, or not a good one. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The token lacks the role. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Too many failed sign-ins from this address. */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The address and headers are larger than 16 KB together. */
        431: {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
        /** @description Something this needs is away; try again. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/commands/{command_id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * What came of something that was asked for
     * @description Needs role viewer.
     */
    get: operations['getCommand'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/dead-letters': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Refused records, newest first
     * @description Needs role viewer.
     */
    get: {
      parameters: {
        query?: {
          /** @description Any of these; repeat the parameter or separate by commas. */
          code?: components['schemas']['DeadLetterCode'][];
          /** @description next_cursor of the page before. */
          cursor?: string;
          /** @description Refused at or after. */
          from?: components['schemas']['Instant'];
          /** @description Rows a page, at most 500. */
          limit?: number;
          /** @description What the key begins with. */
          q?: string;
          /** @description Refused before. */
          to?: components['schemas']['Instant'];
          /** @description Any of these; repeat the parameter or separate by commas. */
          topic?: string[];
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description OK */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            /**
             * @example {
             *       "items": [
             *         {
             *           "id": "core_txns:3:1043",
             *           "topic": "core_txns",
             *           "partition": 3,
             *           "offset": "1043",
             *           "append_time": "2026-03-01T09:30:00.000Z",
             *           "refused_at": "2026-03-01T09:30:00.300Z",
             *           "code": "UNKNOWN_CURRENCY",
             *           "error": "currency: XAU is not in use",
             *           "txn_id": "TXN1004",
             *           "txn_exists": false,
             *           "size": 118,
             *           "attempts": 0,
             *           "redriven_at": null,
             *           "parent": null
             *         }
             *       ],
             *       "next_cursor": null
             *     }
             */
            'application/json': components['schemas']['DeadLetterPage'];
          };
        };
        /** @description A parameter is unknown or bad; `errors` names it. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description No token, or not a good one. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The token lacks the role. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Too many failed sign-ins from this address. */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The address and headers are larger than 16 KB together. */
        431: {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
        /** @description Something this needs is away; try again. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/dead-letters/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * One refused record with its key and headers, and its bytes for operator, auditor and admin
     * @description Needs role viewer.
     */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          /** @description topic:partition:offset */
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description OK */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            /**
             * @example {
             *       "id": "core_txns:3:1043",
             *       "topic": "core_txns",
             *       "partition": 3,
             *       "offset": "1043",
             *       "append_time": "2026-03-01T09:30:00.000Z",
             *       "refused_at": "2026-03-01T09:30:00.300Z",
             *       "code": "UNKNOWN_CURRENCY",
             *       "error": "currency: XAU is not in use",
             *       "txn_id": "TXN1004",
             *       "txn_exists": false,
             *       "size": 118,
             *       "attempts": 0,
             *       "redriven_at": null,
             *       "parent": null,
             *       "key": "VFhOMTAwNA==",
             *       "payload": "AAAAAAE=",
             *       "payload_withheld": false,
             *       "waiting_command": null,
             *       "headers": {}
             *     }
             */
            'application/json': components['schemas']['DeadLetterDetail'];
          };
        };
        /** @description A parameter is unknown or bad; `errors` names it. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description No token, or not a good one. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The token lacks the role. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description There is no such thing. */
        404: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Too many failed sign-ins from this address. */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The address and headers are larger than 16 KB together. */
        431: {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
        /** @description Something this needs is away; try again. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/dead-letters/{id}/redrive': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Decode a refused record again where it lies; one under a wrong key is published anew under the right one
     * @description Needs role operator.
     */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          /** @description topic:partition:offset */
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description Asked for. */
        202: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            /**
             * @example {
             *       "command_id": "0b9f3d3e-6a1c-4e6e-8f60-2f4f0f6e2f11"
             *     }
             */
            'application/json': components['schemas']['CommandAccepted'];
          };
        };
        /** @description A parameter is unknown or bad; `errors` names it. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description No token, or not a good one. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The token lacks the role. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description There is no such thing. */
        404: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description It is not in a state that allows this. */
        409: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Too many failed sign-ins from this address. */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The address and headers are larger than 16 KB together. */
        431: {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
        /** @description Something this needs is away; try again. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/export.csv': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Everything a filter lets through, as CSV
     * @description Of any size, streamed in the order asked for; each row as it stood when its page was read. Money in minor units, and in major ones with all
     *     decimals of its currency; times in UTC. In CSV a cell that a spreadsheet would run begins with an apostrophe. An export that breaks off ends the
     *     connection without the last chunk: clients report an error, and what came before it is not whole. Needs role viewer.
     */
    get: {
      parameters: {
        query?: {
          /** @description Largest amount, in minor units, inclusive; needs exactly one currency. */
          amount_max?: string;
          /** @description Least amount, in minor units, inclusive; needs exactly one currency. */
          amount_min?: string;
          /** @description Looked after by any of these people. */
          assignee?: string[];
          /** @description Any of these; `none` where nobody is. */
          at_fault?: ('core' | 'gateway' | 'mobile' | 'none')[];
          /** @description Any of these; repeat the parameter or separate by commas. */
          channel?: components['schemas']['Channel'][];
          /** @description Any of these; repeat the parameter or separate by commas. */
          currency?: string[];
          /** @description None of these: all that miss this source, and only it, and were first seen from the one time up to the other. As `/api/v1/incidents` names them. */
          folded?: string[];
          /** @description First seen at or after. */
          from?: components['schemas']['Instant'];
          /** @description Any of these; repeat the parameter or separate by commas. */
          missing?: components['schemas']['Source'][];
          /** @description None of these. */
          not_assignee?: string[];
          /** @description None of these. */
          not_at_fault?: ('core' | 'gateway' | 'mobile' | 'none')[];
          /** @description None of these. */
          not_channel?: components['schemas']['Channel'][];
          /** @description None of these. */
          not_currency?: string[];
          /** @description None of these. */
          not_missing?: components['schemas']['Source'][];
          /** @description None of these. */
          not_reason?: components['schemas']['Reason'][];
          /** @description None of these. */
          not_severity?: components['schemas']['Severity'][];
          /** @description None of these. */
          not_status?: components['schemas']['VerdictStatus'][];
          /** @description None of these. */
          not_work_state?: components['schemas']['WorkState'][];
          /** @description With a reason without a break for at least this long. */
          older_than?: string;
          /** @description A transaction id or the beginning of one. */
          q?: string;
          /** @description Any of these; repeat the parameter or separate by commas. */
          reason?: components['schemas']['Reason'][];
          /** @description Any of these; repeat the parameter or separate by commas. */
          severity?: components['schemas']['Severity'][];
          /** @description `time`: newest first. Of breaks (`status=MISMATCHED`) also `severity`: gravest, then longest broken, first; `age`: longest broken first; and in one currency `at_risk`, `discrepancy`: largest first. */
          sort?: 'time' | 'severity' | 'age' | 'at_risk' | 'discrepancy';
          /** @description Any of these; repeat the parameter or separate by commas. */
          status?: components['schemas']['VerdictStatus'][];
          /** @description First seen before. */
          to?: components['schemas']['Instant'];
          /** @description `true`: looked after by nobody, or by one of `assignee`; `false`: by somebody. */
          unassigned?: 'true' | 'false';
          /** @description Any of these; repeat the parameter or separate by commas. */
          work_state?: components['schemas']['WorkState'][];
          /** @description With a reason without a break for at most this long. */
          younger_than?: string;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description OK */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            /**
             * @example txn_id,status,reasons,severity,currency,amount_minor,amount,…
             *     TXN1003,MISMATCHED,AMOUNT_MISMATCH,medium,INR,450000,4500.00,…
             */
            'text/csv': string;
          };
        };
        /** @description A parameter is unknown or bad; `errors` names it. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description No token, or not a good one. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The token lacks the role. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Too many failed sign-ins from this address. */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The address and headers are larger than 16 KB together. */
        431: {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
        /** @description Something this needs is away; try again. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/export.jsonl': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Everything a filter lets through, as JSON Lines
     * @description Of any size, streamed in the order asked for; each row as it stood when its page was read. Money in minor units, and in major ones with all
     *     decimals of its currency; times in UTC. In CSV a cell that a spreadsheet would run begins with an apostrophe. An export that breaks off ends the
     *     connection without the last chunk: clients report an error, and what came before it is not whole. Needs role viewer.
     */
    get: {
      parameters: {
        query?: {
          /** @description Largest amount, in minor units, inclusive; needs exactly one currency. */
          amount_max?: string;
          /** @description Least amount, in minor units, inclusive; needs exactly one currency. */
          amount_min?: string;
          /** @description Looked after by any of these people. */
          assignee?: string[];
          /** @description Any of these; `none` where nobody is. */
          at_fault?: ('core' | 'gateway' | 'mobile' | 'none')[];
          /** @description Any of these; repeat the parameter or separate by commas. */
          channel?: components['schemas']['Channel'][];
          /** @description Any of these; repeat the parameter or separate by commas. */
          currency?: string[];
          /** @description None of these: all that miss this source, and only it, and were first seen from the one time up to the other. As `/api/v1/incidents` names them. */
          folded?: string[];
          /** @description First seen at or after. */
          from?: components['schemas']['Instant'];
          /** @description Any of these; repeat the parameter or separate by commas. */
          missing?: components['schemas']['Source'][];
          /** @description None of these. */
          not_assignee?: string[];
          /** @description None of these. */
          not_at_fault?: ('core' | 'gateway' | 'mobile' | 'none')[];
          /** @description None of these. */
          not_channel?: components['schemas']['Channel'][];
          /** @description None of these. */
          not_currency?: string[];
          /** @description None of these. */
          not_missing?: components['schemas']['Source'][];
          /** @description None of these. */
          not_reason?: components['schemas']['Reason'][];
          /** @description None of these. */
          not_severity?: components['schemas']['Severity'][];
          /** @description None of these. */
          not_status?: components['schemas']['VerdictStatus'][];
          /** @description None of these. */
          not_work_state?: components['schemas']['WorkState'][];
          /** @description With a reason without a break for at least this long. */
          older_than?: string;
          /** @description A transaction id or the beginning of one. */
          q?: string;
          /** @description Any of these; repeat the parameter or separate by commas. */
          reason?: components['schemas']['Reason'][];
          /** @description Any of these; repeat the parameter or separate by commas. */
          severity?: components['schemas']['Severity'][];
          /** @description `time`: newest first. Of breaks (`status=MISMATCHED`) also `severity`: gravest, then longest broken, first; `age`: longest broken first; and in one currency `at_risk`, `discrepancy`: largest first. */
          sort?: 'time' | 'severity' | 'age' | 'at_risk' | 'discrepancy';
          /** @description Any of these; repeat the parameter or separate by commas. */
          status?: components['schemas']['VerdictStatus'][];
          /** @description First seen before. */
          to?: components['schemas']['Instant'];
          /** @description `true`: looked after by nobody, or by one of `assignee`; `false`: by somebody. */
          unassigned?: 'true' | 'false';
          /** @description Any of these; repeat the parameter or separate by commas. */
          work_state?: components['schemas']['WorkState'][];
          /** @description With a reason without a break for at most this long. */
          younger_than?: string;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description OK */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            /** @example {"txn_id":"TXN1003","status":"MISMATCHED","currency":"INR","amount_minor":"450000","amount":"4500.00"} */
            'application/jsonl': string;
          };
        };
        /** @description A parameter is unknown or bad; `errors` names it. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description No token, or not a good one. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The token lacks the role. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Too many failed sign-ins from this address. */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The address and headers are larger than 16 KB together. */
        431: {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
        /** @description Something this needs is away; try again. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/incidents': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Where one silent source made many breaks: each to be shown as one, and left out of lists by `folded`
     * @description Needs role viewer.
     */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description OK */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            /**
             * @example {
             *       "items": [
             *         {
             *           "missing": "core",
             *           "from": "2026-03-01T09:00:00.000Z",
             *           "to": "2026-03-01T09:35:00.000Z",
             *           "breaks": 12311,
             *           "at_risk": [
             *             {
             *               "currency": "INR",
             *               "at_risk_minor": "412000000"
             *             }
             *           ]
             *         }
             *       ]
             *     }
             */
            'application/json': components['schemas']['IncidentList'];
          };
        };
        /** @description A parameter is unknown or bad; `errors` names it. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description No token, or not a good one. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The token lacks the role. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Too many failed sign-ins from this address. */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The address and headers are larger than 16 KB together. */
        431: {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
        /** @description Something this needs is away; try again. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/me': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The caller and its roles
     * @description Needs role viewer.
     */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description OK */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            /**
             * @example {
             *       "username": "operator",
             *       "name": "Olu Operator",
             *       "roles": [
             *         "viewer",
             *         "operator"
             *       ],
             *       "business_zone": "Asia/Kolkata"
             *     }
             */
            'application/json': components['schemas']['Me'];
          };
        };
        /** @description A parameter is unknown or bad; `errors` names it. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description No token, or not a good one. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The token lacks the role. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Too many failed sign-ins from this address. */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The address and headers are larger than 16 KB together. */
        431: {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
        /** @description Something this needs is away; try again. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/search': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * What a text names: a transaction, the beginning of an id, a reference or an event id of a break
     * @description Needs role viewer.
     */
    get: {
      parameters: {
        query: {
          /** @description Rows, at most 50. */
          limit?: number;
          /** @description A transaction id or the beginning of one; of breaks also a reference or an event id, whole. Quotes and spaces around it are taken away. */
          q: string;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description OK */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            /**
             * @example {
             *       "items": [
             *         {
             *           "found_by": "reference",
             *           "source": "gateway",
             *           "txn": {
             *             "txn_id": "TXN1003",
             *             "status": "MISMATCHED",
             *             "life_cycle": "MISMATCHED",
             *             "reasons": [
             *               "AMOUNT_MISMATCH"
             *             ],
             *             "severity": "medium",
             *             "at_fault": null,
             *             "hints": [],
             *             "currency": "INR",
             *             "amount_minor": "450000",
             *             "discrepancy_minor": "50000",
             *             "at_risk_minor": "50000",
             *             "channel": "WEB",
             *             "sources": [
             *               "core",
             *               "gateway"
             *             ],
             *             "missing": [],
             *             "first_seen_at": "2026-03-01T09:30:00.000Z",
             *             "deadline_at": "2026-03-01T09:31:00.000Z",
             *             "broken_at": "2026-03-01T09:30:00.250Z",
             *             "updated_at": "2026-03-01T09:30:00.400Z",
             *             "rule_version": 1,
             *             "revision": 2,
             *             "assignee": null,
             *             "work_state": "OPEN",
             *             "legs": {
             *               "core": {
             *                 "event_id": "core-TXN1003",
             *                 "type": "LEDGER_POSTED",
             *                 "outcome": "SUCCESS",
             *                 "amount_minor": "450000",
             *                 "currency": "INR",
             *                 "event_time": "2026-03-01T09:30:00.000Z",
             *                 "append_time": "2026-03-01T09:30:00.000Z",
             *                 "late": false,
             *                 "channel": "WEB",
             *                 "direction": "DEBIT",
             *                 "rail": null,
             *                 "fee_minor": null,
             *                 "reference": "acct_7f3a",
             *                 "client_time": null,
             *                 "position": {
             *                   "topic": "core_txns",
             *                   "partition": 3,
             *                   "offset": "1042"
             *                 }
             *               },
             *               "gateway": {
             *                 "event_id": "gateway-TXN1003",
             *                 "type": "PAYMENT_CAPTURED",
             *                 "outcome": "SUCCESS",
             *                 "amount_minor": "500000",
             *                 "currency": "INR",
             *                 "event_time": "2026-03-01T09:30:00.250Z",
             *                 "append_time": "2026-03-01T09:30:00.250Z",
             *                 "late": false,
             *                 "channel": "WEB",
             *                 "direction": null,
             *                 "rail": "CARD",
             *                 "fee_minor": "9000",
             *                 "reference": "pay_29QQoUBi66xm2f",
             *                 "client_time": null,
             *                 "position": {
             *                   "topic": "gateway_txns",
             *                   "partition": 3,
             *                   "offset": "2210"
             *                 }
             *               },
             *               "mobile": null
             *             }
             *           }
             *         }
             *       ]
             *     }
             */
            'application/json': components['schemas']['SearchResult'];
          };
        };
        /** @description A parameter is unknown or bad; `errors` names it. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description No token, or not a good one. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The token lacks the role. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Too many failed sign-ins from this address. */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The address and headers are larger than 16 KB together. */
        431: {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
        /** @description Something this needs is away; try again. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    put?: never;
    /**
     * Which of these ids are known
     * @description Needs role viewer.
     */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          /**
           * @example {
           *       "ids": [
           *         "TXN1003",
           *         "TXN9999"
           *       ]
           *     }
           */
          'application/json': components['schemas']['IdList'];
        };
      };
      responses: {
        /** @description OK */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            /**
             * @example {
             *       "items": [
             *         {
             *           "txn_id": "TXN1003",
             *           "status": "MISMATCHED",
             *           "life_cycle": "MISMATCHED",
             *           "reasons": [
             *             "AMOUNT_MISMATCH"
             *           ],
             *           "severity": "medium",
             *           "at_fault": null,
             *           "hints": [],
             *           "currency": "INR",
             *           "amount_minor": "450000",
             *           "discrepancy_minor": "50000",
             *           "at_risk_minor": "50000",
             *           "channel": "WEB",
             *           "sources": [
             *             "core",
             *             "gateway"
             *           ],
             *           "missing": [],
             *           "first_seen_at": "2026-03-01T09:30:00.000Z",
             *           "deadline_at": "2026-03-01T09:31:00.000Z",
             *           "broken_at": "2026-03-01T09:30:00.250Z",
             *           "updated_at": "2026-03-01T09:30:00.400Z",
             *           "rule_version": 1,
             *           "revision": 2,
             *           "assignee": null,
             *           "work_state": "OPEN",
             *           "legs": {
             *             "core": {
             *               "event_id": "core-TXN1003",
             *               "type": "LEDGER_POSTED",
             *               "outcome": "SUCCESS",
             *               "amount_minor": "450000",
             *               "currency": "INR",
             *               "event_time": "2026-03-01T09:30:00.000Z",
             *               "append_time": "2026-03-01T09:30:00.000Z",
             *               "late": false,
             *               "channel": "WEB",
             *               "direction": "DEBIT",
             *               "rail": null,
             *               "fee_minor": null,
             *               "reference": "acct_7f3a",
             *               "client_time": null,
             *               "position": {
             *                 "topic": "core_txns",
             *                 "partition": 3,
             *                 "offset": "1042"
             *               }
             *             },
             *             "gateway": {
             *               "event_id": "gateway-TXN1003",
             *               "type": "PAYMENT_CAPTURED",
             *               "outcome": "SUCCESS",
             *               "amount_minor": "500000",
             *               "currency": "INR",
             *               "event_time": "2026-03-01T09:30:00.250Z",
             *               "append_time": "2026-03-01T09:30:00.250Z",
             *               "late": false,
             *               "channel": "WEB",
             *               "direction": null,
             *               "rail": "CARD",
             *               "fee_minor": "9000",
             *               "reference": "pay_29QQoUBi66xm2f",
             *               "client_time": null,
             *               "position": {
             *                 "topic": "gateway_txns",
             *                 "partition": 3,
             *                 "offset": "2210"
             *               }
             *             },
             *             "mobile": null
             *           }
             *         }
             *       ],
             *       "unknown": [
             *         "TXN9999"
             *       ]
             *     }
             */
            'application/json': components['schemas']['KnownIds'];
          };
        };
        /** @description A parameter is unknown or bad; `errors` names it. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description No token, or not a good one. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The token lacks the role. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The body is too large. */
        413: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The body is in an encoding or a character set that is not read. */
        415: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Too many failed sign-ins from this address. */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The address and headers are larger than 16 KB together. */
        431: {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
        /** @description Something this needs is away; try again. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/sources': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * How each feed is: rate, lag, lateness, repeats, refusals, silence
     * @description Needs role viewer.
     */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description OK */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            /**
             * @example {
             *       "at": "2026-03-01T09:41:07.500Z",
             *       "items": [
             *         {
             *           "source": "core",
             *           "per_minute": 60.2,
             *           "per_minute_last_week": 58.4,
             *           "lag_ms": 600,
             *           "last_record_at": "2026-03-01T09:41:07.100Z",
             *           "lateness": {
             *             "p50_ms": 80,
             *             "p95_ms": 310
             *           },
             *           "looked_at": 1000,
             *           "again": 2,
             *           "refused_last_hour": 1,
             *           "usual_gap_ms": 2400,
             *           "silent_since": null,
             *           "schema_ids": [
             *             1
             *           ]
             *         }
             *       ]
             *     }
             */
            'application/json': components['schemas']['SourceList'];
          };
        };
        /** @description A parameter is unknown or bad; `errors` names it. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description No token, or not a good one. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The token lacks the role. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Too many failed sign-ins from this address. */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The address and headers are larger than 16 KB together. */
        431: {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
        /** @description Something this needs is away; try again. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/summary': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The proof that nothing is lost, counters, open breaks and lanes, as of now
     * @description Needs role viewer.
     */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description OK */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            /**
             * @example {
             *       "at": "2026-03-01T09:41:07.500Z",
             *       "as_of": {
             *         "lane-0": 123,
             *         "lane-1": 98
             *       },
             *       "proof": {
             *         "arrived": 5,
             *         "judged": 4,
             *         "refused": 1,
             *         "residue": 0,
             *         "sources": [
             *           {
             *             "source": "core",
             *             "arrived": 3,
             *             "judged": 2,
             *             "refused": 1,
             *             "residue": 0
             *           },
             *           {
             *             "source": "gateway",
             *             "arrived": 2,
             *             "judged": 2,
             *             "refused": 0,
             *             "residue": 0
             *           },
             *           {
             *             "source": "mobile",
             *             "arrived": 0,
             *             "judged": 0,
             *             "refused": 0,
             *             "residue": 0
             *           }
             *         ],
             *         "judged_minor": [
             *           {
             *             "currency": "INR",
             *             "events": 4,
             *             "minor": "1950000"
             *           }
             *         ]
             *       },
             *       "verification": {
             *         "at": "2026-03-01T09:39:02.118Z",
             *         "whole": false,
             *         "chains": 7,
             *         "audit_rows": 4118220,
             *         "raw_rows": 3806112,
             *         "failure": null
             *       },
             *       "totals": {
             *         "PENDING": 0,
             *         "PARTIAL": 0,
             *         "MATCHED": 1,
             *         "MISMATCHED": 1,
             *         "RESOLVED": 0,
             *         "CLOSED": 0
             *       },
             *       "match_rate": 0.5,
             *       "lanes": [
             *         {
             *           "lane": "lane-0",
             *           "lane_time": "2026-03-01T09:41:06.900Z",
             *           "lag_ms": 600,
             *           "halted": null,
             *           "stalled": null,
             *           "written_at": "2026-03-01T09:41:07.100Z"
             *         }
             *       ],
             *       "breaks_at": "2026-03-01T09:41:07.500Z",
             *       "open_breaks": 1,
             *       "reasons": [
             *         {
             *           "reason": "AMOUNT_MISMATCH",
             *           "count": 1,
             *           "at_risk": [
             *             {
             *               "currency": "INR",
             *               "breaks": 1,
             *               "at_risk_minor": "50000"
             *             }
             *           ]
             *         }
             *       ],
             *       "at_risk": [
             *         {
             *           "currency": "INR",
             *           "breaks": 1,
             *           "at_risk_minor": "50000"
             *         }
             *       ],
             *       "severities": {
             *         "low": 0,
             *         "medium": 1,
             *         "high": 0,
             *         "critical": 0
             *       },
             *       "ages": [
             *         {
             *           "from_ms": 0,
             *           "to_ms": 3600000,
             *           "severities": {
             *             "low": 0,
             *             "medium": 1,
             *             "high": 0,
             *             "critical": 0
             *           }
             *         },
             *         {
             *           "from_ms": 3600000,
             *           "to_ms": null,
             *           "severities": {
             *             "low": 0,
             *             "medium": 0,
             *             "high": 0,
             *             "critical": 0
             *           }
             *         }
             *       ],
             *       "oldest": {
             *         "txn_id": "TXN1003",
             *         "broken_at": "2026-03-01T09:30:00.250Z"
             *       }
             *     }
             */
            'application/json': components['schemas']['Summary'];
          };
        };
        /** @description A parameter is unknown or bad; `errors` names it. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description No token, or not a good one. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The token lacks the role. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Too many failed sign-ins from this address. */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The address and headers are larger than 16 KB together. */
        431: {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
        /** @description Something this needs is away; try again. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/summary/series': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * What happened over a stretch of time, in buckets of a minute to a day
     * @description Needs role viewer.
     */
    get: {
      parameters: {
        query?: {
          /** @description At or after. */
          from?: components['schemas']['Instant'];
          /** @description The last so much time, `1h` if nothing is asked for. Or `from` and `to`. */
          range?: '15m' | '1h' | '6h' | '24h' | '7d';
          /** @description Before; at most 100 days after `from`. */
          to?: components['schemas']['Instant'];
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description OK */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            /**
             * @example {
             *       "at": "2026-03-01T09:41:07.500Z",
             *       "from": "2026-03-01T09:30:00.000Z",
             *       "to": "2026-03-01T09:31:00.000Z",
             *       "bucket_ms": 60000,
             *       "buckets": [
             *         {
             *           "start": "2026-03-01T09:30:00.000Z",
             *           "verdicts": {
             *             "PENDING": 0,
             *             "PARTIAL": 0,
             *             "MATCHED": 1,
             *             "MISMATCHED": 1,
             *             "RESOLVED": 0,
             *             "CLOSED": 0
             *           },
             *           "reasons": {
             *             "AMOUNT_MISMATCH": 1
             *           },
             *           "opened": 1,
             *           "closed": 0,
             *           "judged": {
             *             "core": 2,
             *             "gateway": 2,
             *             "mobile": 0
             *           },
             *           "refused": {
             *             "core": 1,
             *             "gateway": 0,
             *             "mobile": 0
             *           }
             *         }
             *       ],
             *       "total": {
             *         "verdicts": {
             *           "PENDING": 0,
             *           "PARTIAL": 0,
             *           "MATCHED": 1,
             *           "MISMATCHED": 1,
             *           "RESOLVED": 0,
             *           "CLOSED": 0
             *         },
             *         "reasons": {
             *           "AMOUNT_MISMATCH": 1
             *         },
             *         "opened": 1,
             *         "closed": 0,
             *         "judged": {
             *           "core": 2,
             *           "gateway": 2,
             *           "mobile": 0
             *         },
             *         "refused": {
             *           "core": 1,
             *           "gateway": 0,
             *           "mobile": 0
             *         }
             *       },
             *       "currencies": [
             *         {
             *           "currency": "INR",
             *           "events": 4,
             *           "opened": 1,
             *           "closed": 0,
             *           "opened_minor": "50000"
             *         }
             *       ],
             *       "time_to_verdict": {
             *         "decided": 2,
             *         "p50_ms": 400,
             *         "p95_ms": 1200
             *       },
             *       "match_rate": {
             *         "last_hour": 0.5,
             *         "week_before": null
             *       }
             *     }
             */
            'application/json': components['schemas']['SummarySeries'];
          };
        };
        /** @description A parameter is unknown or bad; `errors` names it. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description No token, or not a good one. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The token lacks the role. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Too many failed sign-ins from this address. */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The address and headers are larger than 16 KB together. */
        431: {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
        /** @description Something this needs is away; try again. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/transactions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Transactions, filtered and in order
     * @description Needs role viewer.
     */
    get: {
      parameters: {
        query?: {
          /** @description Largest amount, in minor units, inclusive; needs exactly one currency. */
          amount_max?: string;
          /** @description Least amount, in minor units, inclusive; needs exactly one currency. */
          amount_min?: string;
          /** @description Looked after by any of these people. */
          assignee?: string[];
          /** @description Any of these; `none` where nobody is. */
          at_fault?: ('core' | 'gateway' | 'mobile' | 'none')[];
          /** @description Any of these; repeat the parameter or separate by commas. */
          channel?: components['schemas']['Channel'][];
          /** @description Any of these; repeat the parameter or separate by commas. */
          currency?: string[];
          /** @description next_cursor of the page before. */
          cursor?: string;
          /** @description None of these: all that miss this source, and only it, and were first seen from the one time up to the other. As `/api/v1/incidents` names them. */
          folded?: string[];
          /** @description First seen at or after. */
          from?: components['schemas']['Instant'];
          /** @description Rows a page, at most 500. */
          limit?: number;
          /** @description Any of these; repeat the parameter or separate by commas. */
          missing?: components['schemas']['Source'][];
          /** @description None of these. */
          not_assignee?: string[];
          /** @description None of these. */
          not_at_fault?: ('core' | 'gateway' | 'mobile' | 'none')[];
          /** @description None of these. */
          not_channel?: components['schemas']['Channel'][];
          /** @description None of these. */
          not_currency?: string[];
          /** @description None of these. */
          not_missing?: components['schemas']['Source'][];
          /** @description None of these. */
          not_reason?: components['schemas']['Reason'][];
          /** @description None of these. */
          not_severity?: components['schemas']['Severity'][];
          /** @description None of these. */
          not_status?: components['schemas']['VerdictStatus'][];
          /** @description None of these. */
          not_work_state?: components['schemas']['WorkState'][];
          /** @description With a reason without a break for at least this long. */
          older_than?: string;
          /** @description A transaction id or the beginning of one. */
          q?: string;
          /** @description Any of these; repeat the parameter or separate by commas. */
          reason?: components['schemas']['Reason'][];
          /** @description Any of these; repeat the parameter or separate by commas. */
          severity?: components['schemas']['Severity'][];
          /** @description `time`: newest first. Of breaks (`status=MISMATCHED`) also `severity`: gravest, then longest broken, first; `age`: longest broken first; and in one currency `at_risk`, `discrepancy`: largest first. */
          sort?: 'time' | 'severity' | 'age' | 'at_risk' | 'discrepancy';
          /** @description Any of these; repeat the parameter or separate by commas. */
          status?: components['schemas']['VerdictStatus'][];
          /** @description First seen before. */
          to?: components['schemas']['Instant'];
          /** @description `true`: looked after by nobody, or by one of `assignee`; `false`: by somebody. */
          unassigned?: 'true' | 'false';
          /** @description Any of these; repeat the parameter or separate by commas. */
          work_state?: components['schemas']['WorkState'][];
          /** @description With a reason without a break for at most this long. */
          younger_than?: string;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description OK */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            /**
             * @example {
             *       "items": [
             *         {
             *           "txn_id": "TXN1003",
             *           "status": "MISMATCHED",
             *           "life_cycle": "MISMATCHED",
             *           "reasons": [
             *             "AMOUNT_MISMATCH"
             *           ],
             *           "severity": "medium",
             *           "at_fault": null,
             *           "hints": [],
             *           "currency": "INR",
             *           "amount_minor": "450000",
             *           "discrepancy_minor": "50000",
             *           "at_risk_minor": "50000",
             *           "channel": "WEB",
             *           "sources": [
             *             "core",
             *             "gateway"
             *           ],
             *           "missing": [],
             *           "first_seen_at": "2026-03-01T09:30:00.000Z",
             *           "deadline_at": "2026-03-01T09:31:00.000Z",
             *           "broken_at": "2026-03-01T09:30:00.250Z",
             *           "updated_at": "2026-03-01T09:30:00.400Z",
             *           "rule_version": 1,
             *           "revision": 2,
             *           "assignee": null,
             *           "work_state": "OPEN",
             *           "legs": {
             *             "core": {
             *               "event_id": "core-TXN1003",
             *               "type": "LEDGER_POSTED",
             *               "outcome": "SUCCESS",
             *               "amount_minor": "450000",
             *               "currency": "INR",
             *               "event_time": "2026-03-01T09:30:00.000Z",
             *               "append_time": "2026-03-01T09:30:00.000Z",
             *               "late": false,
             *               "channel": "WEB",
             *               "direction": "DEBIT",
             *               "rail": null,
             *               "fee_minor": null,
             *               "reference": "acct_7f3a",
             *               "client_time": null,
             *               "position": {
             *                 "topic": "core_txns",
             *                 "partition": 3,
             *                 "offset": "1042"
             *               }
             *             },
             *             "gateway": {
             *               "event_id": "gateway-TXN1003",
             *               "type": "PAYMENT_CAPTURED",
             *               "outcome": "SUCCESS",
             *               "amount_minor": "500000",
             *               "currency": "INR",
             *               "event_time": "2026-03-01T09:30:00.250Z",
             *               "append_time": "2026-03-01T09:30:00.250Z",
             *               "late": false,
             *               "channel": "WEB",
             *               "direction": null,
             *               "rail": "CARD",
             *               "fee_minor": "9000",
             *               "reference": "pay_29QQoUBi66xm2f",
             *               "client_time": null,
             *               "position": {
             *                 "topic": "gateway_txns",
             *                 "partition": 3,
             *                 "offset": "2210"
             *               }
             *             },
             *             "mobile": null
             *           }
             *         }
             *       ],
             *       "next_cursor": null,
             *       "looked_to": null,
             *       "as_of": {
             *         "lane-0": 123,
             *         "lane-1": 98
             *       }
             *     }
             */
            'application/json': components['schemas']['TxnPage'];
          };
        };
        /** @description A parameter is unknown or bad; `errors` names it. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description No token, or not a good one. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The token lacks the role. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Too many failed sign-ins from this address. */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The address and headers are larger than 16 KB together. */
        431: {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
        /** @description Something this needs is away; try again. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/transactions/{txn_id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * One transaction with its legs, its events, its history and why it was judged so
     * @description Needs role viewer.
     */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          /** @description Transaction id. */
          txn_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description OK */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            /**
             * @example {
             *       "txn_id": "TXN1003",
             *       "status": "MISMATCHED",
             *       "life_cycle": "MISMATCHED",
             *       "reasons": [
             *         "AMOUNT_MISMATCH"
             *       ],
             *       "severity": "medium",
             *       "at_fault": null,
             *       "hints": [],
             *       "currency": "INR",
             *       "amount_minor": "450000",
             *       "discrepancy_minor": "50000",
             *       "at_risk_minor": "50000",
             *       "channel": "WEB",
             *       "sources": [
             *         "core",
             *         "gateway"
             *       ],
             *       "missing": [],
             *       "first_seen_at": "2026-03-01T09:30:00.000Z",
             *       "deadline_at": "2026-03-01T09:31:00.000Z",
             *       "broken_at": "2026-03-01T09:30:00.250Z",
             *       "updated_at": "2026-03-01T09:30:00.400Z",
             *       "rule_version": 1,
             *       "revision": 2,
             *       "assignee": null,
             *       "work_state": "OPEN",
             *       "legs": {
             *         "core": {
             *           "event_id": "core-TXN1003",
             *           "type": "LEDGER_POSTED",
             *           "outcome": "SUCCESS",
             *           "amount_minor": "450000",
             *           "currency": "INR",
             *           "event_time": "2026-03-01T09:30:00.000Z",
             *           "append_time": "2026-03-01T09:30:00.000Z",
             *           "late": false,
             *           "channel": "WEB",
             *           "direction": "DEBIT",
             *           "rail": null,
             *           "fee_minor": null,
             *           "reference": "acct_7f3a",
             *           "client_time": null,
             *           "position": {
             *             "topic": "core_txns",
             *             "partition": 3,
             *             "offset": "1042"
             *           }
             *         },
             *         "gateway": {
             *           "event_id": "gateway-TXN1003",
             *           "type": "PAYMENT_CAPTURED",
             *           "outcome": "SUCCESS",
             *           "amount_minor": "500000",
             *           "currency": "INR",
             *           "event_time": "2026-03-01T09:30:00.250Z",
             *           "append_time": "2026-03-01T09:30:00.250Z",
             *           "late": false,
             *           "channel": "WEB",
             *           "direction": null,
             *           "rail": "CARD",
             *           "fee_minor": "9000",
             *           "reference": "pay_29QQoUBi66xm2f",
             *           "client_time": null,
             *           "position": {
             *             "topic": "gateway_txns",
             *             "partition": 3,
             *             "offset": "2210"
             *           }
             *         },
             *         "mobile": null
             *       },
             *       "explanation": [
             *         {
             *           "check": "AMOUNT_MISMATCH",
             *           "reason": "AMOUNT_MISMATCH",
             *           "passed": false,
             *           "rule": "Amounts of the same outcome agree, within the tolerance.",
             *           "limit": {
             *             "kind": "money",
             *             "source": null,
             *             "minor": "0",
             *             "currency": "INR",
             *             "major": "0.00"
             *           },
             *           "expected": {
             *             "kind": "money",
             *             "source": "gateway",
             *             "minor": "500000",
             *             "currency": "INR",
             *             "major": "5000.00"
             *           },
             *           "actual": {
             *             "kind": "money",
             *             "source": "core",
             *             "minor": "450000",
             *             "currency": "INR",
             *             "major": "4500.00"
             *           },
             *           "difference": {
             *             "kind": "money",
             *             "source": null,
             *             "minor": "50000",
             *             "currency": "INR",
             *             "major": "500.00"
             *           }
             *         }
             *       ],
             *       "next_action": [
             *         {
             *           "reason": "AMOUNT_MISMATCH",
             *           "text": "Compare the two bookings and correct the wrong one."
             *         }
             *       ],
             *       "events": [
             *         {
             *           "source": "gateway",
             *           "event_id": "gateway-TXN1003",
             *           "type": "PAYMENT_CAPTURED",
             *           "status": "SUCCESS",
             *           "outcome": "SUCCESS",
             *           "amount_minor": "500000",
             *           "currency": "INR",
             *           "channel": "WEB",
             *           "direction": null,
             *           "rail": "CARD",
             *           "fee_minor": "9000",
             *           "reference": "pay_29QQoUBi66xm2f",
             *           "client_time": null,
             *           "event_time": "2026-03-01T09:30:00.250Z",
             *           "append_time": "2026-03-01T09:30:00.250Z",
             *           "position": {
             *             "topic": "gateway_txns",
             *             "partition": 3,
             *             "offset": "2210"
             *           }
             *         }
             *       ],
             *       "timeline": [
             *         {
             *           "kind": "verdict",
             *           "at": "2026-03-01T09:30:00.400Z",
             *           "status": "MISMATCHED",
             *           "previous_status": null,
             *           "reasons": [
             *             "AMOUNT_MISMATCH"
             *           ],
             *           "added": [
             *             "AMOUNT_MISMATCH"
             *           ],
             *           "removed": [],
             *           "late_arrival": [],
             *           "rule_version": 1,
             *           "chain": "lane-0",
             *           "seq": 123
             *         }
             *       ],
             *       "timeline_truncated": false,
             *       "dead_letters": [],
             *       "as_of": {
             *         "lane-0": 123,
             *         "lane-1": 98
             *       }
             *     }
             */
            'application/json': components['schemas']['TxnDetail'];
          };
        };
        /** @description A parameter is unknown or bad; `errors` names it. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description No token, or not a good one. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The token lacks the role. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description There is no such thing. */
        404: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Too many failed sign-ins from this address. */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The address and headers are larger than 16 KB together. */
        431: {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
        /** @description Something this needs is away; try again. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/transactions/{txn_id}/events': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The records of one transaction, newest first, with their exact bytes and fields for operator, auditor and admin
     * @description Needs role viewer.
     */
    get: {
      parameters: {
        query?: {
          /** @description next_cursor of the page before. */
          cursor?: string;
          /** @description Records a page, at most 100. */
          limit?: number;
          /** @description Only the record that lies here. */
          position?: string;
        };
        header?: never;
        path: {
          /** @description Transaction id. */
          txn_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description OK */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            /**
             * @example {
             *       "items": [
             *         {
             *           "source": "mobile",
             *           "event_id": "mobile-TXN1003",
             *           "append_time": "2026-03-01T09:30:00.250Z",
             *           "position": {
             *             "topic": "mobile_txns",
             *             "partition": 3,
             *             "offset": "87"
             *           },
             *           "schema_id": 3,
             *           "size": 5,
             *           "payload": "AAAAAAM=",
             *           "decoded": null,
             *           "decode_error": "ends within a field"
             *         }
             *       ],
             *       "next_cursor": null,
             *       "payload_withheld": false
             *     }
             */
            'application/json': components['schemas']['RawEventPage'];
          };
        };
        /** @description A parameter is unknown or bad; `errors` names it. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description No token, or not a good one. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The token lacks the role. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description There is no such thing. */
        404: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Too many failed sign-ins from this address. */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The address and headers are larger than 16 KB together. */
        431: {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
        /** @description Something this needs is away; try again. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/transactions/counts': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * How many a filter lets through, by every facet and over time; exact to 10,000
     * @description Needs role viewer.
     */
    get: {
      parameters: {
        query?: {
          /** @description Largest amount, in minor units, inclusive; needs exactly one currency. */
          amount_max?: string;
          /** @description Least amount, in minor units, inclusive; needs exactly one currency. */
          amount_min?: string;
          /** @description Looked after by any of these people. */
          assignee?: string[];
          /** @description Any of these; `none` where nobody is. */
          at_fault?: ('core' | 'gateway' | 'mobile' | 'none')[];
          /** @description Any of these; repeat the parameter or separate by commas. */
          channel?: components['schemas']['Channel'][];
          /** @description Any of these; repeat the parameter or separate by commas. */
          currency?: string[];
          /** @description None of these: all that miss this source, and only it, and were first seen from the one time up to the other. As `/api/v1/incidents` names them. */
          folded?: string[];
          /** @description First seen at or after. */
          from?: components['schemas']['Instant'];
          /** @description Any of these; repeat the parameter or separate by commas. */
          missing?: components['schemas']['Source'][];
          /** @description None of these. */
          not_assignee?: string[];
          /** @description None of these. */
          not_at_fault?: ('core' | 'gateway' | 'mobile' | 'none')[];
          /** @description None of these. */
          not_channel?: components['schemas']['Channel'][];
          /** @description None of these. */
          not_currency?: string[];
          /** @description None of these. */
          not_missing?: components['schemas']['Source'][];
          /** @description None of these. */
          not_reason?: components['schemas']['Reason'][];
          /** @description None of these. */
          not_severity?: components['schemas']['Severity'][];
          /** @description None of these. */
          not_status?: components['schemas']['VerdictStatus'][];
          /** @description None of these. */
          not_work_state?: components['schemas']['WorkState'][];
          /** @description With a reason without a break for at least this long. */
          older_than?: string;
          /** @description A transaction id or the beginning of one. */
          q?: string;
          /** @description Any of these; repeat the parameter or separate by commas. */
          reason?: components['schemas']['Reason'][];
          /** @description Any of these; repeat the parameter or separate by commas. */
          severity?: components['schemas']['Severity'][];
          /** @description Any of these; repeat the parameter or separate by commas. */
          status?: components['schemas']['VerdictStatus'][];
          /** @description First seen before. */
          to?: components['schemas']['Instant'];
          /** @description `true`: looked after by nobody, or by one of `assignee`; `false`: by somebody. */
          unassigned?: 'true' | 'false';
          /** @description Any of these; repeat the parameter or separate by commas. */
          work_state?: components['schemas']['WorkState'][];
          /** @description With a reason without a break for at most this long. */
          younger_than?: string;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description OK */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            /**
             * @example {
             *       "total": {
             *         "count": 1,
             *         "exact": true
             *       },
             *       "facets": {
             *         "status": [
             *           {
             *             "value": "MISMATCHED",
             *             "count": 1,
             *             "exact": true
             *           }
             *         ],
             *         "reason": [
             *           {
             *             "value": "AMOUNT_MISMATCH",
             *             "count": 1,
             *             "exact": true
             *           }
             *         ],
             *         "severity": [
             *           {
             *             "value": "medium",
             *             "count": 1,
             *             "exact": true
             *           }
             *         ],
             *         "missing": [],
             *         "at_fault": [
             *           {
             *             "value": null,
             *             "count": 1,
             *             "exact": true
             *           }
             *         ],
             *         "channel": [
             *           {
             *             "value": "WEB",
             *             "count": 1,
             *             "exact": true
             *           }
             *         ],
             *         "currency": [
             *           {
             *             "value": "INR",
             *             "count": 1,
             *             "exact": true
             *           }
             *         ],
             *         "work_state": [
             *           {
             *             "value": "OPEN",
             *             "count": 1,
             *             "exact": true
             *           }
             *         ],
             *         "assignee": [
             *           {
             *             "value": null,
             *             "count": 1,
             *             "exact": true
             *           }
             *         ]
             *       },
             *       "at_risk": [
             *         {
             *           "currency": "INR",
             *           "at_risk_minor": "50000"
             *         }
             *       ],
             *       "histogram": {
             *         "width_s": 60,
             *         "buckets": [
             *           {
             *             "at": "2026-03-01T09:30:00.000Z",
             *             "count": 1,
             *             "exact": true
             *           }
             *         ]
             *       },
             *       "covered_from": null,
             *       "as_of": {
             *         "lane-0": 123,
             *         "lane-1": 98
             *       }
             *     }
             */
            'application/json': components['schemas']['TxnCounts'];
          };
        };
        /** @description A parameter is unknown or bad; `errors` names it. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description No token, or not a good one. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The token lacks the role. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Too many failed sign-ins from this address. */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The address and headers are larger than 16 KB together. */
        431: {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
        /** @description Something this needs is away; try again. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/txns/{txn_id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The state of one transaction
     * @description Needs role viewer.
     */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          /** @description Transaction id. */
          txn_id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description OK */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            /**
             * @example {
             *       "txn_id": "TXN1003",
             *       "status": "MISMATCHED",
             *       "life_cycle": "MISMATCHED",
             *       "reasons": [
             *         "AMOUNT_MISMATCH"
             *       ],
             *       "severity": "medium",
             *       "at_fault": null,
             *       "hints": [],
             *       "currency": "INR",
             *       "amount_minor": "450000",
             *       "discrepancy_minor": "50000",
             *       "at_risk_minor": "50000",
             *       "channel": "WEB",
             *       "sources": [
             *         "core",
             *         "gateway"
             *       ],
             *       "missing": [],
             *       "first_seen_at": "2026-03-01T09:30:00.000Z",
             *       "deadline_at": "2026-03-01T09:31:00.000Z",
             *       "broken_at": "2026-03-01T09:30:00.250Z",
             *       "updated_at": "2026-03-01T09:30:00.400Z",
             *       "rule_version": 1,
             *       "revision": 2,
             *       "assignee": null,
             *       "work_state": "OPEN",
             *       "legs": {
             *         "core": {
             *           "event_id": "core-TXN1003",
             *           "type": "LEDGER_POSTED",
             *           "outcome": "SUCCESS",
             *           "amount_minor": "450000",
             *           "currency": "INR",
             *           "event_time": "2026-03-01T09:30:00.000Z",
             *           "append_time": "2026-03-01T09:30:00.000Z",
             *           "late": false,
             *           "channel": "WEB",
             *           "direction": "DEBIT",
             *           "rail": null,
             *           "fee_minor": null,
             *           "reference": "acct_7f3a",
             *           "client_time": null,
             *           "position": {
             *             "topic": "core_txns",
             *             "partition": 3,
             *             "offset": "1042"
             *           }
             *         },
             *         "gateway": {
             *           "event_id": "gateway-TXN1003",
             *           "type": "PAYMENT_CAPTURED",
             *           "outcome": "SUCCESS",
             *           "amount_minor": "500000",
             *           "currency": "INR",
             *           "event_time": "2026-03-01T09:30:00.250Z",
             *           "append_time": "2026-03-01T09:30:00.250Z",
             *           "late": false,
             *           "channel": "WEB",
             *           "direction": null,
             *           "rail": "CARD",
             *           "fee_minor": "9000",
             *           "reference": "pay_29QQoUBi66xm2f",
             *           "client_time": null,
             *           "position": {
             *             "topic": "gateway_txns",
             *             "partition": 3,
             *             "offset": "2210"
             *           }
             *         },
             *         "mobile": null
             *       },
             *       "explanation": [
             *         {
             *           "check": "AMOUNT_MISMATCH",
             *           "reason": "AMOUNT_MISMATCH",
             *           "passed": false,
             *           "rule": "Amounts of the same outcome agree, within the tolerance.",
             *           "limit": {
             *             "kind": "money",
             *             "source": null,
             *             "minor": "0",
             *             "currency": "INR",
             *             "major": "0.00"
             *           },
             *           "expected": {
             *             "kind": "money",
             *             "source": "gateway",
             *             "minor": "500000",
             *             "currency": "INR",
             *             "major": "5000.00"
             *           },
             *           "actual": {
             *             "kind": "money",
             *             "source": "core",
             *             "minor": "450000",
             *             "currency": "INR",
             *             "major": "4500.00"
             *           },
             *           "difference": {
             *             "kind": "money",
             *             "source": null,
             *             "minor": "50000",
             *             "currency": "INR",
             *             "major": "500.00"
             *           }
             *         }
             *       ],
             *       "next_action": [
             *         {
             *           "reason": "AMOUNT_MISMATCH",
             *           "text": "Compare the two bookings and correct the wrong one."
             *         }
             *       ],
             *       "events": [
             *         {
             *           "source": "gateway",
             *           "event_id": "gateway-TXN1003",
             *           "type": "PAYMENT_CAPTURED",
             *           "status": "SUCCESS",
             *           "outcome": "SUCCESS",
             *           "amount_minor": "500000",
             *           "currency": "INR",
             *           "channel": "WEB",
             *           "direction": null,
             *           "rail": "CARD",
             *           "fee_minor": "9000",
             *           "reference": "pay_29QQoUBi66xm2f",
             *           "client_time": null,
             *           "event_time": "2026-03-01T09:30:00.250Z",
             *           "append_time": "2026-03-01T09:30:00.250Z",
             *           "position": {
             *             "topic": "gateway_txns",
             *             "partition": 3,
             *             "offset": "2210"
             *           }
             *         }
             *       ],
             *       "timeline": [
             *         {
             *           "kind": "verdict",
             *           "at": "2026-03-01T09:30:00.400Z",
             *           "status": "MISMATCHED",
             *           "previous_status": null,
             *           "reasons": [
             *             "AMOUNT_MISMATCH"
             *           ],
             *           "added": [
             *             "AMOUNT_MISMATCH"
             *           ],
             *           "removed": [],
             *           "late_arrival": [],
             *           "rule_version": 1,
             *           "chain": "lane-0",
             *           "seq": 123
             *         }
             *       ],
             *       "timeline_truncated": false,
             *       "dead_letters": [],
             *       "as_of": {
             *         "lane-0": 123,
             *         "lane-1": 98
             *       },
             *       "state": "MISMATCHED"
             *     }
             */
            'application/json': components['schemas']['TxnState'];
          };
        };
        /** @description A parameter is unknown or bad; `errors` names it. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description No token, or not a good one. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The token lacks the role. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description There is no such thing. */
        404: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Too many failed sign-ins from this address. */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The address and headers are larger than 16 KB together. */
        431: {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
        /** @description Something this needs is away; try again. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    AccessPage: {
      items: components['schemas']['AccessRow'][];
      next_cursor: string | null;
    };
    /** @description Who saw what, when, from where. */
    AccessRow: {
      address: string;
      at: components['schemas']['Instant'];
      chain: string;
      filter_or_id: string;
      request_id: string;
      /** @description Roles held at that time. */
      roles: components['schemas']['Role'][];
      /** @description Rows returned; null where access was refused, and of an export, which is written down before it begins. */
      rows: number | null;
      seq: number;
      what: string;
      who: string;
    };
    /** @description One currency: sums over currencies mean nothing. */
    AtRisk: {
      at_risk_minor: components['schemas']['Minor'];
      breaks: number;
      currency: components['schemas']['Currency'];
    };
    /** @description Breaks by severity. */
    BySeverity: {
      critical: number;
      high: number;
      low: number;
      medium: number;
    };
    BySource: {
      core: number;
      gateway: number;
      mobile: number;
    };
    /**
     * Format: base64
     * @description Exact bytes, in base64.
     * @example AAAAAAc=
     */
    Bytes: string;
    /** @enum {string} */
    Channel: 'MOBILE' | 'WEB' | 'POS' | 'ATM' | 'BRANCH';
    /** @description One check of the rule set that judged the transaction. */
    Check: {
      actual: components['schemas']['CheckValue'] | null;
      /** @description The reason the check guards against. */
      check: components['schemas']['Reason'];
      difference: components['schemas']['CheckValue'] | null;
      expected: components['schemas']['CheckValue'] | null;
      limit: components['schemas']['CheckValue'] | null;
      passed: boolean;
      /** @description The same where the check failed. */
      reason: components['schemas']['Reason'] | null;
      /** @description What ought to hold, in words. */
      rule: string;
    };
    CheckValue:
      | {
          currency: components['schemas']['Currency'];
          /** @constant */
          kind: 'money';
          major: string;
          minor: components['schemas']['Minor'];
          /** @description Who gave the figure; null for limits and differences. */
          source: components['schemas']['Source'] | null;
        }
      | {
          /** @constant */
          kind: 'duration';
          ms: number;
          /** @description Who gave the figure; null for limits and differences. */
          source: components['schemas']['Source'] | null;
        }
      | {
          at: components['schemas']['Instant'];
          /** @constant */
          kind: 'time';
          /** @description Who gave the figure; null for limits and differences. */
          source: components['schemas']['Source'] | null;
        }
      | {
          count: number;
          /** @constant */
          kind: 'count';
          /** @description Who gave the figure; null for limits and differences. */
          source: components['schemas']['Source'] | null;
        }
      | {
          /** @constant */
          kind: 'text';
          /** @description Who gave the figure; null for limits and differences. */
          source: components['schemas']['Source'] | null;
          text: string;
        };
    Command: {
      /** @description Null while it waits. */
      applied_at: components['schemas']['Instant'] | null;
      command_id: components['schemas']['CommandId'];
      outcome:
        | ({
            code?: string;
            error?: string;
            /** @description Of a record that was published anew: topic:partition:offset. */
            position?: string;
            /** @description `refused` with `code` and `error`, or what was done. */
            result: string;
            txn_id?: string;
          } & {
            [key: string]: unknown;
          })
        | null;
      requested_at: components['schemas']['Instant'];
      /** @description As the audit log names actors. */
      requested_by: string;
      verb: string;
    };
    /** @description It waits for its lane; `/api/v1/commands/{command_id}` tells what came of it. */
    CommandAccepted: {
      command_id: components['schemas']['CommandId'];
    };
    /**
     * Format: uuid
     * @description Names what was asked for, in the audit log too.
     */
    CommandId: string;
    /**
     * @description ISO 4217 code.
     * @example INR
     */
    Currency: string;
    /** @description A record that was refused, with the reason. */
    DeadLetter: {
      /** @description When it arrived, by the broker's clock. */
      append_time: components['schemas']['Instant'];
      /** @description How often it was decoded again. */
      attempts: number;
      code: components['schemas']['DeadLetterCode'];
      /** @description For people; names the field where there is one. */
      error: string;
      /** @description topic:partition:offset */
      id: string;
      offset: string;
      /** @description The dead letter this record was published anew from. */
      parent: string | null;
      partition: number;
      /** @description When a redrive succeeded: it was judged, or published anew. */
      redriven_at: components['schemas']['Instant'] | null;
      refused_at: components['schemas']['Instant'];
      /** @description Bytes of the value; null where the record had none. */
      size: number | null;
      topic: string;
      /** @description There is a transaction with this id, from other records. */
      txn_exists: boolean;
      /** @description The key, where it can be read as text. */
      txn_id: string | null;
    };
    /**
     * @description The first rule of the wire contract that the record breaks.
     * @enum {string}
     */
    DeadLetterCode:
      | 'TOO_LARGE'
      | 'UNKNOWN_SCHEMA'
      | 'UNDECODABLE'
      | 'KEY_MISMATCH'
      | 'INVALID_FIELD'
      | 'UNKNOWN_CURRENCY'
      | 'INVALID_AMOUNT'
      | 'INVALID_TIME'
      | 'PAN_LIKE'
      | 'WRONG_PARTITION'
      | 'STORE_REFUSED';
    DeadLetterDetail: {
      /** @description When it arrived, by the broker's clock. */
      append_time: components['schemas']['Instant'];
      /** @description How often it was decoded again. */
      attempts: number;
      code: components['schemas']['DeadLetterCode'];
      /** @description For people; names the field where there is one. */
      error: string;
      /** @description As text; a value that is not UTF-8 as `hex:` and its bytes. */
      headers: {
        [key: string]: string;
      };
      /** @description topic:partition:offset */
      id: string;
      /** @description Null where the record had no key; an empty key is empty. */
      key: components['schemas']['Bytes'] | null;
      offset: string;
      /** @description The dead letter this record was published anew from. */
      parent: string | null;
      partition: number;
      /** @description The value, in which only card numbers are masked; null where the record had none, or it is withheld. */
      payload: components['schemas']['Bytes'] | null;
      /** @description The value is for operator, auditor and admin. */
      payload_withheld: boolean;
      /** @description When a redrive succeeded: it was judged, or published anew. */
      redriven_at: components['schemas']['Instant'] | null;
      refused_at: components['schemas']['Instant'];
      /** @description Bytes of the value; null where the record had none. */
      size: number | null;
      topic: string;
      /** @description There is a transaction with this id, from other records. */
      txn_exists: boolean;
      /** @description The key, where it can be read as text. */
      txn_id: string | null;
      /** @description The redrive that was asked for and has not been carried out yet. */
      waiting_command: string | null;
    };
    DeadLetterPage: {
      items: components['schemas']['DeadLetter'][];
      next_cursor: string | null;
    };
    /** @enum {string} */
    Direction: 'DEBIT' | 'CREDIT';
    /** @enum {string} */
    EventStatus: 'SUCCESS' | 'FAILED' | 'PENDING' | 'REVERSED';
    /** @enum {string} */
    EventType:
      | 'LEDGER_POSTED'
      | 'LEDGER_REVERSED'
      | 'LEDGER_REJECTED'
      | 'PAYMENT_AUTHORIZED'
      | 'PAYMENT_CAPTURED'
      | 'PAYMENT_FAILED'
      | 'PAYMENT_REFUNDED'
      | 'PAYMENT_INITIATED'
      | 'PAYMENT_CONFIRMED';
    FacetValue: {
      count: number;
      /** @description False: there are this many or more, "10,000+". */
      exact: boolean;
      /** @description Null: none. */
      value: string | null;
    };
    /** @enum {string} */
    Hint: 'FEE_SIZED' | 'MINOR_UNIT_SLIP' | 'TIMEZONE_SIZED' | 'IDENTICAL_COPY';
    /** @description Transaction ids, at most 500. */
    IdList: {
      ids: string[];
    };
    /** @description Where more than 50 breaks miss the same source within five minutes, in the last day. */
    IncidentList: {
      /** @description Newest first. */
      items: {
        /** @description Most breaks first. */
        at_risk: {
          at_risk_minor: components['schemas']['Minor'];
          currency: components['schemas']['Currency'];
        }[];
        /** @description Open ones that miss this source, and only it, and were first seen in this time. */
        breaks: number;
        from: components['schemas']['Instant'];
        missing: components['schemas']['Source'];
        to: components['schemas']['Instant'];
      }[];
    };
    /**
     * Format: date-time
     * @description ISO 8601 in UTC, to the millisecond.
     * @example 2026-03-01T09:30:00.000Z
     */
    Instant: string;
    KnownIds: {
      /** @description In the order asked for. */
      items: components['schemas']['Txn'][];
      /** @description Ids of which no event has come yet, in the order asked for. */
      unknown: string[];
    };
    Lane: {
      /** @description Why the lane stands still until somebody acts. */
      halted: string | null;
      /** @description Now − lane time. */
      lag_ms: number;
      lane: string;
      /** @description How far the input is known to have been read. */
      lane_time: components['schemas']['Instant'];
      /** @description Why it cannot read on just now: it goes on by itself once that is over. */
      stalled: string | null;
      /** @description When it was written last: about once a second, whatever arrives. */
      written_at: components['schemas']['Instant'];
    };
    /** @description The event that speaks for one source. */
    Leg: {
      amount_minor: components['schemas']['Minor'];
      /** @description When it arrived, by the broker's clock. */
      append_time: components['schemas']['Instant'];
      channel: components['schemas']['Channel'] | null;
      /** @description The customer's clock as the app gave it; shown, never judged. */
      client_time: string | null;
      currency: components['schemas']['Currency'];
      direction: components['schemas']['Direction'] | null;
      event_id: string;
      event_time: components['schemas']['Instant'];
      /** @description Carried, not compared. */
      fee_minor: components['schemas']['Minor'] | null;
      /** @description It arrived past the arrival deadline. */
      late: boolean;
      outcome: components['schemas']['Outcome'];
      position: components['schemas']['Position'];
      rail: components['schemas']['Rail'] | null;
      reference: string | null;
      type: components['schemas']['EventType'];
    };
    /** @description A refused record with the transaction’s id as its key. */
    LetterOfTxn: {
      code: components['schemas']['DeadLetterCode'];
      /** @description topic:partition:offset */
      id: string;
      /** @description When a redrive succeeded: it was judged, or published anew. */
      redriven_at: components['schemas']['Instant'] | null;
      refused_at: components['schemas']['Instant'];
      /** @description Whose topic it lies in. */
      source: components['schemas']['Source'];
    };
    /**
     * @description The label shown to people.
     * @enum {string}
     */
    LifeCycle:
      | 'INIT'
      | 'CORE_RECEIVED'
      | 'GATEWAY_RECEIVED'
      | 'MOBILE_RECEIVED'
      | 'PARTIAL'
      | 'MATCHED'
      | 'MISMATCHED'
      | 'RESOLVED'
      | 'CLOSED';
    /**
     * @description Handshake `batches`: the client takes each batch as one binary attachment, the UTF-8 JSON of LiveChanges as deflated bytes (RFC 1951). With anything else it gets LiveChanges as they are.
     * @constant
     */
    LiveBatches: 'deflate-raw';
    /** @description Event `changes`, to be acknowledged; the next comes after that. */
    LiveChanges: {
      from: components['schemas']['LiveCursor'];
      items: components['schemas']['LiveTxn'][];
      /** @description Changes still waiting for this client after these. */
      left: number;
      /** @description What the client has seen once it has taken these items. */
      to: components['schemas']['LiveCursor'];
    };
    /**
     * @description The last sequence number seen of each lane; what a snapshot is true for.
     * @example {
     *       "lane-0": 123,
     *       "lane-1": 98
     *     }
     */
    LiveCursor: {
      [key: string]: number;
    };
    /** @description Event `status`: whether the feed itself can be trusted to be up to date. */
    LiveStatus: {
      at: components['schemas']['Instant'];
      detail: string | null;
      /** @enum {string} */
      state: 'live' | 'degraded';
    };
    LiveTxn: {
      amount_minor: components['schemas']['Minor'];
      /** @description Who looks after it; null: nobody. */
      assignee: string | null;
      at_fault: components['schemas']['Source'] | null;
      at_risk_minor: components['schemas']['Minor'];
      /** @description When the present run of having a reason began. */
      broken_at: components['schemas']['Instant'] | null;
      channel: components['schemas']['Channel'];
      currency: components['schemas']['Currency'];
      /** @description Arrival deadline. */
      deadline_at: components['schemas']['Instant'];
      /** @description Largest − smallest compared amount; null where none were compared. */
      discrepancy_minor: components['schemas']['Minor'] | null;
      first_seen_at: components['schemas']['Instant'];
      hints: components['schemas']['Hint'][];
      legs: {
        core: components['schemas']['Leg'] | null;
        gateway: components['schemas']['Leg'] | null;
        mobile: components['schemas']['Leg'] | null;
      };
      life_cycle: components['schemas']['LifeCycle'];
      /** @description Sources expected and not heard of. */
      missing: components['schemas']['Source'][];
      previous_status: components['schemas']['VerdictStatus'] | null;
      reasons: components['schemas']['Reason'][];
      revision: number;
      rule_version: number;
      severity: components['schemas']['Severity'] | null;
      /** @description Sources that have spoken. */
      sources: components['schemas']['Source'][];
      status: components['schemas']['VerdictStatus'];
      txn_id: string;
      updated_at: components['schemas']['Instant'];
      work_state: components['schemas']['WorkState'];
    };
    /** @description The caller, with every role it has, inherited ones included, and whose clocks it may read times by. */
    Me: {
      /** @description Where the business has its days: an IANA time zone. */
      business_zone: string;
      name: string;
      roles: components['schemas']['Role'][];
      username: string;
    };
    /**
     * @description Money in minor units of its currency, as digits: it may exceed what a JavaScript number holds.
     * @example 500000
     */
    Minor: string;
    /**
     * @description What the event says became of the money.
     * @enum {string}
     */
    Outcome: 'IGNORED' | 'PENDING' | 'FAILED' | 'REVERSED' | 'SUCCESS';
    /** @description Where the record lies in Kafka. */
    Position: {
      offset: string;
      partition: number;
      topic: string;
    };
    /** @description RFC 9457. */
    Problem: {
      /** @enum {string} */
      code:
        | 'UNAUTHENTICATED'
        | 'FORBIDDEN'
        | 'INVALID_REQUEST'
        | 'CURSOR_OF_ANOTHER_QUERY'
        | 'TXN_NOT_FOUND'
        | 'NOT_FOUND'
        | 'METHOD_NOT_ALLOWED'
        | 'ALREADY_REDRIVEN'
        | 'TOO_MANY_REQUESTS'
        | 'INTERNAL'
        | 'UNAVAILABLE';
      detail: string;
      errors?: {
        field: string;
        problem: string;
      }[];
      instance: string;
      request_id: string;
      status: number;
      title: string;
      type: string;
    };
    /** @description Every record that arrived was judged or refused, since the first start. */
    Proof: {
      /** @description Records the lanes have read: their own counter. */
      arrived: number;
      /** @description Counted when they were judged, redriven ones too. */
      judged: number;
      /** @description Of judged events: how many and their sum, per currency. */
      judged_minor: {
        currency: components['schemas']['Currency'];
        events: number;
        minor: components['schemas']['Minor'];
      }[];
      /** @description Counted when they were refused, less those accepted since. */
      refused: number;
      /** @description arrived − judged − refused: anything but 0 is a record lost or doubled. */
      residue: number;
      sources: {
        /** @description Records the lanes have read: their own counter. */
        arrived: number;
        /** @description Counted when they were judged, redriven ones too. */
        judged: number;
        /** @description Counted when they were refused, less those accepted since. */
        refused: number;
        /** @description arrived − judged − refused: anything but 0 is a record lost or doubled. */
        residue: number;
        source: components['schemas']['Source'];
      }[];
    };
    /** @enum {string} */
    Rail: 'CARD' | 'UPI' | 'WALLET' | 'NETBANKING';
    /** @description A record as it was accepted. */
    RawEvent: {
      /** @description When it arrived, by the broker's clock. */
      append_time: components['schemas']['Instant'];
      /** @description Why its fields cannot be shown. */
      decode_error: string | null;
      /** @description Its fields, amounts in minor units as digits, times in ms; null where they cannot be read or are withheld. */
      decoded: {
        [key: string]: unknown;
      } | null;
      event_id: string;
      /** @description The value with its five bytes of framing; null where it is withheld. */
      payload: components['schemas']['Bytes'] | null;
      position: components['schemas']['Position'];
      /** @description In the registry; what it was written with. */
      schema_id: number;
      /** @description Bytes of the value. */
      size: number;
      source: components['schemas']['Source'];
    };
    RawEventPage: {
      /** @description Newest first; redelivered and ignored ones too. */
      items: components['schemas']['RawEvent'][];
      next_cursor: string | null;
      /** @description Values are for operator, auditor and admin. */
      payload_withheld: boolean;
    };
    /** @enum {string} */
    Reason:
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
    Role: 'viewer' | 'operator' | 'auditor' | 'admin';
    SearchResult: {
      /** @description The transaction of exactly this id, breaks with this reference or event id, then ids that begin so. */
      items: {
        /** @enum {string} */
        found_by: 'txn_id' | 'reference' | 'event_id';
        /** @description Whose reference or event id it is; null for the transaction’s id. */
        source: components['schemas']['Source'] | null;
        txn: components['schemas']['Txn'];
      }[];
    };
    /** @enum {string} */
    Severity: 'low' | 'medium' | 'high' | 'critical';
    /**
     * @description The system that reported.
     * @enum {string}
     */
    Source: 'core' | 'gateway' | 'mobile';
    SourceEvent: {
      amount_minor: components['schemas']['Minor'];
      append_time: components['schemas']['Instant'];
      channel: components['schemas']['Channel'] | null;
      /** @description The customer's clock as the app gave it; shown, never judged. */
      client_time: string | null;
      currency: components['schemas']['Currency'];
      direction: components['schemas']['Direction'] | null;
      event_id: string;
      event_time: components['schemas']['Instant'];
      fee_minor: components['schemas']['Minor'] | null;
      outcome: components['schemas']['Outcome'];
      position: components['schemas']['Position'];
      rail: components['schemas']['Rail'] | null;
      reference: string | null;
      source: components['schemas']['Source'];
      status: components['schemas']['EventStatus'];
      type: components['schemas']['EventType'];
    };
    SourceHealth: {
      /** @description Of those: sent before under the same event id. */
      again: number;
      /** @description How far behind now it is known to have been read in every lane; null before anything was. */
      lag_ms: number | null;
      /** @description By the broker's clock. */
      last_record_at: components['schemas']['Instant'] | null;
      /** @description From when it happened, as the source says, to when it arrived. Below zero where its clock is ahead. */
      lateness: {
        p50_ms: number;
        p95_ms: number;
      } | null;
      /** @description The newest records: what lateness, `again` and schemas are told of. */
      looked_at: number;
      /** @description Records a minute over the last 5 whole minutes. */
      per_minute: number;
      /** @description The same a week before. */
      per_minute_last_week: number;
      refused_last_hour: number;
      /** @description Ids in the registry, of the newest records. */
      schema_ids: number[];
      /** @description When the last record came, where nothing has come for 5 usual gaps and at least 10 s. */
      silent_since: components['schemas']['Instant'] | null;
      source: components['schemas']['Source'];
      /** @description 95 of 100 gaps between two records are not longer; null with too few records. */
      usual_gap_ms: number | null;
    };
    SourceList: {
      at: components['schemas']['Instant'];
      items: components['schemas']['SourceHealth'][];
    };
    Summary: {
      /** @description Open breaks by how long they have been broken, youngest first. */
      ages: {
        /** @description Broken for at least this long … */
        from_ms: number;
        severities: components['schemas']['BySeverity'];
        /** @description … and less than this; null: no end. */
        to_ms: number | null;
      }[];
      as_of: components['schemas']['LiveCursor'];
      at: components['schemas']['Instant'];
      /** @description Over open breaks, a line per currency. */
      at_risk: components['schemas']['AtRisk'][];
      /** @description When open breaks were counted, all that follows: more rarely than the totals. */
      breaks_at: components['schemas']['Instant'];
      lanes: components['schemas']['Lane'][];
      /** @description MATCHED / (MATCHED + MISMATCHED + RESOLVED); null before anything was decided. */
      match_rate: number | null;
      /** @description The open break that has been broken for longest. */
      oldest: {
        broken_at: components['schemas']['Instant'];
        txn_id: string;
      } | null;
      open_breaks: number;
      proof: components['schemas']['Proof'];
      /** @description Over open breaks, most frequent first; a break with two reasons counts in both. */
      reasons: {
        at_risk: components['schemas']['AtRisk'][];
        count: number;
        reason: components['schemas']['Reason'];
      }[];
      /** @description Open breaks of each severity. */
      severities: components['schemas']['BySeverity'];
      /** @description Transactions now in each status. */
      totals: components['schemas']['Totals'];
      /** @description Null before the first run. */
      verification: components['schemas']['Verification'] | null;
    };
    SummarySeries: {
      at: components['schemas']['Instant'];
      /** @description A minute to a day; buckets begin at whole multiples of it, in UTC. */
      bucket_ms: number;
      /** @description Oldest first, without a gap. */
      buckets: {
        /** @description Breaks that closed. */
        closed: number;
        /** @description Records judged. */
        judged: components['schemas']['BySource'];
        /** @description Breaks that opened. */
        opened: number;
        /** @description Transactions that gained each reason. Only reasons that occur. */
        reasons: {
          [key: string]: number;
        };
        /** @description Records refused. */
        refused: components['schemas']['BySource'];
        start: components['schemas']['Instant'];
        /** @description Transactions that entered each status. */
        verdicts: components['schemas']['Totals'];
      }[];
      /** @description Over all buckets, most records first. */
      currencies: {
        closed: number;
        currency: components['schemas']['Currency'];
        /** @description Records judged. */
        events: number;
        opened: number;
        /** @description At risk in the breaks that opened, when they did. */
        opened_minor: components['schemas']['Minor'];
      }[];
      from: components['schemas']['Instant'];
      match_rate: {
        /** @description Of what was decided in the last 60 minutes. */
        last_hour: number | null;
        /** @description Of what was decided in the same minutes a week before. */
        week_before: number | null;
      };
      /** @description From the first record of a transaction to its first verdict. */
      time_to_verdict: {
        /** @description Transactions decided for the first time: what the times are of. */
        decided: number;
        /** @description Half of them were decided within this. */
        p50_ms: number | null;
        /** @description 95 of 100 were decided within this. */
        p95_ms: number | null;
      };
      /** @description Exclusive. Where it lies ahead of `at`, the last bucket is still filling. */
      to: components['schemas']['Instant'];
      /** @description Over all buckets. */
      total: {
        /** @description Breaks that closed. */
        closed: number;
        /** @description Records judged. */
        judged: components['schemas']['BySource'];
        /** @description Breaks that opened. */
        opened: number;
        /** @description Transactions that gained each reason. Only reasons that occur. */
        reasons: {
          [key: string]: number;
        };
        /** @description Records refused. */
        refused: components['schemas']['BySource'];
        /** @description Transactions that entered each status. */
        verdicts: components['schemas']['Totals'];
      };
    };
    TimelineAction: {
      action: string;
      actor: string;
      at: components['schemas']['Instant'];
      chain: string;
      /** @constant */
      kind: 'action';
      seq: number;
    };
    TimelineEntry:
      | components['schemas']['TimelineEvent']
      | components['schemas']['TimelineVerdict']
      | components['schemas']['TimelineAction'];
    /** @description A record that was read, redelivered and ignored ones included. */
    TimelineEvent: {
      amount_minor: components['schemas']['Minor'];
      at: components['schemas']['Instant'];
      currency: components['schemas']['Currency'];
      event_id: string;
      event_time: components['schemas']['Instant'];
      /** @constant */
      kind: 'event';
      outcome: components['schemas']['Outcome'];
      position: components['schemas']['Position'];
      source: components['schemas']['Source'];
      status: components['schemas']['EventStatus'];
      type: components['schemas']['EventType'];
    };
    TimelineVerdict: {
      added: components['schemas']['Reason'][];
      at: components['schemas']['Instant'];
      chain: string;
      /** @constant */
      kind: 'verdict';
      /** @description Sources whose late event this verdict answers. */
      late_arrival: components['schemas']['Source'][];
      previous_status: components['schemas']['VerdictStatus'] | null;
      reasons: components['schemas']['Reason'][];
      removed: components['schemas']['Reason'][];
      rule_version: number;
      seq: number;
      status: components['schemas']['VerdictStatus'];
    };
    /** @description Transactions by status. */
    Totals: {
      CLOSED: number;
      MATCHED: number;
      MISMATCHED: number;
      PARTIAL: number;
      PENDING: number;
      RESOLVED: number;
    };
    /** @description One transaction and its verdict: a row of the list, and of the live feed. */
    Txn: {
      amount_minor: components['schemas']['Minor'];
      /** @description Who looks after it; null: nobody. */
      assignee: string | null;
      at_fault: components['schemas']['Source'] | null;
      at_risk_minor: components['schemas']['Minor'];
      /** @description When the present run of having a reason began. */
      broken_at: components['schemas']['Instant'] | null;
      channel: components['schemas']['Channel'];
      currency: components['schemas']['Currency'];
      /** @description Arrival deadline. */
      deadline_at: components['schemas']['Instant'];
      /** @description Largest − smallest compared amount; null where none were compared. */
      discrepancy_minor: components['schemas']['Minor'] | null;
      first_seen_at: components['schemas']['Instant'];
      hints: components['schemas']['Hint'][];
      legs: {
        core: components['schemas']['Leg'] | null;
        gateway: components['schemas']['Leg'] | null;
        mobile: components['schemas']['Leg'] | null;
      };
      life_cycle: components['schemas']['LifeCycle'];
      /** @description Sources expected and not heard of. */
      missing: components['schemas']['Source'][];
      reasons: components['schemas']['Reason'][];
      revision: number;
      rule_version: number;
      severity: components['schemas']['Severity'] | null;
      /** @description Sources that have spoken. */
      sources: components['schemas']['Source'][];
      status: components['schemas']['VerdictStatus'];
      txn_id: string;
      updated_at: components['schemas']['Instant'];
      work_state: components['schemas']['WorkState'];
    };
    TxnCounts: {
      as_of: components['schemas']['LiveCursor'];
      /** @description What is at risk in what was counted. */
      at_risk: {
        at_risk_minor: components['schemas']['Minor'];
        currency: components['schemas']['Currency'];
      }[];
      /** @description Null: all was counted. Else what was first seen before this was not: counting more would take too long. */
      covered_from: components['schemas']['Instant'] | null;
      /** @description Counts of each value among what the filter lets through. A transaction counts for each of its reasons. */
      facets: {
        /** @description Most frequent first; what none has is left out. */
        assignee: components['schemas']['FacetValue'][];
        /** @description Most frequent first; what none has is left out. */
        at_fault: components['schemas']['FacetValue'][];
        /** @description Most frequent first; what none has is left out. */
        channel: components['schemas']['FacetValue'][];
        /** @description Most frequent first; what none has is left out. */
        currency: components['schemas']['FacetValue'][];
        /** @description Most frequent first; what none has is left out. */
        missing: components['schemas']['FacetValue'][];
        /** @description Most frequent first; what none has is left out. */
        reason: components['schemas']['FacetValue'][];
        /** @description Most frequent first; what none has is left out. */
        severity: components['schemas']['FacetValue'][];
        /** @description Most frequent first; what none has is left out. */
        status: components['schemas']['FacetValue'][];
        /** @description Most frequent first; what none has is left out. */
        work_state: components['schemas']['FacetValue'][];
      };
      /** @description By when it was first seen. */
      histogram: {
        /** @description Oldest first; empty ones are left out. */
        buckets: {
          at: components['schemas']['Instant'];
          count: number;
          /** @description False: there are this many or more, "10,000+". */
          exact: boolean;
        }[];
        /** @description Seconds a bucket; they begin at multiples of it from Monday 2000-01-03 UTC. */
        width_s: number;
      };
      total: {
        count: number;
        /** @description False: there are this many or more, "10,000+". */
        exact: boolean;
      };
    };
    TxnDetail: {
      amount_minor: components['schemas']['Minor'];
      as_of: components['schemas']['LiveCursor'];
      /** @description Who looks after it; null: nobody. */
      assignee: string | null;
      at_fault: components['schemas']['Source'] | null;
      at_risk_minor: components['schemas']['Minor'];
      /** @description When the present run of having a reason began. */
      broken_at: components['schemas']['Instant'] | null;
      channel: components['schemas']['Channel'];
      currency: components['schemas']['Currency'];
      /** @description Refused records of this transaction, newest first, at most 20. */
      dead_letters: components['schemas']['LetterOfTxn'][];
      /** @description Arrival deadline. */
      deadline_at: components['schemas']['Instant'];
      /** @description Largest − smallest compared amount; null where none were compared. */
      discrepancy_minor: components['schemas']['Minor'] | null;
      /** @description Every event the verdict rests on. */
      events: components['schemas']['SourceEvent'][];
      explanation: components['schemas']['Check'][];
      first_seen_at: components['schemas']['Instant'];
      hints: components['schemas']['Hint'][];
      legs: {
        core: components['schemas']['Leg'] | null;
        gateway: components['schemas']['Leg'] | null;
        mobile: components['schemas']['Leg'] | null;
      };
      life_cycle: components['schemas']['LifeCycle'];
      /** @description Sources expected and not heard of. */
      missing: components['schemas']['Source'][];
      next_action: {
        reason: components['schemas']['Reason'];
        text: string;
      }[];
      reasons: components['schemas']['Reason'][];
      revision: number;
      rule_version: number;
      severity: components['schemas']['Severity'] | null;
      /** @description Sources that have spoken. */
      sources: components['schemas']['Source'][];
      status: components['schemas']['VerdictStatus'];
      /** @description Oldest first. */
      timeline: components['schemas']['TimelineEntry'][];
      /** @description Only the newest entries are given. */
      timeline_truncated: boolean;
      txn_id: string;
      updated_at: components['schemas']['Instant'];
      work_state: components['schemas']['WorkState'];
    };
    TxnPage: {
      as_of: components['schemas']['LiveCursor'];
      items: components['schemas']['Txn'][];
      /** @description How far back everything was looked at for this page and those before it; null on the last page, and where the order is not that of time. */
      looked_to: string | null;
      /** @description Give it back as `cursor`, with the same filter and order, for the next page; null on the last. A page may hold fewer rows than asked for, even none, and not be the last. */
      next_cursor: string | null;
    };
    TxnState: {
      amount_minor: components['schemas']['Minor'];
      as_of: components['schemas']['LiveCursor'];
      /** @description Who looks after it; null: nobody. */
      assignee: string | null;
      at_fault: components['schemas']['Source'] | null;
      at_risk_minor: components['schemas']['Minor'];
      /** @description When the present run of having a reason began. */
      broken_at: components['schemas']['Instant'] | null;
      channel: components['schemas']['Channel'];
      currency: components['schemas']['Currency'];
      /** @description Refused records of this transaction, newest first, at most 20. */
      dead_letters: components['schemas']['LetterOfTxn'][];
      /** @description Arrival deadline. */
      deadline_at: components['schemas']['Instant'];
      /** @description Largest − smallest compared amount; null where none were compared. */
      discrepancy_minor: components['schemas']['Minor'] | null;
      /** @description Every event the verdict rests on. */
      events: components['schemas']['SourceEvent'][];
      explanation: components['schemas']['Check'][];
      first_seen_at: components['schemas']['Instant'];
      hints: components['schemas']['Hint'][];
      legs: {
        core: components['schemas']['Leg'] | null;
        gateway: components['schemas']['Leg'] | null;
        mobile: components['schemas']['Leg'] | null;
      };
      life_cycle: components['schemas']['LifeCycle'];
      /** @description Sources expected and not heard of. */
      missing: components['schemas']['Source'][];
      next_action: {
        reason: components['schemas']['Reason'];
        text: string;
      }[];
      reasons: components['schemas']['Reason'][];
      revision: number;
      rule_version: number;
      severity: components['schemas']['Severity'] | null;
      /** @description Sources that have spoken. */
      sources: components['schemas']['Source'][];
      /** @description The same as `status`. */
      state: components['schemas']['VerdictStatus'];
      status: components['schemas']['VerdictStatus'];
      /** @description Oldest first. */
      timeline: components['schemas']['TimelineEntry'][];
      /** @description Only the newest entries are given. */
      timeline_truncated: boolean;
      txn_id: string;
      updated_at: components['schemas']['Instant'];
      work_state: components['schemas']['WorkState'];
    };
    /** @enum {string} */
    VerdictStatus: 'RESOLVED' | 'MISMATCHED' | 'PENDING' | 'CLOSED' | 'PARTIAL' | 'MATCHED';
    /** @description What the runs of the verification said. The proof itself is signed and lies outside the database. */
    Verification: {
      /** @description When the newest run ended. */
      at: components['schemas']['Instant'];
      audit_rows: number;
      chains: number;
      /** @description The newest failure that no run since has shown to be gone: one that looked at as much and found nothing. */
      failure: {
        /** @description When the run ended that found it. */
        at: components['schemas']['Instant'];
        chain: string | null;
        code: string;
        /** @description How much does not hold; what follows is the first of it. */
        findings: number;
        /** @description Where it lies, if not at a row of a chain. */
        place: string | null;
        problem: string;
        /** @description The first bad or missing row of the chain. */
        seq: string | null;
      } | null;
      raw_rows: number;
      /** @description It began at the beginning, whatever a signed checkpoint had seen. */
      whole: boolean;
    };
    /**
     * @description How far people are with it.
     * @enum {string}
     */
    WorkState: 'OPEN' | 'ASSIGNED' | 'AWAITING_APPROVAL' | 'RESOLVED';
  };
  responses: never;
  parameters: never;
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type AccessPage = components['schemas']['AccessPage'];
export type AccessRow = components['schemas']['AccessRow'];
export type AtRisk = components['schemas']['AtRisk'];
export type BySeverity = components['schemas']['BySeverity'];
export type BySource = components['schemas']['BySource'];
export type Bytes = components['schemas']['Bytes'];
export type Channel = components['schemas']['Channel'];
export type Check = components['schemas']['Check'];
export type CheckValue = components['schemas']['CheckValue'];
export type Command = components['schemas']['Command'];
export type CommandAccepted = components['schemas']['CommandAccepted'];
export type CommandId = components['schemas']['CommandId'];
export type Currency = components['schemas']['Currency'];
export type DeadLetter = components['schemas']['DeadLetter'];
export type DeadLetterCode = components['schemas']['DeadLetterCode'];
export type DeadLetterDetail = components['schemas']['DeadLetterDetail'];
export type DeadLetterPage = components['schemas']['DeadLetterPage'];
export type Direction = components['schemas']['Direction'];
export type EventStatus = components['schemas']['EventStatus'];
export type EventType = components['schemas']['EventType'];
export type FacetValue = components['schemas']['FacetValue'];
export type Hint = components['schemas']['Hint'];
export type IdList = components['schemas']['IdList'];
export type IncidentList = components['schemas']['IncidentList'];
export type Instant = components['schemas']['Instant'];
export type KnownIds = components['schemas']['KnownIds'];
export type Lane = components['schemas']['Lane'];
export type Leg = components['schemas']['Leg'];
export type LetterOfTxn = components['schemas']['LetterOfTxn'];
export type LifeCycle = components['schemas']['LifeCycle'];
export type LiveBatches = components['schemas']['LiveBatches'];
export type LiveChanges = components['schemas']['LiveChanges'];
export type LiveCursor = components['schemas']['LiveCursor'];
export type LiveStatus = components['schemas']['LiveStatus'];
export type LiveTxn = components['schemas']['LiveTxn'];
export type Me = components['schemas']['Me'];
export type Minor = components['schemas']['Minor'];
export type Outcome = components['schemas']['Outcome'];
export type Position = components['schemas']['Position'];
export type Problem = components['schemas']['Problem'];
export type Proof = components['schemas']['Proof'];
export type Rail = components['schemas']['Rail'];
export type RawEvent = components['schemas']['RawEvent'];
export type RawEventPage = components['schemas']['RawEventPage'];
export type Reason = components['schemas']['Reason'];
export type Role = components['schemas']['Role'];
export type SearchResult = components['schemas']['SearchResult'];
export type Severity = components['schemas']['Severity'];
export type Source = components['schemas']['Source'];
export type SourceEvent = components['schemas']['SourceEvent'];
export type SourceHealth = components['schemas']['SourceHealth'];
export type SourceList = components['schemas']['SourceList'];
export type Summary = components['schemas']['Summary'];
export type SummarySeries = components['schemas']['SummarySeries'];
export type TimelineAction = components['schemas']['TimelineAction'];
export type TimelineEntry = components['schemas']['TimelineEntry'];
export type TimelineEvent = components['schemas']['TimelineEvent'];
export type TimelineVerdict = components['schemas']['TimelineVerdict'];
export type Totals = components['schemas']['Totals'];
export type Txn = components['schemas']['Txn'];
export type TxnCounts = components['schemas']['TxnCounts'];
export type TxnDetail = components['schemas']['TxnDetail'];
export type TxnPage = components['schemas']['TxnPage'];
export type TxnState = components['schemas']['TxnState'];
export type VerdictStatus = components['schemas']['VerdictStatus'];
export type Verification = components['schemas']['Verification'];
export type WorkState = components['schemas']['WorkState'];
export type $defs = Record<string, never>;
export interface operations {
  getCommand: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description As it was given when it was asked for. */
        command_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "command_id": "0b9f3d3e-6a1c-4e6e-8f60-2f4f0f6e2f11",
           *       "verb": "redrive",
           *       "requested_by": "user:operator",
           *       "requested_at": "2026-03-01T09:41:07.500Z",
           *       "applied_at": "2026-03-01T09:41:08.100Z",
           *       "outcome": {
           *         "result": "accepted",
           *         "txn_id": "TXN1004"
           *       }
           *     }
           */
          'application/json': components['schemas']['Command'];
        };
      };
      /** @description A parameter is unknown or bad; `errors` names it. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description No token, or not a good one. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The token lacks the role. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such thing. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Too many failed sign-ins from this address. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The address and headers are larger than 16 KB together. */
      431: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description Something this needs is away; try again. */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
}
