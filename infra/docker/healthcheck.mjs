// The image's health check. A program that listens nowhere (setup, the simulators) is well as long as it runs.
const port = process.env['HTTP_PORT'];
if (port !== undefined) {
  const answer = await fetch(`http://127.0.0.1:${port}/readyz`);
  process.exitCode = answer.ok ? 0 : 1;
}
