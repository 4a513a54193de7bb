import type { GateName } from '@xdv/domain-model';
import type { Matrix2, StateVector } from './state.ts';

/**
 * One kernel call of a gate. Every base gate splits into phases, exchanges and 2×2 blocks, so no
 * larger matrix is ever multiplied.
 */
export type Action =
  | {
      readonly kind: 'multiply';
      readonly fixed: number;
      readonly at: number;
      readonly re: number;
      readonly im: number;
    }
  | {
      readonly kind: 'exchange';
      readonly fixed: number;
      readonly a: number;
      readonly b: number;
    }
  | {
      readonly kind: 'mix';
      readonly fixed: number;
      readonly a: number;
      readonly b: number;
      readonly matrix: Matrix2;
    };

/** An action on the local basis of a gate: bit k of an index is its target k. */
type Block = Action extends infer A ? (A extends Action ? Omit<A, 'fixed'> : never) : never;

const factor = (at: number, re: number, im: number): Block => ({ kind: 'multiply', at, re, im });
const phase = (at: number, angle: number): Block => factor(at, Math.cos(angle), Math.sin(angle));
const exchange = (a: number, b: number): Block => ({ kind: 'exchange', a, b });
const mix = (a: number, b: number, ...matrix: readonly number[]): Block => ({
  kind: 'mix',
  a,
  b,
  matrix: Float64Array.from(matrix),
});

/** [[cos θ/2, -i sin θ/2], [-i sin θ/2, cos θ/2]] on the pair a, b. */
const turn = (a: number, b: number, angle: number): Block => {
  const cos = Math.cos(angle / 2);
  const sin = Math.sin(angle / 2);
  return mix(a, b, cos, 0, 0, -sin, 0, -sin, cos, 0);
};

/** [[cos θ/2, -e^{iλ} sin θ/2], [e^{iφ} sin θ/2, e^{i(φ+λ)} cos θ/2]]. */
const general = (theta: number, phi: number, lambda: number): Block => {
  const cos = Math.cos(theta / 2);
  const sin = Math.sin(theta / 2);
  const upper = [cos, 0, -sin * Math.cos(lambda), -sin * Math.sin(lambda)];
  const lower = [sin * Math.cos(phi), sin * Math.sin(phi)];
  const last = [cos * Math.cos(phi + lambda), cos * Math.sin(phi + lambda)];
  return mix(0, 1, ...upper, ...lower, ...last);
};

const HALF = Math.SQRT1_2;

/** The matrices of `stdgates.inc` (OpenQASM 3), global phase included. */
const BLOCKS: Readonly<Record<GateName, (a: number, b: number, c: number) => readonly Block[]>> = {
  id: () => [],
  x: () => [exchange(0, 1)],
  y: () => [mix(0, 1, 0, 0, 0, -1, 0, 1, 0, 0)],
  z: () => [factor(1, -1, 0)],
  h: () => [mix(0, 1, HALF, 0, HALF, 0, HALF, 0, -HALF, 0)],
  s: () => [factor(1, 0, 1)],
  sdg: () => [factor(1, 0, -1)],
  t: () => [factor(1, HALF, HALF)],
  tdg: () => [factor(1, HALF, -HALF)],
  sx: () => [mix(0, 1, 0.5, 0.5, 0.5, -0.5, 0.5, -0.5, 0.5, 0.5)],
  sxdg: () => [mix(0, 1, 0.5, -0.5, 0.5, 0.5, 0.5, 0.5, 0.5, -0.5)],
  rx: (theta) => [turn(0, 1, theta)],
  ry: (theta) => [general(theta, 0, 0)],
  rz: (theta) => [phase(0, -theta / 2), phase(1, theta / 2)],
  p: (lambda) => [phase(1, lambda)],
  u: (theta, phi, lambda) => [general(theta, phi, lambda)],
  swap: () => [exchange(1, 2)],
  iswap: () => [mix(1, 2, 0, 0, 0, 1, 0, 1, 0, 0)],
  rxx: (theta) => [turn(0, 3, theta), turn(1, 2, theta)],
  // Y⊗Y has -1 between |00⟩ and |11⟩
  ryy: (theta) => [turn(0, 3, -theta), turn(1, 2, theta)],
  rzz: (theta) => [
    phase(0, -theta / 2),
    phase(1, theta / 2),
    phase(2, theta / 2),
    phase(3, -theta / 2),
  ],
  gphase: (gamma) => [phase(0, gamma)],
};

const maskOf = (qubits: readonly number[]): number =>
  qubits.reduce((mask, qubit) => mask | (1 << qubit), 0);

/** The kernel calls of a gate on `targets`, acting only where every control is 1. */
export const gateActions = (
  gate: GateName,
  targets: readonly number[],
  params: readonly number[] = [],
  controls: readonly number[] = [],
): readonly Action[] => {
  const always = maskOf(controls);
  const fixed = always | maskOf(targets);
  const spread = (local: number): number =>
    targets.reduce((at, qubit, k) => at | (((local >> k) & 1) << qubit), always);
  const [a = 0, b = 0, c = 0] = params;
  return BLOCKS[gate](a, b, c).map((block): Action => {
    if (block.kind === 'multiply') return { ...block, fixed, at: spread(block.at) };
    return { ...block, fixed, a: spread(block.a), b: spread(block.b) };
  });
};

/** Performs the kernel calls in order. */
export const performActions = (state: StateVector, actions: readonly Action[]): void => {
  for (const action of actions) {
    switch (action.kind) {
      case 'multiply':
        state.multiply(action.fixed, action.at, action.re, action.im);
        break;
      case 'exchange':
        state.exchange(action.fixed, action.a, action.b);
        break;
      case 'mix':
        state.mix(action.fixed, action.a, action.b, action.matrix);
    }
  }
};

/** Applies one gate to live qubits of `state`. Indices are not checked. */
export const applyGate = (
  state: StateVector,
  gate: GateName,
  targets: readonly number[],
  params: readonly number[] = [],
  controls: readonly number[] = [],
): void => performActions(state, gateActions(gate, targets, params, controls));
