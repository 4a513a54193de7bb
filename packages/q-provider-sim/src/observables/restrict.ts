import { letterAt, packSum, type PauliSum } from './pauli.ts';

/**
 * The sum as it acts on `slots` qubits, qubit q being slot `slotOf[q]`, while every qubit with a
 * slot below 0 is |0⟩: Z on those is 1, and terms with X or Y there have no expectation value. It
 * has the expectation values of the whole sum; not its variance, for which those terms count.
 */
export const restrictSum = (sum: PauliSum, slotOf: Int32Array, slots: number): PauliSum => {
  const coefficients: number[] = [];
  const masks: { x: number[]; z: number[] } = { x: [], z: [] };
  for (const [term, coefficient] of sum.coefficients.entries()) {
    let [x, z] = [0, 0];
    let counts = true;
    for (let q = 0; q < sum.qubits; q++) {
      const letter = letterAt(sum, term, q);
      const slot = slotOf[q]!;
      if (slot < 0) counts &&= (letter & 1) === 0;
      else {
        x |= (letter & 1) << slot;
        z |= (letter >> 1) << slot;
      }
    }
    if (!counts) continue;
    coefficients.push(coefficient);
    masks.x.push(x);
    masks.z.push(z);
  }
  return packSum(slots, coefficients, masks.x, masks.z);
};
