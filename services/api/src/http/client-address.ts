const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

/**
 * Whether a peer may say whom it forwards for: only our own web origin, which runs on this machine, and only one hop back. What stands further
 * left in X-Forwarded-For anybody may have written.
 */
export function mayForward(peer: string, hop: number): boolean {
  return hop === 0 && LOOPBACK.has(peer);
}

interface Connection {
  readonly address: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** Who is at the other end, by the same rule, for connections that Express does not see. */
export function clientAddress({ address, headers }: Connection): string {
  const forwarded = [headers['x-forwarded-for'] ?? []].flat().join(',').split(',').at(-1)?.trim();
  return forwarded !== undefined && forwarded !== '' && mayForward(address, 0) ? forwarded : address;
}
