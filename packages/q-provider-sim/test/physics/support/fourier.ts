import type { CircuitBuilder } from '@xdv/domain-model';

/**
 * The quantum Fourier transform on `qubits`, the first least significant, or its inverse:
 * |x⟩ → 2^(-n/2) Σ exp(±2πi x k / 2^n) |k⟩ (Nielsen and Chuang, section 5.1, figure 5.1).
 */
export const fourier = (
  builder: CircuitBuilder,
  qubits: readonly number[],
  sign: 1 | -1,
): CircuitBuilder => {
  const steps: (() => unknown)[] = [];
  for (let q = qubits.length - 1; q >= 0; q--) {
    steps.push(() => builder.h(qubits[q]!));
    for (let c = q - 1; c >= 0; c--) {
      const angle = (sign * Math.PI) / 2 ** (q - c);
      steps.push(() => builder.cp(angle, qubits[c]!, qubits[q]!));
    }
  }
  for (let q = 0; 2 * q + 1 < qubits.length; q++) {
    steps.push(() => builder.swap(qubits[q]!, qubits.at(-1 - q)!));
  }
  for (const step of sign === 1 ? steps : steps.toReversed()) step();
  return builder;
};
