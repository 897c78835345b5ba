import { isIP } from 'node:net';

const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

interface Handshake {
  readonly address: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** Who is at the other end: the peer, or where that is our own web origin, whom it names. The same rule as Express's `trust proxy: loopback`. */
export function clientAddress({ address, headers }: Handshake): string {
  if (!LOOPBACK.has(address)) return address;
  const forwarded = headers['x-forwarded-for'];
  const hops = (Array.isArray(forwarded) ? forwarded.join(',') : (forwarded ?? ''))
    .split(',')
    .map((hop) => hop.trim());
  return hops.findLast((hop) => isIP(hop) !== 0 && !LOOPBACK.has(hop)) ?? address;
}
