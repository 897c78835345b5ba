import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Pause } from './pause.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('the first is served at once, those of the next moments together at the end of the pause', () => {
  const work = vi.fn<() => void>();
  const pause = new Pause(() => 200, work);
  pause.ask();
  expect(work).toHaveBeenCalledTimes(1);
  pause.ask();
  vi.advanceTimersByTime(120);
  pause.ask();
  vi.advanceTimersByTime(79);
  expect(work).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(1);
  expect(work).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(1_000);
  expect(work).toHaveBeenCalledTimes(2);
  pause.ask();
  expect(work).toHaveBeenCalledTimes(3);
});

test('without a pause each is served at once, and nobody after the end', () => {
  const work = vi.fn<() => void>();
  let least = 0;
  const pause = new Pause(() => least, work);
  for (let n = 0; n < 3; n++) pause.ask();
  expect(work).toHaveBeenCalledTimes(3);
  least = 50;
  pause.ask();
  pause.stop();
  vi.advanceTimersByTime(100);
  expect(work).toHaveBeenCalledTimes(3);
});
