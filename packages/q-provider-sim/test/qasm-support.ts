import type { Circuit, CircuitOp, GateOp } from '@xdv/domain-model';
import { expect } from 'vitest';
import { readQasm, type QasmFault, type QasmProgram } from '../src/qasm/index.ts';

/** A complex number, and a matrix of them by row. */
export type Complex = readonly [re: number, im: number];
export type Matrix = readonly (readonly Complex[])[];

const mul = ([a, b]: Complex, [c, d]: Complex): Complex => [a * c - b * d, a * d + b * c];
const add = ([a, b]: Complex, [c, d]: Complex): Complex => [a + c, b + d];
const polar = (angle: number): Complex => [Math.cos(angle), Math.sin(angle)];

const ZERO: Complex = [0, 0];
const ONE: Complex = [1, 0];

/** U(θ, φ, λ) as the OpenQASM 3 specification writes it, with its phase e^(iθ/2). */
const specifiedU = (theta: number, phi: number, lambda: number): Matrix => {
  const plus = add(ONE, polar(theta));
  const minus = add(ONE, polar(theta + Math.PI));
  const half = (z: Complex): Complex => mul(z, [0.5, 0]);
  return [
    [half(plus), half(mul(mul([0, -1], polar(lambda)), minus))],
    [half(mul(mul([0, 1], polar(phi)), minus)), half(mul(polar(phi + lambda), plus))],
  ];
};

const phased = (angle: number, matrix: Matrix): Matrix =>
  matrix.map((row) => row.map((z) => mul(polar(angle), z)));

/** Row k has `values[k]` in column `columns[k]`. */
const entries = (columns: readonly number[], values: Matrix[number]): Matrix =>
  columns.map((column, k) => columns.map((_, j) => (j === column ? values[k]! : ZERO)));

/** exp(−iθ/2 P) where the Pauli product P has `signs[k]` in column `columns[k]` of row k. */
const mixed = (theta: number, columns: readonly number[], signs: readonly number[]): Matrix =>
  columns.map((column, k) =>
    columns.map((_, j): Complex => {
      if (j === k) return [Math.cos(theta / 2), 0];
      return j === column ? [0, -signs[k]! * Math.sin(theta / 2)] : ZERO;
    }),
  );

const PI = Math.PI;

/** The base gates that the tests meet, from `U` alone where one qubit suffices. */
const matrixOf = ({ gate, params }: GateOp): Matrix => {
  const [a = 0, b = 0, c = 0] = params;
  const u = (t: number, p: number, l: number, phase: number) => phased(phase, specifiedU(t, p, l));
  const diagonal = (...angles: number[]): Matrix =>
    angles.map((angle, k) => angles.map((_, j) => (j === k ? polar(angle) : ZERO)));
  switch (gate) {
    case 'id': return diagonal(0, 0);
    case 'x': return u(PI, 0, PI, -PI / 2);
    case 'y': return u(PI, PI / 2, PI / 2, -PI / 2);
    case 'z': return diagonal(0, PI);
    case 'h': return u(PI / 2, 0, PI, -PI / 4);
    case 's': return diagonal(0, PI / 2);
    case 'sdg': return diagonal(0, -PI / 2);
    case 't': return diagonal(0, PI / 4);
    case 'tdg': return diagonal(0, -PI / 4);
    case 'sx': return u(PI / 2, -PI / 2, PI / 2, 0);
    case 'sxdg': return u(-PI / 2, -PI / 2, PI / 2, 0);
    case 'rx': return u(a, -PI / 2, PI / 2, -a / 2);
    case 'ry': return u(a, 0, 0, -a / 2);
    case 'rz': return diagonal(-a / 2, a / 2);
    case 'p': return diagonal(0, a);
    case 'u': return u(a, b, c, -a / 2);
    case 'swap': return entries([0, 2, 1, 3], [ONE, ONE, ONE, ONE]);
    case 'iswap': return entries([0, 2, 1, 3], [ONE, [0, 1], [0, 1], ONE]);
    case 'rxx': return mixed(a, [3, 2, 1, 0], [1, 1, 1, 1]);
    case 'ryy': return mixed(a, [3, 2, 1, 0], [-1, 1, 1, -1]);
    case 'rzz': return diagonal(-a / 2, a / 2, a / 2, -a / 2);
    case 'gphase': return diagonal(a);
  }
};

/** Applies one gate to every column of amplitudes, by the definition of a controlled matrix. */
const apply = (op: GateOp, state: Complex[]): Complex[] => {
  const matrix = matrixOf(op);
  const bit = (index: number, q: number): number => (index >> q) & 1;
  return state.map((amplitude, index) => {
    if (op.controls.some((q) => bit(index, q) === 0)) return amplitude;
    const row = op.targets.reduce((sum, q, k) => sum + (bit(index, q) << k), 0);
    const clear = op.targets.reduce((rest, q) => rest & ~(1 << q), index);
    return matrix[row]!.reduce<Complex>((sum, entry, column) => {
      const from = op.targets.reduce((i, q, k) => i | (((column >> k) & 1) << q), clear);
      return add(sum, mul(entry, state[from]!));
    }, ZERO);
  });
};

const gatesOf = (ops: readonly CircuitOp[]): readonly GateOp[] =>
  ops.filter((op) => op.kind === 'gate');

/** The matrix of a circuit of gates, column by column. Entry [i][j] takes |i⟩ to |j⟩. */
export const unitary = ({ qubits, ops }: Circuit): Matrix =>
  Array.from({ length: 2 ** qubits }, (_, start) => {
    const state = Array.from({ length: 2 ** qubits }, (__, k) => (k === start ? ONE : ZERO));
    return gatesOf(ops).reduce<Complex[]>((now, op) => apply(op, now), state);
  });

/** The largest difference of two entries. */
export const distance = (a: Matrix, b: Matrix): number =>
  Math.max(
    ...a.flatMap((row, i) =>
      row.map(([re, im], j) => Math.hypot(re - b[i]![j]![0], im - b[i]![j]![1])),
    ),
  );

/** The same up to a global phase: 1 − |⟨a, b⟩| / size. */
export const phaseDistance = (a: Matrix, b: Matrix): number => {
  const overlap = a.flatMap((row, i) =>
    row.map(([re, im], j) => mul([re, -im], b[i]![j]!)),
  ).reduce(add, ZERO);
  return 1 - Math.hypot(...overlap) / a.length;
};

/** The program of a text that must be read. */
export const program = (text: string): QasmProgram => {
  const result = readQasm(text);
  expect(result.ok ? '' : result.fault.message).toBe('');
  if (!result.ok) throw new Error(result.fault.message);
  return result.value;
};

export const opsOf = (text: string): readonly CircuitOp[] => program(text).circuit.ops;

/** The fault of a text that must be refused. */
export const refused = (text: string): QasmFault => {
  const result = readQasm(text);
  expect(result.ok).toBe(false);
  if (result.ok) throw new Error('the program was accepted');
  return result.fault;
};

/** Operations in one line each, such as `x 0 1` with controls first. */
export const shown = (ops: readonly CircuitOp[]): readonly string[] =>
  ops.map((op) => {
    switch (op.kind) {
      case 'gate': {
        const angles = op.params.map((angle) => Number(angle.toFixed(6))).join(',');
        const name = `${'c'.repeat(op.controls.length)}${op.gate}`;
        const head = angles === '' ? name : `${name}(${angles})`;
        return [head, ...op.controls, ...op.targets].join(' ');
      }
      case 'measure':
        return `measure ${op.qubit} ${op.bit}`;
      case 'reset':
        return `reset ${op.qubit}`;
      case 'delay':
        return `delay ${op.ns} ${op.qubit}`;
      case 'barrier':
        return `barrier ${op.qubits.join(' ')}`;
      case 'if': {
        const test = op.bits.map((bit, k) => `${bit}=${op.values[k]}`).join('&');
        const [then, otherwise] = [op.then, op.otherwise].map((ops) => shown(ops).join('; '));
        return `if ${test} [${then}]${otherwise === '' ? '' : ` else [${otherwise}]`}`;
      }
    }
  });
