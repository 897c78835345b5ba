import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Client } from 'pg';
import type { Exchange } from './postgres-messages.ts';

/** A connection on which recorded exchanges are said again, byte by byte: nothing is put together, and no answer is looked into. */
export class Replay {
  readonly #socket: Socket;
  readonly #answers: Answers;

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.#answers = new Answers(socket);
  }

  /** Logs in, and prepares what the recording has prepared at any time. */
  static async open(databaseUrl: string, exchanges: readonly Exchange[]): Promise<Replay> {
    const url = new URL(databaseUrl);
    const socket = connect({ host: url.hostname, port: Number(url.port), noDelay: true });
    await once(socket, 'connect');
    // The library does the login; from then on the socket is ours.
    const client = new Client({ connectionString: databaseUrl, stream: () => connected(socket) });
    await client.connect();
    socket.removeAllListeners();
    const replay = new Replay(socket);
    for (const parse of exchanges.flatMap(({ parses }) => parses))
      await replay.#say(Buffer.concat([parse, SYNC]));
    return replay;
  }

  /** Says one exchange and waits for its answer. @throws Error that the server answered */
  async say({ bytes, parses }: Exchange): Promise<void> {
    // What was prepared at the beginning is not prepared again: Parse messages come first.
    const prepared = parses.reduce((sum, parse) => sum + parse.length, 0);
    await this.#say(bytes.subarray(prepared));
  }

  async close(): Promise<void> {
    this.#socket.end();
    await once(this.#socket, 'close');
  }

  async #say(bytes: Buffer): Promise<void> {
    const answer = this.#answers.next();
    this.#socket.write(bytes);
    await answer;
  }
}

/** Tells pg that there is nothing left to connect. */
function connected(socket: Socket): Socket {
  socket.connect = () => {
    queueMicrotask(() => socket.emit('connect'));
    return socket;
  };
  return socket;
}

const SYNC = Buffer.from([0x53, 0, 0, 0, 4]);
const HEAD_BYTES = 5;
const READY = 'Z'.charCodeAt(0);
const COPY_IN = 'G'.charCodeAt(0);
const ERROR = 'E'.charCodeAt(0);

/** Counts what the server says: an exchange is answered when it is ready for the next one, or for the rows of a COPY. */
class Answers {
  #rest: Buffer = Buffer.alloc(0);
  #error: string | undefined;
  #waiting: PromiseWithResolvers<void> | undefined;

  constructor(socket: Socket) {
    socket.on('data', (chunk) => this.#take(chunk));
    socket.on('error', (error) => this.#waiting?.reject(error));
    socket.on('close', () => this.#waiting?.reject(new Error('the server closed the connection')));
  }

  next(): Promise<void> {
    this.#waiting = Promise.withResolvers<void>();
    return this.#waiting.promise;
  }

  #take(chunk: Buffer): void {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    let at = 0;
    while (at + HEAD_BYTES <= bytes.length) {
      const end = at + 1 + bytes.readInt32BE(at + 1);
      if (end > bytes.length) break;
      this.#message(bytes[at] ?? 0, bytes.subarray(at + HEAD_BYTES, end));
      at = end;
    }
    this.#rest = Buffer.from(bytes.subarray(at));
  }

  #message(type: number, body: Buffer): void {
    if (type === ERROR) this.#error = body.toString('utf8').replaceAll('\0', ' ');
    if (type !== READY && type !== COPY_IN) return;
    if (this.#error === undefined) this.#waiting?.resolve();
    else this.#waiting?.reject(new Error(this.#error));
  }
}
