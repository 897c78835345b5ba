/** The JSON file that describes the servers of this test run. */
export function connectionFile(): string {
  const file = process.env['TIEOUT_TEST_SERVERS'];
  if (file === undefined || file === '') {
    throw new Error('These tests need real servers. Run them with: npm run test:integration [-- FILE]');
  }
  return file;
}
