import type { SparseRows } from '../engine/spectrum.ts';
import { cosine, sine, unitVectors } from '../math/sine.ts';
import type { Injection, NetworkSetup } from './options.ts';
import { neighborRows, strongestRow } from './rows.ts';

/** What moves the phases. */
export interface Drive {
  /** Writes dφ/dt of all phases. */
  rates(phases: Float64Array, into: Float64Array): void;
  /** Bound on the size of the eigenvalues of its Jacobian (Gershgorin), in 1/s. */
  readonly stiffness: number;
}

/** Adds the pull of neighbours on unit vectors x, y: (x, y) are interleaved in `vectors`. */
type Pull = (vectors: Float64Array, rates: Float64Array) => void;

/**
 * All pull alike, so the sum over them is one vector for all: O(N) per step instead of O(N²)
 * (Kuramoto 1975). A lag turns that vector.
 */
const pullOfAll = (strength: number, lagRad: number): Pull => {
  const [cosLag, sinLag] = [cosine(lagRad), sine(lagRad)];
  return (vectors, rates) => {
    let [x, y] = [0, 0];
    for (let i = 0; i < vectors.length; i += 2) {
      x += vectors[i]!;
      y += vectors[i + 1]!;
    }
    const scale = strength / rates.length;
    const meanX = scale * (x * cosLag + y * sinLag);
    const meanY = scale * (y * cosLag - x * sinLag);
    for (let i = 0; i < rates.length; i++) {
      rates[i]! += meanY * vectors[2 * i]! - meanX * vectors[2 * i + 1]!;
    }
  };
};

/** One sum of vectors per oscillator, so that sines are taken per oscillator, not per edge. */
const pullOfNeighbors = ({ rowStart, neighbor, weight }: SparseRows, lagRad: number): Pull => {
  const [cosLag, sinLag] = [cosine(lagRad), sine(lagRad)];
  return (vectors, rates) => {
    for (let i = 0; i < rates.length; i++) {
      let x = 0;
      let y = 0;
      const end = rowStart[i + 1]!;
      for (let e = rowStart[i]!; e < end; e++) {
        const at = 2 * neighbor[e]!;
        x += weight[e]! * vectors[at]!;
        y += weight[e]! * vectors[at + 1]!;
      }
      const turnedX = x * cosLag + y * sinLag;
      const turnedY = y * cosLag - x * sinLag;
      rates[i]! += turnedY * vectors[2 * i]! - turnedX * vectors[2 * i + 1]!;
    }
  };
};

const injected = ({ strength, harmonic }: Injection): Pull => (vectors, rates) => {
  for (let i = 0; i < rates.length; i++) {
    const [x, y] = [vectors[2 * i]!, vectors[2 * i + 1]!];
    let [powerX, powerY] = [x, y];
    for (let m = 1; m < harmonic; m++) {
      [powerX, powerY] = [powerX * x - powerY * y, powerX * y + powerY * x];
    }
    rates[i]! -= strength * powerY;
  }
};

/** dφ/dt of a network. Cost of one evaluation ∝ oscillators, and edges of a graph. */
export const createDrive = (setup: NetworkSetup): Drive => {
  const { coupling, lagRad, injection } = setup;
  const frequencies = setup.frequencies.slice();
  const rows =
    coupling.kind === 'graph' ? neighborRows(coupling.graph, coupling.strength) : null;
  const pull = rows ? pullOfNeighbors(rows, lagRad) : pullOfAll(coupling.strength, lagRad);
  const strongest = rows ? strongestRow(rows) : Math.abs(coupling.strength);
  const inject = injection.strength === 0 ? null : injected(injection);
  const vectors = new Float64Array(2 * frequencies.length);
  return {
    stiffness: 2 * strongest + Math.abs(injection.strength) * injection.harmonic,
    rates(phases, into) {
      unitVectors(phases, vectors);
      into.set(frequencies);
      pull(vectors, into);
      inject?.(vectors, into);
    },
  };
};
