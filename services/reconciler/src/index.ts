// The engine without its servers, for whoever brings other ones: see simulator/.
export { checkLimits, DEFAULT_LIMITS, type LaneLimits } from './limits.ts';
export type { Clock, LaneObserver, LogControl, Tick } from './ports.ts';
export { Reconciler, type ReconcilerParts } from './reconciler.ts';
