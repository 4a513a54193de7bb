import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isingEnergy, isingProblem, maxCut, type IsingProblem, type PhiSample } from 'xdv-kernel';
import { cutKey, freeze } from '../consensus.ts';
import { karateClub } from '../karate-club.ts';

const problem = maxCut(karateClub);

const samplesOf = (states: readonly (readonly (1 | -1)[])[]): PhiSample[] =>
  states.map((state) => {
    const spins = Int8Array.from(state);
    return { spins, energy: isingEnergy(problem, spins) };
  });

const spin = fc.constantFrom(1 as const, -1 as const);
const states = fc.array(fc.array(spin, { minLength: 34, maxLength: 34 }), {
  minLength: 1,
  maxLength: 6,
});

const assignments = ({ spins }: IsingProblem): Int8Array[] =>
  Array.from({ length: 2 ** spins }, (_, bits) =>
    Int8Array.from({ length: spins }, (_, k) => ((bits >> k) & 1 ? -1 : 1)),
  );

describe('freezing what samples agree on', () => {
  it('shifts every energy by the same amount, so that the best stays the best', () => {
    fc.assert(
      fc.property(states, (drawn) => {
        const { problem: small, lift } = freeze(problem, samplesOf(drawn), 6);
        const shifts = assignments(small).map(
          (spins) => isingEnergy(problem, lift(spins)) - isingEnergy(small, spins),
        );
        expect(new Set(shifts).size).toBe(1);
      }),
      { numRuns: 40 },
    );
  });

  it('keeps within the limit, and keeps every sample it has taken', () => {
    fc.assert(
      fc.property(states, fc.integer({ min: 1, max: 8 }), (drawn, spinsMax) => {
        const samples = samplesOf(drawn);
        const reduced = freeze(problem, samples, spinsMax);
        const reached = new Set(
          assignments(reduced.problem).map((spins) => cutKey(reduced.lift(spins))),
        );
        const distinct = new Set(samples.map(({ spins }) => cutKey(spins)));
        const kept = [...distinct].filter((key) => reached.has(key));
        expect(reduced.problem.spins).toBeLessThanOrEqual(spinsMax);
        expect(kept.length).toBeGreaterThanOrEqual(reduced.samples);
      }),
      { numRuns: 40 },
    );
  });

  it('gives the best sample for spins that are all up', () => {
    const samples = samplesOf([Array.from({ length: 34 }, () => 1 as const)]);
    const { lift, problem: small } = freeze(problem, samples, 12);
    expect(small).toEqual(isingProblem(1, []));
    expect([...lift([1])]).toEqual([...samples[0]!.spins]);
  });
});
