import type {
  CouplingCalibration,
  QCalibration,
  QDeviceProfile,
  QubitCalibration,
} from '@xdv/domain-model';

type Pair = readonly [number, number];

/**
 * The heavy-hexagon lattice of a 27-qubit Falcon processor: two rings of twelve qubits that share
 * an edge, with spurs; no qubit has more than three neighbours (Chamberland et al., Physical Review
 * X 10, 011022 (2020)).
 */
export const FALCON_COUPLINGS: readonly Pair[] = [
  [0, 1], [1, 2], [1, 4], [2, 3], [3, 5], [4, 7], [5, 8], [6, 7], [7, 10], [8, 9],
  [8, 11], [10, 12], [11, 14], [12, 13], [12, 15], [13, 14], [14, 16], [15, 18], [16, 19], [17, 18],
  [18, 21], [19, 20], [19, 22], [21, 23], [22, 25], [23, 24], [24, 25], [25, 26],
];

/** Spreads k = 0, 1, … over 0 to 1 so that neighbours differ. */
const spread = (k: number, stride: number, offset: number): number =>
  ((k * stride + offset) % 29) / 28;

const qubitOf = (q: number): QubitCalibration => {
  const t1Ns = 70_000 + 110_000 * spread(q, 11, 4);
  return {
    t1Ns,
    t2Ns: Math.min(2 * t1Ns, 40_000 + 130_000 * spread(q, 17, 9)),
    read1Given0: 0.005 + 0.015 * spread(q, 7, 2),
    read0Given1: 0.01 + 0.025 * spread(q, 5, 13),
    gateError: 1.5e-4 + 3.5e-4 * spread(q, 19, 6),
  };
};

const couplingOf = (pair: Pair, k: number): CouplingCalibration => ({
  pair,
  // whole steps of the control electronics, as published gate lengths are
  ns: 64 * Math.round((270 + 250 * spread(k, 13, 3)) / 64),
  error: 0.004 + 0.008 * spread(k, 9, 8),
});

const QUBITS = 27;

/** In the range of what 27-qubit Falcon processors have published: see {@link FALCON27}. */
const FALCON27_CALIBRATION: QCalibration = {
  gate1Ns: 35,
  gate2Ns: 384,
  measureNs: 750,
  resetNs: 1_000,
  feedForwardNs: 400,
  gate1Error: 5e-4,
  gate2Error: 0.012,
  qubits: Array.from({ length: QUBITS }, (_, q) => qubitOf(q)),
  couplings: FALCON_COUPLINGS.map((pair, k) => couplingOf(pair, k)),
};

/** What fixed-frequency transmons perform: rz in the frame, sx, x, and cx on coupled pairs. */
export const TRANSMON_GATES = {
  gates: ['rz', 'sx', 'x'],
  native: [
    { gate: 'rz', controls: 0 },
    { gate: 'sx', controls: 0 },
    { gate: 'x', controls: 0 },
    { gate: 'x', controls: 1 },
  ],
} as const satisfies Pick<QDeviceProfile, 'gates' | 'native'>;

/**
 * The device `falcon27`: 27 qubits in heavy hexagons with native rz, sx, x and cx. T1 70 to 180 µs,
 * T2 40 to 170 µs, readout errors 0.5 to 3.5 %, Pauli errors 0.015 to 0.05 % of one-qubit and 0.4
 * to 1.2 % of two-qubit gates, which take 256 to 512 ns: the range that IBM published for
 * processors of this family, none of them in particular.
 */
export const FALCON27: QDeviceProfile = {
  domain: 'Q',
  name: 'falcon27',
  qubits: QUBITS,
  ...TRANSMON_GATES,
  calibration: FALCON27_CALIBRATION,
  couplings: FALCON_COUPLINGS,
  budgetMaxNs: 250_000,
};
