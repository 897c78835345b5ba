import { ANOMALIES, ORDINARY } from './cases/index.ts';
import type { Case } from './cases/case.ts';
import type { ScenarioEvent } from './event.ts';
import { type Payment, paymentAt, type Workload } from './payment.ts';
import { type Truth, truthOf } from './truth.ts';

/** A transaction of a workload: what is sent, and what must come of it. */
export interface Scenario {
  readonly index: number;
  readonly txnId: string;
  readonly caseName: string;
  readonly anomaly: boolean;
  readonly events: readonly ScenarioEvent[];
  readonly truth: Truth;
}

/**
 * The transaction of this index. Pure: the same workload and index give the same events, ids, times and truth in every process, so three
 * simulators that know nothing of each other tell of the same payments.
 */
export function scenarioAt(workload: Workload, index: number): Scenario {
  const payment = paymentAt(workload, index);
  const anomaly = payment.random.next() < workload.anomalies;
  const chosen = choose(anomaly ? ANOMALIES : ORDINARY, payment);
  return { index, txnId: payment.txnId, anomaly, ...tell(chosen, payment) };
}

/** How the payment goes in this case, which must suit it. */
export function tell(one: Case, payment: Payment): Pick<Scenario, 'caseName' | 'events' | 'truth'> {
  const steps = one.steps(payment);
  return {
    caseName: one.name,
    events: steps.map(({ event }) => event),
    truth: truthOf(steps, one.ending(payment)),
  };
}

function choose(cases: readonly Case[], payment: Payment): Case {
  const suitable = cases.filter(({ suits }) => suits === undefined || suits(payment));
  return payment.random.pick(suitable.map((value) => ({ weight: value.weight, value })));
}
