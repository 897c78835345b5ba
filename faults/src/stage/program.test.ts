import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@tieout/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Beside, runProgram, startProgram } from './program.ts';

let folder: string;
let stack: Beside;
const sleeper = {
  file: process.execPath,
  args: ['-e', 'console.log(process.pid); setInterval(() => undefined, 1000)'],
  cwd: tmpdir(),
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'program-'));
  stack = {
    home: { log: (name) => join(folder, name) },
    surroundings: { processEnvironment: { PATH: process.env['PATH'] ?? '' } },
  };
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** Whether it runs: what has ended and was not waited for by its new parent does not. */
async function isAlive(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ') Z ');
  return !stat.includes(') Z ');
}

test('a program has the pid it is told under, and its words go to its log', async () => {
  const program = await startProgram(stack, 'sleeper', sleeper, new AbortController().signal);
  const said = await eventually('its first line', async () => {
    const text = await readFile(join(folder, 'sleeper'), 'utf8');
    return text.endsWith('\n') && text;
  });
  expect(said.trim()).toBe(String(program.pid));
  program.kill('SIGTERM');
  expect(await program.ended).toBe('SIGTERM');
});

test('an interrupted run ends what it started, and starts nothing more', async () => {
  const run = new AbortController();
  const program = await startProgram(stack, 'sleeper', sleeper, run.signal);
  const whole = expect(runProgram(stack, sleeper, () => undefined, run.signal)).rejects.toThrow(
    'interrupted',
  );
  run.abort(new Error('interrupted'));
  expect(await program.ended).toBe('SIGKILL');
  await whole;
  await expect(startProgram(stack, 'sleeper', sleeper, run.signal)).rejects.toThrow('interrupted');
});

test('a program ends with the process that started it, however that ends', async () => {
  const harness = spawn(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `import { startProgram } from ${JSON.stringify(import.meta.resolve('./program.ts'))};
       const stack = { home: { log: (name) => ${JSON.stringify(folder)} + '/' + name }, surroundings: { processEnvironment: { PATH: process.env.PATH } } };
       const { pid } = await startProgram(stack, 'sleeper', ${JSON.stringify(sleeper)}, new AbortController().signal);
       console.log(pid);`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const [said] = await once(harness.stdout.setEncoding('utf8'), 'data');
  const pid = Number(said);
  expect(await isAlive(pid)).toBe(true);
  harness.kill('SIGKILL');
  await eventually('the program has ended', async () => !(await isAlive(pid)));
});
