import { fail, ok, type Result } from '@xdv/domain-model';
import type { StateVector } from '../engine/state.ts';
import { checkDensity, type DensityMatrix } from './matrix.ts';
import { singularValues, type ComplexMatrix } from './singular.ts';

/** Bounds of the fidelity between mixed states. */
export const FIDELITY_LIMITS = {
  /** Both mixed: time ∝ 8^n, about a second at the limit. */
  qubitsMax: 7,
} as const;

/** ⟨ψ|ρ|ψ⟩ over the weight of ψ. */
const withPure = ({ entries }: DensityMatrix, reference: StateVector): number => {
  reference.widen(reference.qubits);
  const psi = reference.amplitudes();
  const size = psi.length / 2;
  let sum = 0;
  for (let r = 0; r < size; r++) {
    let [re, im] = [0, 0];
    for (let c = 0; c < size; c++) {
      const at = 2 * (r * size + c);
      re += entries[at]! * psi[2 * c]! - entries[at + 1]! * psi[2 * c + 1]!;
      im += entries[at]! * psi[2 * c + 1]! + entries[at + 1]! * psi[2 * c]!;
    }
    sum += psi[2 * r]! * re + psi[2 * r + 1]! * im;
  }
  return sum / reference.weight(0, 0);
};

/** Eigenvalues of this size are rounding. */
const EIGENVALUE_MIN = 1e-15;

/** √ρ up to a unitary from the left: rows √λ ⟨v| of the eigenvectors v of ρ. */
const rootOf = ({ qubits, entries }: DensityMatrix): ComplexMatrix => {
  const size = 2 ** qubits;
  const { values, right } = singularValues({ size, entries });
  const root = new Float64Array(entries.length);
  for (let k = 0; k < size; k++) {
    const scale = values[k]! < EIGENVALUE_MIN ? 0 : Math.sqrt(values[k]!);
    for (let r = 0; r < size; r++) {
      root[2 * (k * size + r)] = scale * right[2 * (r * size + k)]!;
      root[2 * (k * size + r) + 1] = -scale * right[2 * (r * size + k) + 1]!;
    }
  }
  return { size, entries: root };
};

/** a · b†. */
const timesAdjoint = (a: ComplexMatrix, b: ComplexMatrix): ComplexMatrix => {
  const { size } = a;
  const entries = new Float64Array(a.entries.length);
  for (let r = 0; r < size; r++) {
    for (let c = 0; c < size; c++) {
      let [re, im] = [0, 0];
      for (let k = 0; k < size; k++) {
        const x = 2 * (r * size + k);
        const y = 2 * (c * size + k);
        re += a.entries[x]! * b.entries[y]! + a.entries[x + 1]! * b.entries[y + 1]!;
        im += a.entries[x + 1]! * b.entries[y]! - a.entries[x]! * b.entries[y + 1]!;
      }
      entries[2 * (r * size + c)] = re;
      entries[2 * (r * size + c) + 1] = im;
    }
  }
  return { size, entries };
};

/** (tr |√ρ √σ|)². */
const withMixed = (rho: DensityMatrix, sigma: DensityMatrix): number => {
  const { values } = singularValues(timesAdjoint(rootOf(rho), rootOf(sigma)));
  return values.reduce((sum, value) => sum + value, 0) ** 2;
};

/**
 * The fidelity of a mixed state with a reference, from 0 to 1: ⟨ψ|ρ|ψ⟩ if that is pure, else
 * (tr √(√ρ σ √ρ))² (Uhlmann 1976; Jozsa 1994), good to 1e-7. Time ∝ 4^n for a pure reference, 8^n
 * for a mixed one. Fails with ARGUMENT_INVALID if they differ in qubits, with RESOURCE_EXHAUSTED
 * for a mixed reference of more than {@link FIDELITY_LIMITS} qubits.
 */
export const densityFidelity = (
  rho: DensityMatrix,
  reference: StateVector | DensityMatrix,
): Result<number> => {
  checkDensity(rho);
  if (rho.qubits !== reference.qubits) {
    const message = `the states have ${rho.qubits} and ${reference.qubits} qubits`;
    return fail('ARGUMENT_INVALID', message, 'Compare states of as many qubits');
  }
  if ('amplitudes' in reference) return ok(clamp(withPure(rho, reference)));
  checkDensity(reference);
  if (rho.qubits > FIDELITY_LIMITS.qubitsMax) {
    const limit = `${rho.qubits} qubits, above ${FIDELITY_LIMITS.qubitsMax}`;
    const message = `the fidelity between mixed states of ${limit}`;
    return fail('RESOURCE_EXHAUSTED', message, 'Take a pure reference');
  }
  return ok(clamp(withMixed(rho, reference)));
};

/** Rounding may carry it just past an end. */
const clamp = (value: number): number => Math.min(1, Math.max(0, value));
