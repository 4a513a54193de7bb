import { circuit, type Circuit } from '@xdv/domain-model';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineMap } from '../../src/transpile/index.ts';
import { arbitraryGate } from '../support.ts';
import { deviceOf, difference, SUPERCONDUCTING, transpiled } from './support.ts';

const run = fc.array(arbitraryGate(2), { minLength: 4, maxLength: 20 });

/** Gates at angles where two-qubit unitaries have equal eigenvalues. */
const clifford = fc.array(
  arbitraryGate(2, ['x', 'y', 'z', 'h', 's', 'sdg', 'sx', 'swap', 'iswap']),
  { minLength: 4, maxLength: 20 },
);

const countOn = (program: Circuit, native: string): number =>
  transpiled(program, deviceOf(2, native, lineMap(2))).twoQubitGates;

describe('gates in a row on one pair of qubits', () => {
  for (const [native, most] of [
    [SUPERCONDUCTING, 3],
    ['rz sx z/1', 3],
    ['rz rx rxx', 3],
    ['u p/1', 3],
    ['rz h iswap', 6],
  ] as const) {
    it(`become at most ${most} in ${native}, the same unitary, phase included`, () => {
      const device = deviceOf(2, native, lineMap(2));
      fc.assert(
        fc.property(fc.oneof(run, clifford), fc.nat(1000), (ops, seed) => {
          const program = { qubits: 2, bits: 0, ops };
          const result = transpiled(program, device);
          expect(result.twoQubitGates).toBeLessThanOrEqual(most);
          expect(difference(program, result, seed)).toBeLessThan(1e-9);
        }),
        { numRuns: 40 },
      );
    });
  }

  it('take one gate, two or none where that is enough', () => {
    const swapped = circuit(2, 0).cx(0, 1).cx(1, 0).h(0).s(1).build();
    const none = circuit(2, 0).cx(0, 1).rx(0.3, 1).cz(0, 1).cx(0, 1).cz(0, 1).build();
    const same = circuit(2, 0).cx(0, 1).cz(0, 1).h(1).cx(0, 1).build();
    const one = circuit(2, 0).cx(0, 1).h(0).h(1).cx(1, 0).s(0).cx(0, 1).build();
    const joined = circuit(2, 0).rzz(0.3, 0, 1).rx(0.2, 0).rx(-0.2, 0).rxx(0.4, 0, 1).build();
    expect(countOn(swapped, SUPERCONDUCTING)).toBe(2);
    expect(countOn(joined, SUPERCONDUCTING)).toBe(2);
    expect(countOn(joined, 'rz rx rxx')).toBe(2);
    const counts = [none, same, one].map((program) => countOn(program, SUPERCONDUCTING));
    expect(counts).toEqual([0, 1, 1]);
  });

  it('that undo each other across gates that commute with them are gone', () => {
    const program = circuit(3, 0)
      .cx(0, 1).rz(0.4, 0).rx(0.2, 1).cx(0, 1)
      .rzz(0.7, 1, 2).s(1).rzz(-0.7, 2, 1)
      .swap(0, 2).swap(2, 0)
      .build();
    expect(transpiled(program, deviceOf(3, SUPERCONDUCTING)).twoQubitGates).toBe(0);
  });
});
