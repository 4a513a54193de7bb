import { createRandom, namedSeed, show, unwrap } from '@xdv/domain-model';
import type { MeshFlaws } from './interferometer.ts';
import { validateMesh, type Mesh } from './mesh.ts';
import { normalSource } from './noise.ts';

/** How a real mesh departs from its settings. What is left out is perfect. */
export interface Imperfections {
  /** Share of power that passes a coupler: its insertion loss. Above 0, at most 1. */
  readonly couplerTransmittance?: number;
  /** Share of power that passes a phase shifter. Above 0, at most 1. */
  readonly shifterTransmittance?: number;
  /** Coupling angle of every coupler beyond π/4, in radians, -π/4 to π/4. */
  readonly imbalanceRad?: number;
  /** Standard deviation of the coupling angle from coupler to coupler, 0 to π/4. */
  readonly imbalanceSpreadRad?: number;
  /**
   * Drivers set phases to the nearest of 2^bits steps in a turn, 1 to 32 bits. θ, half the phase
   * between two arms, moves in half such steps.
   */
  readonly phaseBits?: number;
  /**
   * Thermal crosstalk, 0 to 0.5: the share of a shifter's phase (as heat: from 0 to 2π) that each
   * nearest neighbour of the same kind in its column gets too.
   */
  readonly crosstalk?: number;
  /** Standard deviation of a fixed error of every angle, in radians, 0 to π. */
  readonly phaseSpreadRad?: number;
  /** Which couplers and shifters are off by how much: a safe integer, 0 by default. */
  readonly seed?: number;
}

/** A mesh as it comes out: the angles that its shifters really have, and what else is off. */
export interface ImperfectMesh {
  readonly mesh: Mesh;
  readonly flaws: MeshFlaws;
}

const TURN = 2 * Math.PI;

/** Allowed values: smallest, largest, and the one of a perfect mesh. */
const RANGES = {
  couplerTransmittance: [Number.MIN_VALUE, 1, 1],
  shifterTransmittance: [Number.MIN_VALUE, 1, 1],
  imbalanceRad: [-Math.PI / 4, Math.PI / 4, 0],
  imbalanceSpreadRad: [0, Math.PI / 4, 0],
  phaseBits: [1, 32, Infinity],
  crosstalk: [0, 0.5, 0],
  phaseSpreadRad: [0, Math.PI, 0],
  seed: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, 0],
} as const satisfies Record<keyof Imperfections, readonly [number, number, number]>;

const WHOLE: readonly string[] = ['phaseBits', 'seed'];

const complete = (given: Imperfections): Required<Imperfections> => {
  const names = Object.keys(RANGES) as (keyof Imperfections)[];
  const entries = names.map((name) => {
    const [min, max, perfect] = RANGES[name];
    const value = given[name];
    if (value === undefined) return [name, perfect] as const;
    const whole = !WHOLE.includes(name) || Number.isInteger(value);
    if (whole && value >= min && value <= max) return [name, value] as const;
    throw new RangeError(`${name} must be ${min} to ${max}, got ${show(value)}`);
  });
  return Object.fromEntries(entries) as unknown as Required<Imperfections>;
};

const quantize = (angles: Float64Array, turn: number, bits: number): void => {
  if (bits === Infinity) return;
  const step = turn / 2 ** bits;
  for (let k = 0; k < angles.length; k++) angles[k] = Math.round(angles[k]! / step) * step;
};

/** A phase as heat: the same phase, 0 to 2π. What rounding left just below 0 needs none. */
const heatOf = (phase: number): number => {
  const heat = phase - TURN * Math.floor(phase / TURN);
  return TURN - heat < 1e-9 ? 0 : heat;
};

/** Adds to each shifter the share of its neighbours', `reach` modes above and below in a column. */
const warm = (
  phases: Float64Array,
  mesh: Pick<Mesh, 'modes' | 'mode' | 'column'>,
  reach: number,
  share: number,
): void => {
  const { modes, mode, column } = mesh;
  const heat = phases.map(heatOf);
  const inColumn = new Int32Array(modes).fill(-1);
  for (let from = 0, to = 0; from < mode.length; from = to) {
    while (to < mode.length && column[to] === column[from]) inColumn[mode[to]!] = to++;
    for (let k = from; k < to; k++) {
      for (const other of [inColumn[mode[k]! - reach] ?? -1, inColumn[mode[k]! + reach] ?? -1]) {
        if (other >= from) phases[k] = phases[k]! + share * heat[other]!;
      }
    }
  }
};

const scatter = (values: Float64Array, spread: number, seed: number, name: string): void => {
  if (spread === 0) return;
  const normal = normalSource(createRandom(namedSeed(seed, name)));
  for (let k = 0; k < values.length; k++) values[k] = values[k]! + spread * normal();
};

/**
 * The mesh that comes of wanting `mesh` from imperfect parts: phases are first rounded to the steps
 * of the drivers, then warmed by neighbours, then off by a fixed error. Give both fields to
 * `createInterferometer`. The same seed gives the same parts, bit for bit on every platform. Linear
 * in the interferometers.
 *
 * Throws RangeError for a value out of range, PROBLEM_INVALID for a malformed mesh.
 */
export const imperfect = (mesh: Mesh, imperfections: Imperfections): ImperfectMesh => {
  const of = complete(imperfections);
  const { modes, mode, column } = unwrap(validateMesh(mesh));
  const outputs = { modes, mode: Int32Array.from({ length: modes }, (_, m) => m) };
  const theta = mesh.theta.slice();
  const phi = mesh.phi.slice();
  const output = mesh.output.slice();
  quantize(theta, Math.PI, of.phaseBits);
  quantize(phi, TURN, of.phaseBits);
  quantize(output, TURN, of.phaseBits);
  if (of.crosstalk > 0) {
    warm(theta, mesh, 2, of.crosstalk);
    warm(phi, mesh, 2, of.crosstalk);
    warm(output, { ...outputs, column: new Int32Array(modes) }, 1, of.crosstalk);
  }
  scatter(theta, of.phaseSpreadRad, of.seed, 'theta');
  scatter(phi, of.phaseSpreadRad, of.seed, 'phi');
  scatter(output, of.phaseSpreadRad, of.seed, 'output');
  const couplers = new Float64Array(2 * mode.length).fill(of.imbalanceRad);
  scatter(couplers, of.imbalanceSpreadRad, of.seed, 'couplers');
  const { couplerTransmittance, shifterTransmittance } = of;
  return {
    mesh: { modes, mode: mode.slice(), column: column.slice(), theta, phi, output },
    flaws: { couplers, couplerTransmittance, shifterTransmittance },
  };
};
