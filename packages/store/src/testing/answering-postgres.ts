// Test only: a Postgres that agrees to everything and answers COMMIT as it is told.
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';

const message = (type: string, body = Buffer.alloc(0)): Buffer => {
  const head = Buffer.alloc(5);
  head.write(type, 0, 'latin1');
  head.writeInt32BE(4 + body.length, 1);
  return Buffer.concat([head, body]);
};
const READY = message('Z', Buffer.from('I'));
const complete = (tag: string): Buffer => message('C', Buffer.from(`${tag}\0`));

/** @param commitTag what COMMIT is answered with: ROLLBACK is what an aborted transaction gets, without an error */
export async function answeringPostgres(commitTag: string): Promise<{ url: string; server: Server }> {
  const server = createServer((socket) => {
    let waiting = Buffer.alloc(0);
    let greeted = false;
    socket.on('data', (data) => {
      waiting = Buffer.concat([waiting, Buffer.from(data)]);
      for (;;) {
        // The first message has no type.
        const lengthAt = greeted ? 1 : 0;
        if (waiting.length < lengthAt + 4) return;
        const end = lengthAt + waiting.readInt32BE(lengthAt);
        if (waiting.length < end) return;
        const type = greeted ? waiting.toString('latin1', 0, 1) : 'startup';
        const body = waiting.toString('latin1', lengthAt + 4, end);
        waiting = waiting.subarray(end);
        greeted = true;
        socket.write(answerTo(type, body, commitTag));
      }
    });
    socket.on('error', () => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { url: `postgres://nobody@127.0.0.1:${address.port}/nothing`, server };
}

function answerTo(type: string, body: string, commitTag: string): Buffer {
  switch (type) {
    case 'startup':
      return Buffer.concat([message('R', Buffer.alloc(4)), READY]);
    case 'Q':
      return Buffer.concat([complete(body.startsWith('COMMIT') ? commitTag : 'SET'), READY]);
    case 'P':
      return message('1');
    case 'B':
      return message('2');
    case 'D':
      return message('n');
    case 'E':
      return complete('UPDATE 1');
    case 'S':
      return READY;
    default:
      return Buffer.alloc(0);
  }
}
