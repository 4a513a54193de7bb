import { GATES, type GateName, type GateOp } from '@xdv/domain-model';

/** A gate in terms of base gates, on its own qubits numbered from 0. */
export interface LibraryGate {
  readonly params: number;
  readonly qubits: number;
  readonly build: (...params: number[]) => readonly GateOp[];
}

export type Library = ReadonlyMap<string, LibraryGate>;

/** A base gate with controls, as a step of a definition. */
export const step = (
  gate: GateName,
  targets: readonly number[],
  params: readonly number[] = [],
  controls: readonly number[] = [],
): GateOp => ({ kind: 'gate', gate, targets, params, controls });

/** A base gate with `controls` control qubits in front of its targets. */
export const controlled = (gate: GateName, controls: number): LibraryGate => {
  const { qubits, params } = GATES[gate];
  const first = Array.from({ length: controls }, (_, q) => q);
  const targets = Array.from({ length: qubits }, (_, q) => controls + q);
  return {
    params,
    qubits: controls + qubits,
    build: (...angles) => [step(gate, targets, angles, first)],
  };
};

export const base = (gate: GateName): LibraryGate => controlled(gate, 0);

/** A gate written out as steps. */
export const sequence = (
  params: number,
  qubits: number,
  build: LibraryGate['build'],
): LibraryGate => ({ params, qubits, build });

/**
 * The built-in `U` of OpenQASM 3: e^(iθ/2) times the base gate `u`, whose first entry is
 * cos(θ/2). The phase shows only under `ctrl`. In version 2, where nothing can be controlled,
 * the same definition holds up to an unobservable global phase.
 */
export const BUILT_IN_U = sequence(3, 1, (theta = 0, phi = 0, lambda = 0) => [
  step('u', [0], [theta, phi, lambda]),
  step('gphase', [], [theta / 2]),
]);

/** `u2` and `u3` of both standard files: the `u` of determinant 1, Rz(φ)·Ry(θ)·Rz(λ). */
export const U3 = sequence(3, 1, (theta = 0, phi = 0, lambda = 0) => [
  step('u', [0], [theta, phi, lambda]),
  step('gphase', [], [-(phi + lambda) / 2]),
]);

export const U2 = sequence(2, 1, (phi = 0, lambda = 0) => U3.build(Math.PI / 2, phi, lambda));

/** e^(iγ)·u(θ, φ, λ) under one control. */
export const CU = sequence(4, 2, (theta = 0, phi = 0, lambda = 0, gamma = 0) => [
  step('p', [0], [gamma]),
  step('u', [1], [theta, phi, lambda], [0]),
]);
