import { show, unwrap } from '@xdv/domain-model';
import { cosine, sine } from '../math/sine.ts';
import { writeInterferometer } from './elements.ts';
import { checkAmplitudes, type Amplitudes } from './light.ts';
import { firstAbove, validateMatrix, zeroMatrix, type ComplexMatrix } from './matrix.ts';
import { ANGLE_MAX, validateMesh, type Mesh } from './mesh.ts';
import { createRotations, rotateRows } from './rotations.ts';

/** A mesh at work. Its settings were copied: later changes to the mesh change nothing here. */
export interface Interferometer {
  readonly modes: number;
  /**
   * Sends light through: replaces the amplitudes of the inputs by those of the outputs. Linear in
   * the number of interferometers. Throws RangeError unless these are two numbers per mode, each
   * at most 1e7.
   */
  apply(amplitudes: Amplitudes): void;
  /** Sends light through for every column of a matrix: replaces M by U M. Throws likewise. */
  applyTo(matrix: ComplexMatrix): void;
  /** The transfer matrix U: column k holds the outputs for power 1 in mode k. Cubic time. */
  transfer(): ComplexMatrix;
}

/** What is off in a mesh, per part; see `imperfect`. */
export interface MeshFlaws {
  /** Coupling angles beyond π/4, two for each interferometer. */
  readonly couplers: Float64Array;
  /** Share of power that passes a coupler and a phase shifter. */
  readonly couplerTransmittance: number;
  readonly shifterTransmittance: number;
}

/** Any element k on two rows, from the offset `from` to `to` within them. */
const mixRows = (
  data: Float64Array,
  upper: number,
  stride: number,
  elements: Float64Array,
  k: number,
  from: number,
  to: number,
): void => {
  const e = 8 * k;
  const [ar, ai, br, bi] = [elements[e]!, elements[e + 1]!, elements[e + 2]!, elements[e + 3]!];
  const [cr, ci] = [elements[e + 4]!, elements[e + 5]!];
  const [dr, di] = [elements[e + 6]!, elements[e + 7]!];
  const end = upper + to;
  for (let at = upper + from, below = at + stride; at < end; at += 2, below += 2) {
    const x = data[at]!;
    const y = data[at + 1]!;
    const u = data[below]!;
    const v = data[below + 1]!;
    data[at] = ar * x - ai * y + br * u - bi * v;
    data[at + 1] = ar * y + ai * x + br * v + bi * u;
    data[below] = cr * x - ci * y + dr * u - di * v;
    data[below + 1] = cr * y + ci * x + dr * v + di * u;
  }
};

/** Interferometer k on two rows of `data` that begin at `upper` and a `stride` later. */
type Mix = (
  data: Float64Array,
  upper: number,
  stride: number,
  k: number,
  from: number,
  to: number,
) => void;

interface Compiled {
  readonly modes: number;
  readonly mode: Int32Array;
  readonly mix: Mix;
  /** Two numbers for each output. */
  readonly outputs: Float64Array;
}

/** Perfect interferometers: fewer multiplications, since half of their entries are real. */
const perfectMix = ({ theta, phi }: Mesh): Mix => {
  const rotations = createRotations(theta.length);
  for (let k = 0; k < theta.length; k++) {
    rotations.values[4 * k] = cosine(theta[k]!);
    rotations.values[4 * k + 1] = sine(theta[k]!);
    rotations.values[4 * k + 2] = cosine(phi[k]!);
    rotations.values[4 * k + 3] = sine(phi[k]!);
  }
  return (data, upper, stride, k, from, to) =>
    rotateRows(data, upper, stride, rotations, k, from, to);
};

const imperfectMix = ({ theta, phi }: Mesh, flaws: MeshFlaws): Mix => {
  const { couplers, couplerTransmittance, shifterTransmittance } = flaws;
  const elements = new Float64Array(8 * theta.length);
  for (let k = 0; k < theta.length; k++) {
    writeInterferometer(elements, 8 * k, theta[k]!, phi[k]!, {
      first: couplers[2 * k]!,
      second: couplers[2 * k + 1]!,
      transmittance: couplerTransmittance * couplerTransmittance * shifterTransmittance,
      outerTransmittance: shifterTransmittance,
    });
  }
  return (data, upper, stride, k, from, to) =>
    mixRows(data, upper, stride, elements, k, from, to);
};

const compile = (mesh: Mesh, flaws?: MeshFlaws): Compiled => {
  const { modes, mode, output } = mesh;
  const through = Math.sqrt(flaws?.shifterTransmittance ?? 1);
  const outputs = new Float64Array(2 * modes);
  for (let m = 0; m < modes; m++) {
    outputs[2 * m] = through * cosine(output[m]!);
    outputs[2 * m + 1] = through * sine(output[m]!);
  }
  const mix = flaws ? imperfectMix(mesh, flaws) : perfectMix(mesh);
  return { modes, mode: mode.slice(), mix, outputs };
};

const turnRow = (data: Float64Array, from: number, to: number, re: number, im: number): void => {
  for (let at = from; at < to; at += 2) {
    const x = data[at]!;
    const y = data[at + 1]!;
    data[at] = re * x - im * y;
    data[at + 1] = re * y + im * x;
  }
};

/** Light through a block of `width` numbers for each mode. */
const pass = ({ modes, mode, mix, outputs }: Compiled, data: Float64Array): void => {
  const width = data.length / modes;
  for (let k = 0; k < mode.length; k++) {
    mix(data, width * mode[k]!, width, k, 0, width);
  }
  for (let m = 0; m < modes; m++) {
    turnRow(data, width * m, width * (m + 1), outputs[2 * m]!, outputs[2 * m + 1]!);
  }
};

/** The transfer matrix, skipping inputs whose light has not yet reached a mode. */
const transferOf = ({ modes, mode, mix, outputs }: Compiled): ComplexMatrix => {
  const matrix = zeroMatrix(modes);
  const { data } = matrix;
  const width = 2 * modes;
  const low = Int32Array.from({ length: modes }, (_, m) => 2 * m);
  const high = low.map((at) => at + 2);
  for (let m = 0; m < modes; m++) data[width * m + 2 * m] = 1;
  for (let k = 0; k < mode.length; k++) {
    const m = mode[k]!;
    const from = Math.min(low[m]!, low[m + 1]!);
    const to = Math.max(high[m]!, high[m + 1]!);
    mix(data, width * m, width, k, from, to);
    low[m] = low[m + 1] = from;
    high[m] = high[m + 1] = to;
  }
  for (let m = 0; m < modes; m++) {
    const start = width * m;
    turnRow(data, start + low[m]!, start + high[m]!, outputs[2 * m]!, outputs[2 * m + 1]!);
  }
  return matrix;
};

const checkFlaws = (flaws: MeshFlaws, elements: number): void => {
  const { couplers } = flaws;
  const fits = couplers instanceof Float64Array && couplers.length === 2 * elements;
  if (!fits || firstAbove(couplers, ANGLE_MAX) >= 0) {
    throw new RangeError(`couplers must be a Float64Array of ${2 * elements} angles`);
  }
  for (const name of ['couplerTransmittance', 'shifterTransmittance'] as const) {
    const share = flaws[name];
    if (!(share >= 0 && share <= 1)) {
      throw new RangeError(`${name} must be 0 to 1, got ${show(share)}`);
    }
  }
};

/**
 * Light through a mesh with these settings and flaws; without flaws it is lossless and unitary.
 * Throws PROBLEM_INVALID for a malformed mesh, RangeError for malformed flaws.
 */
export const createInterferometer = (mesh: Mesh, flaws?: MeshFlaws): Interferometer => {
  const { modes, mode } = unwrap(validateMesh(mesh));
  if (flaws) checkFlaws(flaws, mode.length);
  const compiled = compile(mesh, flaws);
  return {
    modes,
    apply: (amplitudes) => {
      checkAmplitudes(amplitudes);
      if (amplitudes.length !== 2 * modes) {
        throw new RangeError(`amplitudes must be ${2 * modes} numbers, got ${amplitudes.length}`);
      }
      pass(compiled, amplitudes);
    },
    applyTo: (matrix) => {
      const { size, data } = unwrap(validateMatrix(matrix));
      if (size !== modes) throw new RangeError(`the matrix must have ${modes} rows, got ${size}`);
      pass(compiled, data);
    },
    transfer: () => transferOf(compiled),
  };
};

/** The transfer matrix of a mesh without flaws. */
export const rebuild = (mesh: Mesh): ComplexMatrix => createInterferometer(mesh).transfer();
