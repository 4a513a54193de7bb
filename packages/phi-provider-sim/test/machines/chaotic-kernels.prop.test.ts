import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createChaoticMachine } from '../../src/engine/index.ts';
import {
  chaoticMachineOn,
  chaoticWasm,
  type ChaoticHost,
} from '../../src/engine/machines/chaotic.ts';
import { bytesOf, compiled, drawProblem, drive } from './oscillator-lanes.ts';

/** This host has WebAssembly: no test may pass by going without. */
const needed: ChaoticHost = (places, signed) => {
  const kernels = chaoticWasm(places, signed);
  expect.assert(kernels !== null);
  return kernels;
};

const seeds = fc.nat(1_000_000);
const replicas = fc.integer({ min: 1, max: 20 });

describe('the kernels of the chaotic machine (XDV-005.6)', () => {
  it('in WebAssembly and in plain numbers agree to the last bit', () => {
    fc.assert(
      fc.property(seeds, replicas, (seed, count) => {
        const program = compiled(drawProblem(seed));
        const setup = { replicas: count, stepShare: 0.8 };
        const fast = chaoticMachineOn(needed, program, setup);
        const plain = chaoticMachineOn(() => null, program, setup);
        drive(fast, seed);
        drive(plain, seed);
        for (let r = 0; r < count; r++) {
          expect(bytesOf(fast, r)).toEqual(bytesOf(plain, r));
          expect(fast.best(r)).toEqual(plain.best(r));
        }
      }),
      { numRuns: 40 },
    );
  });

  it('compute each replica as if it were alone', () => {
    fc.assert(
      fc.property(seeds, replicas, (seed, count) => {
        const program = compiled(drawProblem(seed));
        const [few, many] = [
          createChaoticMachine(program, { replicas: 1 + (seed % count) }),
          createChaoticMachine(program, { replicas: count }),
        ];
        drive(few, seed);
        drive(many, seed);
        for (let r = 0; r < few.replicas; r++) {
          expect(bytesOf(few, r)).toEqual(bytesOf(many, r));
          expect(few.best(r)).toEqual(many.best(r));
        }
      }),
      { numRuns: 40 },
    );
  });
});
