import { GATES, type GateName } from '@xdv/domain-model';

/** A gate of a standard library: what it does to its own qubits, numbered from 0. */
export interface LibraryGate {
  readonly params: number;
  readonly qubits: number;
  /** Base gates in order; their product is the gate with its exact global phase. */
  readonly steps: readonly LibraryStep[];
}

/** A base gate with controls, as a step of a gate. */
export interface LibraryStep {
  readonly gate: GateName;
  readonly targets: readonly number[];
  readonly controls: readonly number[];
  readonly angles: readonly LinearAngle[];
}

/** `constant` plus each parameter of the gate times its factor: every library angle is one. */
export interface LinearAngle {
  readonly constant: number;
  readonly factors: readonly number[];
}

/** Gates by name. */
export type Library = ReadonlyMap<string, LibraryGate>;

export const linear = (constant: number, ...factors: readonly number[]): LinearAngle => ({
  constant,
  factors,
});

/** Parameter `index` as it is. */
const parameter = (index: number): LinearAngle => ({
  constant: 0,
  factors: [...Array.from({ length: index }, () => 0), 1],
});

export const step = (
  gate: GateName,
  targets: readonly number[],
  angles: readonly LinearAngle[] = [],
  controls: readonly number[] = [],
): LibraryStep => ({ gate, targets, controls, angles });

/** A base gate with `controls` control qubits in front of its targets. */
export const controlled = (gate: GateName, controls: number): LibraryGate => {
  const { qubits, params } = GATES[gate];
  const first = Array.from({ length: controls }, (_, q) => q);
  const targets = Array.from({ length: qubits }, (_, q) => controls + q);
  const angles = Array.from({ length: params }, (_, k) => parameter(k));
  return { params, qubits: controls + qubits, steps: [step(gate, targets, angles, first)] };
};

export const base = (gate: GateName): LibraryGate => controlled(gate, 0);

/** A gate written out as steps. */
export const sequence = (
  params: number,
  qubits: number,
  steps: readonly LibraryStep[],
): LibraryGate => ({ params, qubits, steps });
