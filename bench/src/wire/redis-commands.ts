/** A command as a client sent it: its name and arguments. */
export type RedisCommand = readonly Buffer[];

const CR_LF = 2;

/** Takes what a client of Redis has sent apart into commands: arrays of bulk strings (RESP). A last one that is not whole is left out. */
export function commandsOf(sent: readonly Buffer[]): RedisCommand[] {
  const bytes = Buffer.concat(sent);
  const commands: RedisCommand[] = [];
  let at = 0;
  const number = (): number | undefined => {
    const end = bytes.indexOf('\r\n', at);
    if (end === -1) return undefined;
    const value = Number(bytes.toString('latin1', at + 1, end));
    at = end + CR_LF;
    return value;
  };
  for (;;) {
    const count = at < bytes.length ? number() : undefined;
    if (count === undefined) return commands;
    const parts: Buffer[] = [];
    for (let left = count; left > 0; left--) {
      const length = number();
      if (length === undefined || at + length + CR_LF > bytes.length) return commands;
      parts.push(bytes.subarray(at, at + length));
      at += length + CR_LF;
    }
    commands.push(parts);
  }
}

/** The commands of one round trip each: a load begins with the due deadlines, what is written back is not followed by a read. */
export function roundTripsOf(commands: readonly RedisCommand[]): RedisCommand[][] {
  const trips: RedisCommand[][] = [];
  let wasWriting = true;
  let before = '';
  for (const command of commands) {
    const name = command[0]?.toString('latin1').toLowerCase() ?? '';
    if (!DATA.has(name)) continue;
    const isWriting = !READS.has(name);
    const begins =
      trips.length === 0 || name === 'zrangebyscore' || isWriting !== wasWriting || before === 'publish';
    if (begins) trips.push([]);
    trips.at(-1)?.push(command);
    wasWriting = isWriting;
    before = name;
  }
  return trips;
}

const READS = new Set(['zrangebyscore', 'get', 'mget']);
const DATA = new Set([...READS, 'mset', 'zadd', 'unlink', 'zrem', 'publish']);
