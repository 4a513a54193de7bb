import { circuit, type Circuit } from '@xdv/domain-model';

/** The quantum Fourier transform without its final swaps: qft_n of Li, Ding and Xie (2019). */
export const fourier = (qubits: number): Circuit => {
  const program = circuit(qubits, 0);
  for (let target = 0; target < qubits; target++) {
    program.h(target);
    for (let control = target + 1; control < qubits; control++) {
      program.cp(Math.PI / 2 ** (control - target), control, target);
    }
  }
  return program.build();
};

/** Trotter steps of a transverse-field Ising chain: ising_model_n of the same paper. */
export const isingChain = (qubits: number, steps: number): Circuit => {
  const program = circuit(qubits, 0);
  for (let step = 0; step < steps; step++) {
    for (let q = 0; q < qubits; q++) program.rx(0.3, q);
    for (let q = 0; q + 1 < qubits; q++) program.rzz(0.7, q, q + 1);
  }
  return program.build();
};

/** The RevLib netlist rd84_142: Toffoli gates (two controls, target) and controlled nots. */
const RD84 = [
  [0, 1, 8], [0, 1], [2, 8, 9], [1, 2, 8], [1, 2], [3, 9, 10], [3, 8, 9], [2, 3, 8], [2, 3],
  [4, 10, 11], [4, 9, 10], [4, 8, 9], [3, 4, 8], [3, 4], [5, 11, 12], [5, 9, 10], [5, 8, 9],
  [4, 5, 8], [4, 5], [6, 12, 13], [6, 9, 10], [6, 8, 9], [5, 6, 8], [5, 6], [7, 13, 14],
  [7, 9, 10], [6, 7, 8], [6, 7],
] as const;

/**
 * rd84_142 as the papers map it: each Toffoli gate as its seven controlled nots, gates on one qubit
 * left out.
 */
export const rd84 = (): Circuit => {
  const program = circuit(15, 0);
  for (const [a, b, c] of RD84) {
    if (c === undefined) program.cx(a, b);
    else program.cx(b, a).cx(c, b).cx(a, c).cx(a, b).cx(c, b).cx(a, c).cx(b, a);
  }
  return program.build();
};
