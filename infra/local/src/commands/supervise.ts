import type { Surroundings } from '../env.ts';
import { type Message, type Order, orderSchema } from '../supervisor/messages.ts';
import { supervise as run, type SuperviseOptions } from '../supervisor/supervise.ts';

/** The supervisor's process: what `start` runs in a session of its own. */
export async function supervise(surroundings: Surroundings, options: SuperviseOptions): Promise<number> {
  const end = new AbortController();
  let isReady = false;
  let detached = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end.abort());
  process.on('disconnect', () => {
    // `start --detach` says so before it leaves; a start that was killed does not.
    if (!detached) end.abort();
  });
  let obey: ((order: Order) => void) | undefined;
  process.on('message', (message) => {
    const order = orderSchema.parse(message);
    if (order.type === 'detach') detached = isReady;
    else obey?.(order);
  });
  const code = await run(surroundings, options, tell, (listener) => (obey = listener), end.signal);
  // An open channel would keep this process alive.
  if (process.connected) process.disconnect();
  return code;

  function tell(message: Message): void {
    if (message.type === 'ready') isReady = true;
    console.log(JSON.stringify({ time: new Date().toISOString(), ...message }));
    // The other side may be gone at any moment; then there is nobody to tell.
    if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
  }
}
