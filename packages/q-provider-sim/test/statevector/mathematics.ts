// A reference that shares no code with the engines: gates from their definitions, by mathjs.
import type { GateName } from '@xdv/domain-model';
import * as math from 'mathjs';
import type { Complex, Matrix } from 'mathjs';
import type { SlotGate } from '../../src/engine/index.ts';

/** The methods of mathjs are typed for numbers and matrices alike: here only matrices are meant. */
const add = (a: Matrix, b: Matrix): Matrix => math.add(a, b);
const times = (a: Complex | Matrix | number, b: Matrix): Matrix => math.multiply(a, b) as Matrix;

const PAULI = {
  i: math.matrix([[1, 0], [0, 1]]),
  x: math.matrix([[0, 1], [1, 0]]),
  y: math.matrix([[0, math.complex(0, -1)], [math.complex(0, 1), 0]]),
  z: math.matrix([[1, 0], [0, -1]]),
} as const;
type Axis = keyof typeof PAULI;

const cis = (angle: number): Complex => math.complex(Math.cos(angle), Math.sin(angle));

/** The tensor product of Paulis: the first letter acts on the lowest bit. */
const pauli = (axes: string): Matrix =>
  [...axes]
    .map((axis) => PAULI[axis as Axis])
    .reduce((low, high) => math.kron(high, low) as Matrix);

/** exp(-iθ/2 P) = cos(θ/2) - i sin(θ/2) P, as P² = 1. */
const rotation = (axes: string, angle: number): Matrix => {
  const identity = pauli('i'.repeat(axes.length));
  const sine = math.complex(0, -Math.sin(angle / 2));
  return add(times(Math.cos(angle / 2), identity), times(sine, pauli(axes)));
};

/** diag(1, e^{iθ}). */
const phase = (angle: number): Matrix => times(cis(angle / 2), rotation('z', angle));

const sx = (): Matrix => times(cis(Math.PI / 4), rotation('x', Math.PI / 2));

const general = (theta: number, phi: number, lambda: number): Matrix => {
  const [cos, sin] = [Math.cos(theta / 2), Math.sin(theta / 2)];
  return math.matrix([
    [math.complex(cos, 0), math.multiply(cis(lambda), -sin) as Complex],
    [math.multiply(cis(phi), sin) as Complex, math.multiply(cis(phi + lambda), cos) as Complex],
  ]);
};

/** OpenQASM 3 `stdgates.inc`, which fixes global phases. Bit k of an index is target k. */
const DEFINITIONS: Readonly<Record<GateName, (a: number, b: number, c: number) => Matrix>> = {
  id: () => PAULI.i,
  x: () => PAULI.x,
  y: () => PAULI.y,
  z: () => PAULI.z,
  h: () => times(Math.SQRT1_2, add(PAULI.x, PAULI.z)),
  s: () => phase(Math.PI / 2),
  sdg: () => phase(-Math.PI / 2),
  t: () => phase(Math.PI / 4),
  tdg: () => phase(-Math.PI / 4),
  sx,
  sxdg: () => math.ctranspose(sx()) as Matrix,
  rx: (theta) => rotation('x', theta),
  ry: (theta) => rotation('y', theta),
  rz: (theta) => rotation('z', theta),
  p: phase,
  u: general,
  swap: () => times(0.5, ['ii', 'xx', 'yy', 'zz'].map(pauli).reduce(add)),
  iswap: () => times(rotation('xx', -Math.PI / 2), rotation('yy', -Math.PI / 2)),
  rxx: (theta) => rotation('xx', theta),
  ryy: (theta) => rotation('yy', theta),
  rzz: (theta) => rotation('zz', theta),
  gphase: (gamma) => math.matrix([[cis(gamma)]]),
};

/** The matrix of a gate without its controls. */
export const matrixOf = ({ gate, params: [a = 0, b = 0, c = 0] }: SlotGate): Matrix =>
  DEFINITIONS[gate](a, b, c);

/** Amplitudes: re, im, re, im, … */
export type Amplitudes = Float64Array;

/** |0…0⟩. */
export const zeroState = (qubits: number): Amplitudes => {
  const state = new Float64Array(2 ** (qubits + 1));
  state[0] = 1;
  return state;
};

/** Moves bit k of `index` to bit `places[k]`. */
const spread = (index: number, places: readonly number[]): number =>
  places.reduce((sum, place, k) => sum | (((index >> k) & 1) << place), 0);

const applyOne = (state: Amplitudes, gate: SlotGate): void => {
  const { targets, controls } = gate;
  const matrix = matrixOf(gate);
  const on = spread(2 ** controls.length - 1, controls);
  const fixed = on | spread(2 ** targets.length - 1, targets);
  for (let i = 0; 2 * i < state.length; i++) {
    if ((i & fixed) !== on) continue;
    const at = Array.from({ length: 2 ** targets.length }, (_, k) => i | spread(k, targets));
    const before = at.map((k) => math.complex(state[2 * k]!, state[2 * k + 1]!));
    const after = times(matrix, math.matrix(before)).toArray() as (Complex | number)[];
    for (const [k, value] of after.entries()) {
      const { re, im } = typeof value === 'number' ? { re: value, im: 0 } : value;
      state[2 * at[k]!] = re;
      state[2 * at[k]! + 1] = im;
    }
  }
};

/** What gates make of a state, as products of their matrices with its slices. */
export const evolved = (start: Amplitudes, gates: readonly SlotGate[]): Amplitudes => {
  const state = start.slice();
  for (const gate of gates) applyOne(state, gate);
  return state;
};
