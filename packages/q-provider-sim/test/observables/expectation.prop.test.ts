import { circuit, unwrap } from '@xdv/domain-model';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createState, evolve } from '../../src/engine/index.ts';
import {
  expectation,
  fidelity,
  overlap,
  parsePauliSum,
  pauliSum,
  variance,
} from '../../src/observables/index.ts';
import {
  applyDense,
  arbitraryState,
  arbitrarySum,
  HYDROGEN,
  HYDROGEN_REPULSION,
  inner,
} from './support.ts';

const sized = (termsMax: number) =>
  fc
    .integer({ min: 1, max: 4 })
    .chain((qubits) => fc.tuple(arbitraryState(qubits), arbitrarySum(qubits, termsMax)));

/** A product state of 10 qubits, larger than one block of indices, with its Bloch vectors. */
const productState = () => {
  const builder = circuit(10);
  const bloch = Array.from({ length: 10 }, (_, q) => {
    const theta = 0.4 + 0.7 * q;
    const phi = 1.1 - 0.5 * q;
    builder.u(theta, phi, 0, q);
    const [x, y] = [Math.sin(theta) * Math.cos(phi), Math.sin(theta) * Math.sin(phi)];
    return { I: 1, X: x, Y: y, Z: Math.cos(theta) };
  });
  return { state: unwrap(evolve(builder.build())), bloch };
};

describe('the expectation value of a Pauli sum', () => {
  it('is that of the dense matrix, and so is the variance', () => {
    fc.assert(
      fc.property(sized(30), ([{ circuit: program, dense }, sum]) => {
        const state = unwrap(evolve(program));
        const image = applyDense(sum, dense);
        const [mean] = inner(dense, image);
        const [square] = inner(image, image);
        expect(Math.abs(expectation(state, sum) - mean)).toBeLessThan(1e-10);
        expect(Math.abs(variance(state, sum) - (square - mean * mean))).toBeLessThan(1e-9);
      }),
      { numRuns: 80 },
    );
  });

  it('of a product state is the product of Bloch components, past one block of indices', () => {
    const { state, bloch } = productState();
    const letters = fc.constantFrom('I', 'X', 'Y', 'Z');
    const paulis = fc.string({ unit: letters, minLength: 10, maxLength: 10 });
    fc.assert(
      fc.property(fc.array(paulis, { minLength: 1, maxLength: 12 }), (strings) => {
        // the shared flips put many terms on one transform
        const all = [...strings, ...strings.map((s) => s.replaceAll('I', 'Z'))];
        const sum = unwrap(pauliSum(10, all.map((text) => [0.5, text])));
        const expected = all.reduce((total, text) => {
          const parts = [...text].map((l, k) => bloch[9 - k]![l as 'I' | 'X' | 'Y' | 'Z']);
          return total + 0.5 * parts.reduce((product, part) => product * part, 1);
        }, 0);
        expect(Math.abs(expectation(state, sum) - expected)).toBeLessThan(1e-12);
      }),
      { numRuns: 40 },
    );
  });

  it('does not depend on the norm of the state', () => {
    const state = unwrap(evolve(circuit(2).ry(0.3, 0).cx(0, 1).build()));
    const sum = unwrap(parsePauliSum('0.3 ZI + 0.7 XX'));
    const [mean, spread] = [expectation(state, sum), variance(state, sum)];
    state.multiply(0, 0, 0, 3);
    expect(expectation(state, sum)).toBeCloseTo(mean, 13);
    expect(variance(state, sum)).toBeCloseTo(spread, 13);
  });

  it('counts qubits that are not live as |0⟩', () => {
    const state = createState(4);
    state.clear(1);
    expect(expectation(state, unwrap(parsePauliSum('2 ZIII + 3 XIII')))).toBe(2);
    expect(variance(state, unwrap(parsePauliSum('2 ZIII + 3 XIII')))).toBe(9);
  });

  it('has no variance in an eigenstate, however large the coefficients', () => {
    const ghz = unwrap(evolve(circuit(3).h(0).cx(0, 1).cx(1, 2).build()));
    const stabilizers = unwrap(parsePauliSum('1e8 YYX + 1e8 ZZI + 1e8 IZZ'));
    expect(expectation(ghz, stabilizers)).toBeCloseTo(1e8, 6);
    expect(variance(ghz, stabilizers)).toBeLessThan(1);
  });

  it('refuses a sum on another number of qubits', () => {
    const sum = unwrap(parsePauliSum('ZZ'));
    expect(() => expectation(createState(3), sum)).toThrow(RangeError);
    expect(() => variance(createState(1), sum)).toThrow(RangeError);
  });

  it('of hydrogen at 0.735 Å is -1.137 Ha in its ground state', () => {
    const sum = unwrap(pauliSum(4, HYDROGEN));
    const energy = (angle: number): number => {
      // cos |0101⟩ - sin |1010⟩: the two electrons together in either orbital
      const pair = circuit(4).ry(angle, 0).cx(0, 2).x(1).cx(0, 1).x(3).cx(0, 3).build();
      return expectation(unwrap(evolve(pair)), sum) + HYDROGEN_REPULSION;
    };
    const angles = Array.from({ length: 6284 }, (_, k) => k / 1000);
    expect(Math.min(...angles.map(energy))).toBeCloseTo(-1.137306, 5);
  });
});

describe('the overlap of states', () => {
  it('is their inner product, and the fidelity its square, blind to phase and norm', () => {
    const pairs = fc
      .integer({ min: 1, max: 4 })
      .chain((qubits) => fc.tuple(arbitraryState(qubits), arbitraryState(qubits)));
    fc.assert(
      fc.property(pairs, fc.double({ min: 0, max: 6, noNaN: true }), ([a, b], phase) => {
        const state = unwrap(evolve(a.circuit));
        const reference = unwrap(evolve(b.circuit));
        const [re, im] = inner(b.dense, a.dense);
        const [actualRe, actualIm] = overlap(state, reference);
        expect(Math.hypot(actualRe - re, actualIm - im)).toBeLessThan(1e-12);
        const between = fidelity(state, reference);
        expect(Math.abs(between - (re * re + im * im))).toBeLessThan(1e-12);
        state.multiply(0, 0, 2 * Math.cos(phase), 2 * Math.sin(phase));
        expect(Math.abs(fidelity(state, reference) - between)).toBeLessThan(1e-12);
        expect(fidelity(state, state)).toBeCloseTo(1, 12);
      }),
      { numRuns: 40 },
    );
  });

  it('refuses states of different size', () => {
    expect(() => fidelity(createState(2), createState(3))).toThrow(RangeError);
  });
});
