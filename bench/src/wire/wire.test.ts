import { expect, test } from 'vitest';
import { exchangesOf, flushesOf } from './postgres-messages.ts';
import { commandsOf, roundTripsOf } from './redis-commands.ts';

const message = (type: string, body = ''): Buffer => {
  const length = Buffer.alloc(4);
  length.writeInt32BE(4 + body.length);
  return Buffer.concat([Buffer.from(type), length, Buffer.from(body)]);
};
const query = (text: string): Buffer => message('Q', `${text}\0`);

/** A startup message, which has no letter. */
const startup = message('', 'user=x');
const prepared = [message('P', 'w'), message('B', 'w'), message('D'), message('E'), message('S')];
const begin = query('BEGIN; SELECT 1; SELECT x FROM lanes WHERE partition = 3 FOR UPDATE');
const copy = [query('COPY raw_events FROM STDIN'), message('d', 'rows'), message('d', 'rows'), message('c')];

test('what is sent before an answer is one exchange, however it was cut on the way', () => {
  const whole = Buffer.concat([
    startup,
    message('p', 'secret'),
    begin,
    ...prepared,
    ...copy,
    query('COMMIT'),
  ]);
  const cut = Array.from({ length: Math.ceil(whole.length / 3) }, (_, at) =>
    whole.subarray(at * 3, at * 3 + 3),
  );
  const exchanges = exchangesOf(cut);
  expect(exchanges.map(({ statements }) => statements)).toEqual([3, 1, 1, 0, 1]);
  expect(exchanges[0]?.bytes).toEqual(begin);
  expect(exchanges[1]?.bytes).toEqual(Buffer.concat(prepared));
  expect(exchanges[1]?.parses).toEqual([message('P', 'w')]);
  expect(exchangesOf([whole.subarray(0, -2)])).toHaveLength(4);
});

test('a flush goes from its BEGIN to its COMMIT, what lies between flushes is none', () => {
  const sent = [
    startup,
    query('SELECT 1'),
    begin,
    ...prepared,
    query('COMMIT'),
    query('SELECT 2'),
    begin,
    query('ROLLBACK'),
  ];
  const flushes = flushesOf(exchangesOf(sent));
  expect(flushes.map(({ lane, exchanges }) => [lane, exchanges.length])).toEqual([
    [3, 3],
    [3, 2],
  ]);
});

const command = (...words: readonly string[]): Buffer =>
  Buffer.from(`*${words.length}\r\n${words.map((word) => `$${word.length}\r\n${word}\r\n`).join('')}`);

test('commands to Redis are taken apart, and those that travel together stay together', () => {
  const load = [command('zrangebyscore', 'd', '0', '1'), command('get', 's'), command('mget', 'a', 'b\r\n')];
  const apply = [command('mset', 'a', '1'), command('zadd', 'd', '1', 'a'), command('publish', 'p', '2')];
  const commands = commandsOf([
    command('info'),
    ...load,
    ...apply,
    ...load,
    ...load,
    Buffer.from('*2\r\n$3\r\nge'),
  ]);
  expect(commands[3]?.map(String)).toEqual(['mget', 'a', 'b\r\n']);
  expect(roundTripsOf(commands).map((trip) => trip.length)).toEqual([3, 3, 3, 3]);
});
