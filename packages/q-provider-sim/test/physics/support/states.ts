import type { CircuitBuilder } from '@xdv/domain-model';

/** Angles of a gate `u`: the state u(θ, φ, λ)|0⟩ points along θ and φ on the Bloch sphere. */
export type Angles = readonly [theta: number, phi: number, lambda: number];

export type Axis = 'X' | 'Y' | 'Z';

export const AXES: readonly Axis[] = ['X', 'Y', 'Z'];

/** Expectations of the Pauli operators in u(θ, φ, λ)|0⟩ (Nielsen and Chuang, section 1.2). */
export const blochOf = ([theta, phi]: Angles): Readonly<Record<Axis, number>> => ({
  X: Math.sin(theta) * Math.cos(phi),
  Y: Math.sin(theta) * Math.sin(phi),
  Z: Math.cos(theta),
});

/** Takes u(θ, φ, λ)|0⟩ back to |0⟩. */
export const unprepare = (
  builder: CircuitBuilder,
  [theta, phi, lambda]: Angles,
  qubit: number,
): CircuitBuilder => builder.u(-theta, -lambda, -phi, qubit);

/** Turns the eigenbasis of a Pauli operator into the computational basis, +1 into |0⟩. */
export const toBasis = (builder: CircuitBuilder, axis: Axis, qubit: number): CircuitBuilder => {
  if (axis === 'Y') builder.sdg(qubit);
  return axis === 'Z' ? builder : builder.h(qubit);
};
