import { EvenPace, type Random, type Scenario, scenarioAt } from '@tieout/producers';
import { chaosEvents } from './chaos.ts';
import type { Outgoing } from './outgoing.ts';
import { counterpart, poison } from './poison.ts';
import type { WireFormat } from './wire-format.ts';

export interface WorkloadSettings {
  readonly seed: number;
  readonly startAt: number;
  readonly slaMs: number;
  readonly partitionCount: number;
  /** Payments whose verdict is known by construction. */
  readonly scenarios: number;
  readonly chaos: number;
  readonly poisons: number;
  /** Time from the first payment to the last. */
  readonly spanMs: number;
}

export interface Due {
  readonly at: number;
  readonly outgoing: Outgoing;
}

export interface Workload {
  /** By the time at which they are to be sent. */
  readonly due: readonly Due[];
  readonly scenarios: readonly Scenario[];
  readonly transactions: number;
}

/** More go wrong than in real life: so each kind comes up in most runs. */
const ANOMALIES = 0.25;
/** Of the poison of which something can be made later. */
const COUNTERPARTS = 0.7;
/** What comes late comes this much later than the SLA allows. */
const LATE_SLAS = 1.25;

/** Everything that is sent in one run, and when. */
export function workloadOf(settings: WorkloadSettings, random: Random, wire: WireFormat): Workload {
  const { seed, startAt, slaMs, partitionCount, spanMs } = settings;
  const due: Due[] = [];
  const pace = new EvenPace(startAt, spanMs / settings.scenarios);
  const workload = { seed: `s${seed}`, anomalies: ANOMALIES, pace, lateMs: LATE_SLAS * slaMs };
  const scenarios = Array.from({ length: settings.scenarios }, (_, index) => scenarioAt(workload, index));
  for (const { index, events } of scenarios)
    for (const event of events)
      due.push({ at: pace.timeOf(index) + event.delayMs, outgoing: wire.outgoing(event, partitionCount) });
  for (let index = 0; index < settings.chaos; index++) {
    const at = startAt + random.between(0, spanMs);
    for (const event of chaosEvents(random, `C-${seed}-${index}`, at, slaMs))
      due.push({ at: at + event.delayMs, outgoing: wire.outgoing(event, partitionCount) });
  }
  for (let index = 0; index < settings.poisons; index++) {
    const at = startAt + random.between(0, spanMs);
    const outgoing = poison(random, index, `P-${seed}-${index}`, wire, partitionCount);
    due.push({ at, outgoing });
    const { event } = outgoing.about;
    if (event?.source === 'core' && random.next() < COUNTERPARTS)
      due.push({
        at: at + random.between(0, 2 * slaMs),
        outgoing: wire.outgoing(counterpart(event), partitionCount),
      });
  }
  return {
    due: due.toSorted((a, b) => a.at - b.at),
    scenarios,
    transactions: settings.scenarios + settings.chaos,
  };
}
