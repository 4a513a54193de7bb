import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createState, type SlotGate } from '../../src/engine/index.ts';
import { evolved, zeroState } from './mathematics.ts';
import { anyGate, distance, EVERY_WAY, run, SHRINKING, SPECIAL_ANGLES } from './support.ts';

/** A circuit of any gates, and where to cut it. */
const anyCircuit = (least: number, most: number, gatesMax: number) =>
  fc.integer({ min: least, max: most }).chain((qubits) =>
    fc.record({
      qubits: fc.constant(qubits),
      gates: fc.array(anyGate(qubits, 3), { minLength: 1, maxLength: gatesMax, size: 'max' }),
      cuts: fc.array(fc.nat(gatesMax), { maxLength: 4 }),
    }),
  );

/** The gates as several lists in a row, some of them empty. */
const cut = (gates: readonly SlotGate[], cuts: readonly number[]): (readonly SlotGate[])[] => {
  const at = [0, ...cuts.toSorted((a, b) => a - b), gates.length];
  return at.slice(1).map((end, k) => gates.slice(at[k], end));
};

describe('a compiled circuit', () => {
  it.each(EVERY_WAY)('of up to 5 qubits is the product of its matrices: $name', (way) => {
    fc.assert(
      fc.property(anyCircuit(1, 5, 80), ({ qubits, gates, cuts }) => {
        const expected = evolved(zeroState(qubits), gates);
        for (const lists of [[gates], cut(gates, cuts)]) {
          const actual = run(qubits, way.options, ...lists);
          expect(distance(actual, expected)).toBeLessThan(way.tolerance);
        }
      }),
      { ...SHRINKING, numRuns: 5 },
    );
  });

  it.each(EVERY_WAY)('of up to 10 qubits is as on the plain engine: $name', (way) => {
    fc.assert(
      fc.property(anyCircuit(6, 10, 80), ({ qubits, gates, cuts }) => {
        const plain = createState(qubits);
        plain.apply(gates);
        for (const lists of [[gates], cut(gates, cuts)]) {
          const actual = run(qubits, way.options, ...lists);
          expect(distance(actual, plain.amplitudes())).toBeLessThan(way.tolerance);
        }
      }),
      { ...SHRINKING, numRuns: way.options.wasm === false ? 3 : 6 },
    );
  });

  it('of gates at special angles only is as on the plain engine', () => {
    const special = fc.constantFrom(...SPECIAL_ANGLES);
    const rotations = ['rx', 'ry', 'rz', 'p', 'u', 'rxx', 'ryy', 'rzz', 'h', 'x'] as const;
    const gates = fc.array(anyGate(7, 1, rotations, special), { maxLength: 40, size: 'max' });
    fc.assert(
      fc.property(gates, fc.constantFrom(...EVERY_WAY), (list, { options, tolerance }) => {
        const plain = createState(7);
        plain.apply(list);
        expect(distance(run(7, options, list), plain.amplitudes())).toBeLessThan(tolerance);
      }),
      { ...SHRINKING, numRuns: 60 },
    );
  });

  it('that is applied again and again stays as on the plain engine', () => {
    fc.assert(
      fc.property(
        fc.array(anyGate(9), { minLength: 5, maxLength: 20, size: 'max' }),
        fc.constantFrom(...EVERY_WAY),
        (list, { options, tolerance }) => {
          const plain = createState(9);
          for (let k = 0; k < 12; k++) plain.apply(list);
          const lists = Array.from({ length: 12 }, () => list);
          expect(distance(run(9, options, ...lists), plain.amplitudes())).toBeLessThan(tolerance);
        },
      ),
      { ...SHRINKING, numRuns: 12 },
    );
  });
});
