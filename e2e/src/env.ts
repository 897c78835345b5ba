/** The JSON file that describes the stack under test; `npm run test:browser` starts one and names it. */
export function stackFile(): string {
  const file = process.env['TIEOUT_TEST_STACK'];
  if (file === undefined) throw new Error('Browser tests need a running stack: npm run test:browser');
  return file;
}

/** Where a process of the stack under test can be taken away and given back. */
export function stackControl(): string {
  const url = process.env['TIEOUT_TEST_CONTROL'];
  if (url === undefined)
    throw new Error('Outages need a stack that is theirs to break: npm run test:browser');
  return url;
}

export function chromiumPath(): string {
  return process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
}

/** This process's environment with some values changed, for a command to run with. */
export function environment(changes: Record<string, string>): NodeJS.ProcessEnv {
  return { ...process.env, ...changes };
}

/** How long the live test lasts, in seconds. `npm run test:full` gives it the whole minute. */
export function liveSeconds(): number {
  return Number(process.env['TIEOUT_LIVE_SECONDS'] ?? 8);
}
