// What other simulators took, measured once on another machine (2-core AVX-512 Xeon, CPU seconds of
// one thread, each at its best setting) beside the prototype. Only ratios to it mean anything here.
import type { CircuitName } from './circuits.ts';
import { ratio } from './figures.ts';

export type Precision = 'c64' | 'c128';

/** Seconds: qsim complex64, prototype complex64, Qulacs complex128, prototype complex128. */
type Row = readonly [number | null, number, number | null, number];

const ONE_THREAD: Readonly<Record<string, Row>> = {
  rqc_16: [0.00181, 0.00182, 0.00673, 0.0039],
  qv_16: [0.00139, 0.0025, 0.0041, 0.0053],
  vqe_16: [0.00091, 0.00083, 0.0035, 0.00165],
  qft_16: [0.00191, 0.00038, 0.0048, 0.00087],
  qaoa_16: [0.0016, 0.00088, 0.0066, 0.00178],
  rqc_20: [0.0385, 0.0394, 0.162, 0.08],
  qv_20: [0.0247, 0.0551, 0.092, 0.113],
  vqe_20: [0.0184, 0.0189, 0.083, 0.039],
  qft_20: [0.0507, 0.0089, 0.143, 0.0185],
  qaoa_20: [0.0329, 0.0187, 0.124, 0.0387],
  rqc_22: [0.16, 0.188, 0.871, 0.365],
  qv_22: [0.112, 0.258, 0.473, 0.516],
  vqe_22: [0.0853, 0.0857, 0.463, 0.181],
  qft_22: [0.246, 0.0472, 0.872, 0.104],
  qaoa_22: [0.143, 0.0888, 0.832, 0.193],
  ghz_22: [0.0222, 0.0117, 0.048, 0.0306],
  rqc_24: [1.47, 0.834, 6.32, 1.71],
  qv_24: [0.897, 1.12, 3.76, 2.24],
  vqe_24: [0.685, 0.416, 3.42, 0.82],
  qft_24: [2.02, 0.231, 7.75, 0.48],
  qaoa_24: [1.18, 0.442, 5.11, 0.916],
  ghz_24: [0.199, 0.0888, 0.397, 0.178],
  rqc_26: [5.49, 3.44, null, 6.92],
  qv_26: [4.04, 5.15, null, 10.6],
  vqe_26: [2.91, 1.8, null, 3.53],
  qft_26: [9.43, 1.13, null, 2.39],
  qaoa_26: [5.04, 1.93, null, 3.88],
};

/** The same with two threads, wall time. */
const TWO_THREADS: Readonly<Record<string, Row>> = {
  rqc_22: [0.0964, 0.091, 0.417, 0.195],
  qv_22: [0.0661, 0.13, 0.266, 0.268],
  vqe_22: [0.0505, 0.0465, 0.224, 0.0952],
  qft_22: [0.145, 0.0268, 0.426, 0.061],
  qaoa_22: [0.086, 0.0462, 0.34, 0.0999],
  rqc_24: [0.786, 0.428, 3.41, 0.873],
  qv_24: [0.499, 0.57, 2.04, 1.18],
  vqe_24: [0.356, 0.21, 1.81, 0.421],
  qft_24: [1.07, 0.13, 4.02, 0.274],
  qaoa_24: [0.597, 0.227, 2.55, 0.445],
  ghz_24: [0.0945, 0.047, 0.202, 0.0961],
  rqc_26: [3.13, 1.76, null, 3.48],
  qv_26: [2.15, 2.61, null, 5.31],
  vqe_26: [1.57, 0.886, null, 1.73],
  qft_26: [5.09, 0.547, null, 1.17],
  qaoa_26: [2.71, 0.942, null, 1.91],
};

export type NoiseName = 'depolarizing' | 'damping';

/** qsim, seconds per trajectory of 50, complex64, probability 1e-3 after every gate qubit. */
const TRAJECTORIES: Readonly<Record<string, number>> = {
  depolarizing_rqc_16: 0.74e-3,
  depolarizing_rqc_20: 19e-3,
  depolarizing_vqe_16: 0.2e-3,
  depolarizing_vqe_20: 4.9e-3,
  damping_rqc_16: 0.69e-3,
  damping_rqc_20: 18e-3,
  damping_vqe_20: 4.6e-3,
};

/** Null where nobody measured. */
export const qsimTrajectorySeconds = (
  noise: NoiseName,
  name: CircuitName,
  n: number,
): number | null => TRAJECTORIES[`${noise}_${name}_${n}`] ?? null;

const rowOf = (name: CircuitName, n: number, threads: number): Row | undefined =>
  (threads === 1 ? ONE_THREAD : TWO_THREADS)[`${name}_${n}`];

/** What the prototype took on that machine, null where nobody measured. */
export const prototypeSeconds = (
  name: CircuitName,
  n: number,
  precision: Precision,
  threads: number,
): number | null => rowOf(name, n, threads)?.[precision === 'c64' ? 1 : 3] ?? null;

export type Peer = 'qsim' | 'qulacs';

/** Time of the peer divided by that of the prototype in `precision`; null where not measured. */
export const peerToPrototype = (
  peer: Peer,
  name: CircuitName,
  n: number,
  precision: Precision,
  threads: number,
): number | null => {
  const seconds = rowOf(name, n, threads)?.[peer === 'qsim' ? 0 : 2] ?? null;
  return ratio(seconds, prototypeSeconds(name, n, precision, threads));
};
