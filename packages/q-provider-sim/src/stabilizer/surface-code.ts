import { CIRCUIT_LIMITS, circuit, type CircuitBuilder } from '@xdv/domain-model';
import type { AnnotatedCircuit } from './annotated.ts';

export interface MemoryOptions {
  /** Data qubits along a side: 2 or more. */
  readonly distance: number;
  /** Rounds of syndrome measurement: 1 or more. */
  readonly rounds: number;
}

export interface SurfaceCodeOptions extends MemoryOptions {
  /** The logical operator that is kept: all data qubits are prepared and measured in this basis. */
  readonly basis: 'x' | 'z';
}

/** One check: an auxiliary qubit, its place, and the data qubit it meets in each of four steps. */
interface Check {
  readonly kind: 'x' | 'z';
  readonly place: readonly [x: number, y: number];
  readonly partners: readonly (number | null)[];
}

// the orders in which X and Z checks visit their corners, so that they commute and a fault on the
// auxiliary qubit spreads across the logical operator, not along it (Tomita and Svore 2014)
const CORNERS = {
  x: [[1, 1], [-1, 1], [1, -1], [-1, -1]],
  z: [[1, 1], [1, -1], [-1, 1], [-1, -1]],
} as const;

/** Data qubit (i, j) lies at (2i + 1, 2j + 1) and has index j · distance + i. */
const dataAt = (x: number, y: number, distance: number): number | null => {
  if (x < 0 || y < 0 || x > 2 * distance || y > 2 * distance) return null;
  return ((y - 1) / 2) * distance + (x - 1) / 2;
};

/** The checks of the rotated code by rows: X checks end at the top and bottom, Z at the sides. */
const checksOf = (distance: number): readonly Check[] => {
  const checks: Check[] = [];
  for (let j = 0; j <= distance; j++) {
    for (let i = 0; i <= distance; i++) {
      const isX = (i + j) % 2 === 1;
      if (isX ? i === 0 || i === distance : j === 0 || j === distance) continue;
      const kind = isX ? 'x' : 'z';
      const partners = CORNERS[kind].map(([dx, dy]) => dataAt(2 * i + dx, 2 * j + dy, distance));
      checks.push({ kind, place: [2 * i, 2 * j], partners });
    }
  }
  return checks;
};

const checkCount = (name: string, value: unknown, min: number, max: number): void => {
  if (Number.isInteger(value) && Number(value) >= min && Number(value) <= max) return;
  throw new RangeError(`${name} must be ${min} to ${max}, got ${String(value)}`);
};

/** Most rounds whose outcomes, `perRound` each and `last` at the end, a circuit has bits for. */
const roundsMax = (perRound: number, last: number): number =>
  Math.floor((CIRCUIT_LIMITS.bitsMax - last) / perRound);

const syndromeRound = (
  builder: CircuitBuilder,
  data: number,
  checks: readonly Check[],
  round: number,
): void => {
  for (let q = 0; q < data; q++) builder.delay(0, q);
  const turn = (): void => {
    for (const [k, { kind }] of checks.entries()) if (kind === 'x') builder.h(data + k);
  };
  turn();
  for (let step = 0; step < 4; step++) {
    for (const [k, { kind, partners }] of checks.entries()) {
      const partner = partners[step]!;
      if (partner === null) continue;
      if (kind === 'x') builder.cx(data + k, partner);
      else builder.cx(partner, data + k);
    }
  }
  turn();
  for (let k = 0; k < checks.length; k++) {
    builder.measure(data + k, round * checks.length + k).reset(data + k);
  }
};

interface Parities {
  readonly detectors: number[][];
  readonly coordinates: number[][];
}

/** Detectors compare each check with its last value; the first and the last with the data. */
const surfaceParities = (
  checks: readonly Check[],
  { rounds, basis }: SurfaceCodeOptions,
): Parities => {
  const detectors: number[][] = [];
  const coordinates: number[][] = [];
  const count = checks.length;
  for (let round = 0; round <= rounds; round++) {
    for (const [k, { kind, place, partners }] of checks.entries()) {
      if ((round === 0 || round === rounds) && kind !== basis) continue;
      const bits: number[] = [];
      if (round > 0) bits.push((round - 1) * count + k);
      if (round < rounds) bits.push(round * count + k);
      else for (const q of partners) if (q !== null) bits.push(rounds * count + q);
      detectors.push(bits);
      coordinates.push([...place, round]);
    }
  }
  return { detectors, coordinates };
};

/**
 * A memory experiment on the rotated surface code: distance² data and distance² - 1 auxiliary
 * qubits (data first), all reset; `rounds` rounds of syndrome measurement; all data measured. Every
 * round begins with a `delay` of 0 ns on each data qubit, which is where `PauliNoise.idle` strikes.
 * Detectors, observable and order of gates are those of Stim's generated `rotated_memory_x` and
 * `rotated_memory_z`; basis x is prepared and read with H gates.
 *
 * Throws RangeError unless distance is 2 to 45 and the outcomes fit the bits of a circuit.
 */
export const surfaceCode = (options: SurfaceCodeOptions): AnnotatedCircuit => {
  const { distance, rounds, basis } = options;
  checkCount('distance', distance, 2, 45); // 2 · 45² - 1 qubits fit a circuit
  const data = distance ** 2;
  checkCount('rounds', rounds, 1, roundsMax(data - 1, data));
  if (!['x', 'z'].includes(basis)) throw new RangeError(`basis must be x or z, got ${basis}`);
  const checks = checksOf(distance);
  const builder = circuit(data + checks.length, rounds * checks.length + data);
  const turnData = (): void => {
    for (let q = 0; basis === 'x' && q < data; q++) builder.h(q);
  };
  for (let q = 0; q < data + checks.length; q++) builder.reset(q);
  turnData();
  for (let round = 0; round < rounds; round++) syndromeRound(builder, data, checks, round);
  turnData();
  for (let q = 0; q < data; q++) builder.measure(q, rounds * checks.length + q);
  const line = Array.from({ length: distance }, (_, k) => (basis === 'z' ? k : k * distance));
  const observables = [line.map((q) => rounds * checks.length + q)];
  return { circuit: builder.build(), observables, ...surfaceParities(checks, options) };
};

const repetitionRound = (builder: CircuitBuilder, distance: number, round: number): void => {
  const checks = distance - 1;
  for (let q = 0; q < distance; q++) builder.delay(0, q);
  for (let k = 0; k < checks; k++) builder.cx(k, distance + k);
  for (let k = 0; k < checks; k++) builder.cx(k + 1, distance + k);
  for (let k = 0; k < checks; k++) {
    builder.measure(distance + k, round * checks + k).reset(distance + k);
  }
};

/**
 * A memory experiment on the bit-flip repetition code: `distance` data and `distance` - 1 auxiliary
 * qubits (data first), in the shape of {@link surfaceCode}. It protects against X alone.
 *
 * Throws RangeError unless distance is 2 to 2048 and the outcomes fit the bits of a circuit.
 */
export const repetitionCode = ({ distance, rounds }: MemoryOptions): AnnotatedCircuit => {
  checkCount('distance', distance, 2, 2048);
  const checks = distance - 1;
  checkCount('rounds', rounds, 1, roundsMax(checks, distance));
  const builder = circuit(2 * distance - 1, rounds * checks + distance);
  for (let q = 0; q < 2 * distance - 1; q++) builder.reset(q);
  for (let round = 0; round < rounds; round++) repetitionRound(builder, distance, round);
  const last = rounds * checks;
  for (let q = 0; q < distance; q++) builder.measure(q, last + q);
  const detectors: number[][] = [];
  const coordinates: number[][] = [];
  for (let round = 0; round <= rounds; round++) {
    for (let k = 0; k < checks; k++) {
      const before = round > 0 ? [(round - 1) * checks + k] : [];
      const now = round < rounds ? [round * checks + k] : [last + k, last + k + 1];
      detectors.push([...before, ...now]);
      coordinates.push([2 * k + 1, round]);
    }
  }
  return { circuit: builder.build(), detectors, observables: [[last + checks]], coordinates };
};
