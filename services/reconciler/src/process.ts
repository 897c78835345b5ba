// The whole process on real servers, for whoever connects it to another Kafka: see bench/.
export { reconcilerEnv } from './env.ts';
export { runReconciler } from './run-reconciler.ts';
