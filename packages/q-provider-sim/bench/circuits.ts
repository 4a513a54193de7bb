// The benchmark circuits of the state-vector table: fixed seeds, so that everybody who measures
// them measures the same gates. The random numbers are those of mulberry32.
import { circuit, type Circuit, type CircuitBuilder } from '@xdv/domain-model';

/** Uniform in [0, 1), 32 bits. */
type Draw = () => number;

const mulberry32 = (seed: number): Draw => {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = a;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
};

const below = (draw: Draw, bound: number): number => Math.floor(draw() * bound);

/** Fisher–Yates, from the end. */
const shuffle = (list: number[], draw: Draw): number[] => {
  for (let i = list.length - 1; i > 0; i--) {
    const j = below(draw, i + 1);
    [list[i], list[j]] = [list[j]!, list[i]!];
  }
  return list;
};

const qubits = (n: number): number[] => Array.from({ length: n }, (_, q) => q);

const ghz = (n: number, into: CircuitBuilder): void => {
  into.h(0);
  for (let q = 1; q < n; q++) into.cx(q - 1, q);
};

/** A layer of random rx first, or the transform would act on a basis state. */
const qft = (n: number, into: CircuitBuilder, draw: Draw): void => {
  for (let q = 0; q < n; q++) into.rx(draw() * Math.PI, q);
  for (let q = n - 1; q >= 0; q--) {
    into.h(q);
    for (let j = q - 1; j >= 0; j--) into.cp(Math.PI / 2 ** (q - j), j, q);
  }
  for (let q = 0; q < n >> 1; q++) into.swap(q, n - 1 - q);
};

type Pair = readonly [number, number];

/** Neighbours on a grid of four rows, in the four patterns of couplings. */
const gridPatterns = (n: number): readonly Pair[][] => {
  const rows = 4;
  const columns = Math.ceil(n / rows);
  const patterns: Pair[][] = [[], [], [], []];
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      const a = y * columns + x;
      if (a >= n) continue;
      const parity = (x + y) & 1;
      if (x + 1 < columns && a + 1 < n) patterns[parity]!.push([a, a + 1]);
      if (y + 1 < rows && a + columns < n) patterns[2 + parity]!.push([a, a + columns]);
    }
  }
  return patterns;
};

const RQC_DEPTH = 20;
const RQC_SEQUENCE = [0, 1, 2, 3, 2, 3, 0, 1];

/** √X, √Y or √W = rotation by π/2 about (X + Y)/√2; never the same twice on a qubit. */
const rootGate = (into: CircuitBuilder, kind: number, q: number): void => {
  if (kind === 0) into.rx(Math.PI / 2, q);
  else if (kind === 1) into.ry(Math.PI / 2, q);
  else into.u(Math.PI / 2, -Math.PI / 4, Math.PI / 4, q);
};

/** Random circuit of depth 20 on a grid, as in Arute et al. (2019) with CZ. */
const rqc = (n: number, into: CircuitBuilder, draw: Draw): void => {
  const patterns = gridPatterns(n);
  const last = Array.from({ length: n }, () => -1);
  for (let q = 0; q < n; q++) into.h(q);
  for (let layer = 0; layer < RQC_DEPTH; layer++) {
    for (let q = 0; q < n; q++) {
      let kind = below(draw, 3);
      while (kind === last[q]) kind = below(draw, 3);
      last[q] = kind;
      rootGate(into, kind, q);
    }
    for (const [a, b] of patterns[RQC_SEQUENCE[layer % 8]!]!) into.cz(a, b);
  }
};

const rotations = (n: number, into: CircuitBuilder, draw: Draw): void => {
  for (let q = 0; q < n; q++) {
    into.ry(draw() * 2 * Math.PI, q);
    into.rz(draw() * 2 * Math.PI, q);
  }
};

/** Hardware-efficient ansatz: four layers of rotations and a ladder of CX, rotations last. */
const vqe = (n: number, into: CircuitBuilder, draw: Draw): void => {
  for (let layer = 0; layer < 4; layer++) {
    rotations(n, into, draw);
    for (let q = 0; q + 1 < n; q++) into.cx(q, q + 1);
  }
  rotations(n, into, draw);
};

const randomU = (into: CircuitBuilder, draw: Draw, q: number): void => {
  const theta = Math.acos(1 - 2 * draw());
  const phi = draw() * 2 * Math.PI;
  into.u(theta, phi, draw() * 2 * Math.PI, q);
};

/** A random SU(4) in the form with three CX. */
const randomPair = (into: CircuitBuilder, draw: Draw, a: number, b: number): void => {
  randomU(into, draw, a);
  randomU(into, draw, b);
  into.cx(b, a).rz(draw() * 2 * Math.PI, a).ry(draw() * 2 * Math.PI, b);
  into.cx(a, b).ry(draw() * 2 * Math.PI, b).cx(b, a);
  randomU(into, draw, a);
  randomU(into, draw, b);
};

/** Quantum volume (Cross et al. 2019) of depth 10. */
const qv = (n: number, into: CircuitBuilder, draw: Draw): void => {
  for (let layer = 0; layer < 10; layer++) {
    const order = shuffle(qubits(n), draw);
    for (let k = 0; k + 1 < n; k += 2) randomPair(into, draw, order[k]!, order[k + 1]!);
  }
};

/** A simple 3-regular graph by pairing stubs; null where the pairing repeats or loops. */
const pairStubs = (n: number, draw: Draw): readonly Pair[] | null => {
  const stubs = shuffle(qubits(n).flatMap((q) => [q, q, q]), draw);
  const seen = new Set<number>();
  const edges: Pair[] = [];
  for (let i = 0; i < stubs.length; i += 2) {
    const a = Math.min(stubs[i]!, stubs[i + 1]!);
    const b = Math.max(stubs[i]!, stubs[i + 1]!);
    const key = a * 99 + b;
    if (a === b || seen.has(key)) return null;
    seen.add(key);
    edges.push([a, b]);
  }
  return edges;
};

/** QAOA for maximum cut on a 3-regular graph, p = 4 (Farhi, Goldstone, Gutmann 2014). */
const qaoa = (n: number, into: CircuitBuilder, draw: Draw): void => {
  let edges = pairStubs(n, draw);
  while (edges === null) edges = pairStubs(n, draw);
  for (let q = 0; q < n; q++) into.h(q);
  for (let layer = 0; layer < 4; layer++) {
    const gamma = draw() * Math.PI;
    const beta = draw() * Math.PI;
    for (const [a, b] of edges) into.cx(a, b).rz(2 * gamma, b).cx(a, b);
    for (let q = 0; q < n; q++) into.rx(2 * beta, q);
  }
};

const GENERATORS = { ghz, qft, rqc, vqe, qv, qaoa } as const;

export type CircuitName = keyof typeof GENERATORS;

/** In the order of the tables. */
export const CIRCUITS: readonly CircuitName[] = ['ghz', 'qft', 'rqc', 'vqe', 'qv', 'qaoa'];

/** One of the circuits on an even number of qubits, or there is no 3-regular graph for qaoa. */
export const benchCircuit = (name: CircuitName, n: number): Circuit => {
  if (!(n >= 4 && n <= 30 && n % 2 === 0)) {
    throw new RangeError(`a benchmark circuit has 4 to 30 qubits, an even number; got ${n}`);
  }
  const into = circuit(n, 0);
  GENERATORS[name](n, into, mulberry32(1000 + n));
  return into.build();
};
