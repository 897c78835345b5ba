// The workload without its ways to Kafka, for whoever has a log of their own: see simulator/.
export type { ScenarioEvent } from './scenario/event.ts';
export { EvenPace } from './scenario/pace.ts';
export type { Workload } from './scenario/payment.ts';
export { Random } from './scenario/random.ts';
export { type Scenario, scenarioAt } from './scenario/scenario.ts';
export type { Truth } from './scenario/truth.ts';
