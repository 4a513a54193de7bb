import * as fc from 'fast-check';
import * as math from 'mathjs';
import type { Complex, Matrix } from 'mathjs';
import { describe, expect, it } from 'vitest';
import type { SlotGate } from '../../src/engine/index.ts';
import { canonicalForm, type Canonical } from '../../src/statevector/kak.ts';
import { matrixOf } from './mathematics.ts';
import { addable, anyAngle, gate } from './support.ts';

/** Numbers re, im, re, im, … by rows as a matrix of mathjs. */
const toMatrix = (numbers: ArrayLike<number>): Matrix => {
  const size = Math.sqrt(numbers.length / 2);
  const row = (r: number): Complex[] =>
    Array.from({ length: size }, (_, c) =>
      math.complex(numbers[2 * (size * r + c)]!, numbers[2 * (size * r + c) + 1]!),
    );
  return math.matrix(Array.from({ length: size }, (_, r) => row(r)));
};

const toNumbers = (matrix: Matrix): Float64Array =>
  Float64Array.from(
    (matrix.toArray() as (Complex | number)[][]).flat().flatMap((value) => {
      return typeof value === 'number' ? [value, 0] : [value.re, value.im];
    }),
  );

const times = (a: Matrix, b: Matrix): Matrix => math.multiply(a, b);
const tensor = (high: ArrayLike<number>, low: ArrayLike<number>): Matrix =>
  math.kron(toMatrix(high), toMatrix(low)) as Matrix;

const apart = (a: Matrix, b: Matrix): number => {
  const [x, y] = [toNumbers(a), toNumbers(b)];
  return Math.max(...x.map((value, k) => Math.abs(value - y[k]!)));
};

/** exp(i(x XX + y YY + z ZZ)) by its phases on the Bell states Φ+, Φ-, Ψ+, Ψ-. */
const interaction = ([phiPlus, phiMinus, psiPlus, psiMinus]: Canonical['angles']): Matrix => {
  const cis = (angle: number): Complex => math.complex(Math.cos(angle), Math.sin(angle));
  const half = (a: number, b: number, sign: 1 | -1): Complex =>
    math.divide(math.add(cis(a), math.multiply(sign, cis(b))), 2) as Complex;
  const [evenOn, evenOff] = [half(phiPlus, phiMinus, 1), half(phiPlus, phiMinus, -1)];
  const [oddOn, oddOff] = [half(psiPlus, psiMinus, 1), half(psiPlus, psiMinus, -1)];
  return math.matrix([
    [evenOn, 0, 0, evenOff],
    [0, oddOn, oddOff, 0],
    [0, oddOff, oddOn, 0],
    [evenOff, 0, 0, evenOn],
  ] as (Complex | number)[][]);
};

const expectCanonical = (unitary: Matrix): void => {
  const { before, angles, after } = canonicalForm(toNumbers(unitary));
  const inner = times(interaction(angles), tensor(before.high, before.low));
  expect(apart(times(tensor(after.high, after.low), inner), unitary)).toBeLessThan(1e-12);
  for (const local of [before.high, before.low, after.high, after.low].map(toMatrix)) {
    const identity = times(math.ctranspose(local) as Matrix, local);
    expect(apart(identity, matrixOf(gate('id', [0])))).toBeLessThan(1e-12);
  }
};

/** The 4×4 matrix of gates on qubits 0 and 1. */
const unitaryOf = (gates: readonly SlotGate[]): Matrix => {
  const identity = matrixOf(gate('id', [0]));
  return gates.reduce<Matrix>(
    (product, each) => {
      const local = matrixOf(each);
      if (each.targets.length === 2) return times(local, product);
      const [on] = each.targets;
      const [high, low] = on === 0 ? [identity, local] : [local, identity];
      return times(math.kron(high, low) as Matrix, product);
    },
    math.kron(identity, identity) as Matrix,
  );
};

const cz = [
  gate('rzz', [0, 1], [Math.PI / 2]),
  gate('rz', [0], [-Math.PI / 2]),
  gate('rz', [1], [-Math.PI / 2]),
];
const cx = [gate('h', [0]), ...cz, gate('h', [0])];
const both = [gate('h', [0]), gate('h', [1])];
const SPECIAL = {
  identity: [],
  CX: cx,
  CZ: cz,
  'CX both ways': [...cx, ...both, ...cx, ...both],
  SWAP: [gate('swap', [0, 1])],
  iSWAP: [gate('iswap', [0, 1])],
  'root of iSWAP': [gate('rxx', [0, 1], [-Math.PI / 4]), gate('ryy', [0, 1], [-Math.PI / 4])],
  XX: [gate('x', [0]), gate('x', [1])],
  'one local': [gate('u', [1], [1, 2, 3])],
  'both local': [gate('u', [1], [1, 2, 3]), gate('u', [0], [-1, 0.3, 2])],
} as const;

const angles = fc.tuple(anyAngle, anyAngle, anyAngle);
const locals = fc
  .tuple(angles.map(addable), angles.map(addable))
  .map(([low, high]) => [gate('u', [0], low), gate('u', [1], high)]);
const interactions = angles.map(([x, y, z]) => [
  gate('rxx', [0, 1], [x]),
  gate('ryy', [0, 1], [y]),
  gate('rzz', [0, 1], [z]),
]);
const tiny = fc.constantFrom(1e-6, 1e-7, 3e-8, 1e-8, 1e-9, 1e-10, 1e-12, 1e-15);

describe('the canonical form of a unitary on two qubits', () => {
  it.each(Object.keys(SPECIAL) as (keyof typeof SPECIAL)[])('rebuilds %s', (name) => {
    expectCanonical(unitaryOf(SPECIAL[name]));
  });

  it('rebuilds any product of local gates and interactions, global phase included', () => {
    fc.assert(
      fc.property(locals, interactions, locals, anyAngle, (before, middle, after, phase) => {
        const unitary = unitaryOf([...before, ...middle, ...after]);
        const global = math.complex(Math.cos(phase), Math.sin(phase));
        expectCanonical(math.multiply(global, unitary) as Matrix);
      }),
      { numRuns: 150 },
    );
  });

  it('rebuilds unitaries next to special ones, whose eigenvalues all but coincide', () => {
    const change = fc.tuple(tiny, tiny, tiny).map(([x, y, z]) => [
      gate('rxx', [0, 1], [x]),
      gate('ryy', [0, 1], [-y]),
      gate('u', [0], [z, x, -y]),
      gate('rzz', [0, 1], [z]),
    ]);
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.values(SPECIAL)),
        locals,
        change,
        change,
        fc.boolean(),
        (special, local, first, last, turned) => {
          const around = turned ? local : [];
          expectCanonical(unitaryOf([...first, ...around, ...special, ...around, ...last]));
        },
      ),
      { numRuns: 150 },
    );
  });
});
