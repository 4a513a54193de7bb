import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createOscillatorMachine } from '../../src/engine/index.ts';
import {
  oscillatorMachineOn,
  oscillatorWasm,
  type OscillatorHost,
} from '../../src/engine/machines/oscillator.ts';
import { bytesOf, compiled, drawProblem, drive } from './oscillator-lanes.ts';

/** This host has WebAssembly: no test may pass by going without. */
const needed: OscillatorHost = (places, signed) => {
  const kernels = oscillatorWasm(places, signed);
  expect.assert(kernels !== null);
  return kernels;
};

const seeds = fc.nat(1_000_000);
const replicas = fc.integer({ min: 1, max: 20 });

describe('the kernels of the oscillator machine (XDV-005.6)', () => {
  it('in WebAssembly and in plain numbers agree to the last bit', () => {
    fc.assert(
      fc.property(seeds, replicas, (seed, count) => {
        const program = compiled(drawProblem(seed));
        const setup = { replicas: count, stepShare: 0.8 };
        const fast = oscillatorMachineOn(needed, program, setup);
        const plain = oscillatorMachineOn(() => null, program, setup);
        drive(fast, seed);
        drive(plain, seed);
        for (let r = 0; r < count; r++) {
          expect(bytesOf(fast, r)).toEqual(bytesOf(plain, r));
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
          createOscillatorMachine(program, { replicas: 1 + (seed % count) }),
          createOscillatorMachine(program, { replicas: count }),
        ];
        drive(few, seed);
        drive(many, seed);
        for (let r = 0; r < few.replicas; r++) {
          expect(bytesOf(few, r)).toEqual(bytesOf(many, r));
        }
      }),
      { numRuns: 40 },
    );
  });
});
