import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { portOf } from '../stage/ports.ts';

/** What a client has sent on one connection, from its first byte. */
export interface Conversation {
  readonly sent: readonly Buffer[];
}

/** Stands between a client and a server, passes everything on and keeps what the client says. */
export class Tap {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #conversations: { readonly sent: Buffer[] }[] = [];

  private constructor(server: Server) {
    this.#server = server;
  }

  static async open(targetPort: number): Promise<Tap> {
    const server = createServer({ noDelay: true });
    const tap = new Tap(server);
    server.on('connection', (client) =>
      tap.#join(client, connect({ port: targetPort, host: '127.0.0.1', noDelay: true })),
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return tap;
  }

  /** The same address, with this in between. */
  through(url: string): string {
    const detour = new URL(url);
    detour.hostname = '127.0.0.1';
    detour.port = String(portOf(this.#server));
    return detour.href;
  }

  get conversations(): readonly Conversation[] {
    return this.#conversations;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #join(client: Socket, server: Socket): void {
    const sent: Buffer[] = [];
    this.#conversations.push({ sent });
    client.on('data', (chunk) => sent.push(Buffer.from(chunk)));
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      this.#sockets.add(from);
      from.pipe(to);
      // Either end may break off: then the other one does.
      from.on('error', () => to.destroy());
      from.on('close', () => {
        to.destroy();
        this.#sockets.delete(from);
      });
    }
  }
}
