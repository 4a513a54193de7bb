/**
 * The base gates of a circuit. Any of them may carry extra control qubits, so `cx` is `x` with one
 * control and `ccx` is `x` with two. Names and matrices are those of the OpenQASM 3 standard
 * library (`stdgates.inc`), which fixes the global phase; `u`(θ, φ, λ) is
 * [[cos θ/2, -e^{iλ} sin θ/2], [e^{iφ} sin θ/2, e^{i(φ+λ)} cos θ/2]].
 */
export interface GateRow {
  /** Number of target qubits. */
  readonly qubits: number;
  /** Number of real parameters, in radians. */
  readonly params: number;
  /** Diagonal in the computational basis: implemented in the frame, so it takes no time. */
  readonly virtual: boolean;
}

const gate = (qubits: number, params: number, virtual = false): GateRow => ({
  qubits,
  params,
  virtual,
});

export const GATES = {
  id: gate(1, 0),
  x: gate(1, 0),
  y: gate(1, 0),
  z: gate(1, 0, true),
  h: gate(1, 0),
  s: gate(1, 0, true),
  sdg: gate(1, 0, true),
  t: gate(1, 0, true),
  tdg: gate(1, 0, true),
  sx: gate(1, 0),
  sxdg: gate(1, 0),
  rx: gate(1, 1),
  ry: gate(1, 1),
  rz: gate(1, 1, true),
  p: gate(1, 1, true),
  u: gate(1, 3),
  swap: gate(2, 0),
  iswap: gate(2, 0),
  rxx: gate(2, 1),
  ryy: gate(2, 1),
  rzz: gate(2, 1),
  gphase: gate(0, 1, true),
} as const satisfies Record<string, GateRow>;

export type GateName = keyof typeof GATES;

/** Gate names in wire order: the index is the code of the gate in an encoded circuit. */
export const GATE_NAMES = Object.keys(GATES) as readonly GateName[];
