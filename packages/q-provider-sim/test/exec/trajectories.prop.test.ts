import { unwrap } from '@xdv/domain-model';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileCircuit } from '../../src/engine/compile.ts';
import { simulate } from '../../src/engine/simulate.ts';
import { arbitraryCircuit, record } from '../support.ts';
import { arbitraryNoise, sigmas } from './noise-support.ts';
import { exactOutcomes } from './reference.ts';

describe('trajectories', () => {
  it('give every outcome as often as the density matrix says', () => {
    const shots = 5_000;
    fc.assert(
      fc.property(arbitraryCircuit(3, 3, 14), arbitraryNoise, (program, noise) => {
        const exact = exactOutcomes(compileCircuit(program, noise));
        const counts = record(unwrap(simulate(program, { shots, seed: 5, noise })));
        for (const outcome of Object.keys(counts)) expect([...exact.keys()]).toContain(outcome);
        expect(sigmas(counts, exact, shots)).toBeLessThan(5);
      }),
      { numRuns: 120, seed: 12, endOnFailure: true },
    );
  });

  it('do not depend on which other shots run, nor on the memory for saved states', () => {
    fc.assert(
      fc.property(arbitraryCircuit(3, 3, 25), arbitraryNoise, (program, noise) => {
        const options = { seed: 3, noise, memory: true };
        const run = (firstShot: number, shots: number, savedBytesMax?: number) =>
          unwrap(
            simulate(program, {
              ...options,
              firstShot,
              shots,
              ...(savedBytesMax !== undefined && { savedBytesMax }),
            }),
          ).memory!;
        const all = run(0, 60);
        const alone = all.map((_, shot) => run(shot, 1)[0]);
        expect(alone).toEqual(all);
        expect([...run(0, 21), ...run(21, 39)]).toEqual(all);
        expect(run(0, 60, 0)).toEqual(all);
        expect(run(0, 60, 300)).toEqual(all);
      }),
      { numRuns: 40, seed: 9, endOnFailure: true },
    );
  });
});
