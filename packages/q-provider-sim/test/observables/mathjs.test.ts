// The same physics by the matrices of an independent library.
import { circuit, unwrap } from '@xdv/domain-model';
import * as math from 'mathjs';
import type { Complex, Matrix } from 'mathjs';
import { describe, expect, it } from 'vitest';
import { densityFidelity, densityMatrix, type DensityMatrix } from '../../src/density/index.ts';
import { evolve } from '../../src/engine/index.ts';
import { amplitudeDamping, bitFlip, noiseModel } from '../../src/noise/index.ts';
import { expectation, pauliSum, variance } from '../../src/observables/index.ts';
import { HYDROGEN, HYDROGEN_REPULSION } from './support.ts';

const times = (a: Matrix | number, b: Matrix): Matrix => math.multiply(a, b) as Matrix;

const PAULIS: Readonly<Record<string, Matrix>> = {
  I: math.matrix([[1, 0], [0, 1]]),
  X: math.matrix([[0, 1], [1, 0]]),
  Y: math.matrix([[0, math.complex(0, -1)], [math.complex(0, 1), 0]]),
  Z: math.matrix([[1, 0], [0, -1]]),
};

/** The Hamiltonian of hydrogen; the leftmost letter of a string is the highest bit. */
const hydrogen = HYDROGEN.map(([coefficient, paulis]) => {
  const factors = [...(paulis as string)].map((letter) => PAULIS[letter]!);
  return times(coefficient, factors.reduce((high, low) => math.kron(high, low)));
}).reduce((a, b) => math.add(a, b));

const realPart = (value: unknown): number =>
  typeof value === 'number' ? value : (value as Complex).re;

const eigenvalues = (hermitian: Matrix): readonly number[] =>
  (math.eigs(hermitian).values as Matrix).toArray().map(realPart);

/** A real density matrix. */
const realOf = ({ qubits, entries }: DensityMatrix): Matrix => {
  const size = 2 ** qubits;
  const row = (r: number) => Array.from({ length: size }, (_, c) => entries[2 * (r * size + c)]!);
  return math.matrix(Array.from({ length: size }, (_, r) => row(r)));
};

/** The square root of a real positive matrix, from its eigenvectors. */
const rootOf = (positive: Matrix): Matrix => {
  const { eigenvectors } = math.eigs(positive);
  return eigenvectors
    .map(({ value, vector }) => {
      const column = math.reshape(vector as Matrix, [-1, 1]);
      const length = math.norm(vector as Matrix) as number;
      const scale = Math.sqrt(Math.max(0, value as number)) / (length * length);
      return times(scale, times(column, math.transpose(column)));
    })
    .reduce((a, b) => math.add(a, b));
};

describe('by the matrices of mathjs', () => {
  it('expectation value and variance are the same', () => {
    const spread = circuit(4).u(0.4, 1, 2, 0).u(1.1, 0, 3, 1).u(0.7, 2, 0, 2).u(2, 1, 1, 3);
    const state = unwrap(evolve(spread.cx(0, 2).cx(2, 1).cx(3, 0).build()));
    const parts = state.amplitudes();
    const psi = math.matrix(
      Array.from({ length: 16 }, (_, k) => [math.complex(parts[2 * k]!, parts[2 * k + 1]!)]),
    );
    const image = times(hydrogen, psi);
    const inner = (a: Matrix, b: Matrix): number =>
      realPart(times(math.ctranspose(a) as Matrix, b).get([0, 0]));
    const sum = unwrap(pauliSum(4, HYDROGEN));
    expect(expectation(state, sum)).toBeCloseTo(inner(psi, image), 12);
    expect(variance(state, sum)).toBeCloseTo(inner(image, image) - inner(psi, image) ** 2, 12);
  });

  it('the ground state of hydrogen at 0.735 Å has -1.137 Ha', () => {
    const ground = Math.min(...eigenvalues(hydrogen)) + HYDROGEN_REPULSION;
    expect(ground).toBeCloseTo(-1.137306, 6);
  });

  it('the fidelity between mixed states is (tr √(√ρ σ √ρ))²', () => {
    const noise = noiseModel({
      gates: [{ width: 1, channels: [amplitudeDamping(0.2), bitFlip(0.1)] }],
    });
    const state = (angle: number): DensityMatrix => {
      const program = circuit(2).ry(angle, 0).ry(1 - angle, 1).cx(0, 1).ry(0.3, 0);
      return unwrap(densityMatrix(program.build(), { noise }));
    };
    const [rho, sigma] = [state(0.4), state(2.1)];
    const root = rootOf(realOf(rho));
    const inside = times(times(root, realOf(sigma)), root);
    const trace = eigenvalues(inside).reduce((sum, value) => sum + Math.sqrt(value), 0);
    expect(unwrap(densityFidelity(rho, sigma))).toBeCloseTo(trace ** 2, 10);
  });
});
