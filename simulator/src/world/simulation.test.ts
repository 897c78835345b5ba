import { beforeAll, describe, expect, it } from 'vitest';
import { WireFormat } from '../workload/wire-format.ts';
import { Simulation } from './simulation.ts';

describe('a simulated world', () => {
  let wire: WireFormat;
  beforeAll(async () => {
    wire = await WireFormat.open();
  });

  it.each([3, 11])('goes the same way each time, step by step (seed %i)', async (seed) => {
    const first = await new Simulation(seed, wire).run();
    const second = await new Simulation(seed, wire).run();
    expect(second.trace.lines()).toEqual(first.trace.lines());
    expect(second.trace.hash()).toBe(first.trace.hash());
    expect(first.violations).toEqual([]);
  });

  it('is another one under another seed', async () => {
    const [one, other] = [await new Simulation(3, wire).run(), await new Simulation(4, wire).run()];
    expect(other.trace.hash()).not.toBe(one.trace.hash());
  });
});
