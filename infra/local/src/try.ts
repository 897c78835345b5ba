import { surroundings } from './env.ts';
import { supervise } from './supervisor/supervise.ts';
const end = new AbortController();
process.on('SIGTERM', () => end.abort()); process.on('SIGINT', () => end.abort());
process.exitCode = await supervise(surroundings(), { serversOnly: true }, (m) => console.log(JSON.stringify(m)), end.signal);
