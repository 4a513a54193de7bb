import { fail, ok, show, type Result } from '@xdv/domain-model';
import { checkModes, firstAbove, MODES_MAX } from './matrix.ts';

/** Largest size of an angle, in radians: larger ones carry no phase worth setting. */
export const ANGLE_MAX = 1e5;

/**
 * A mesh of Mach–Zehnder interferometers and the setting of each of its phase shifters, in radians.
 *
 * Interferometer k joins modes m = `mode[k]` and m + 1 and takes their amplitudes (a, b) to
 *
 *     (e^{iφ} cos θ · a - sin θ · b,  e^{iφ} sin θ · a + cos θ · b),  θ = theta[k], φ = phi[k]
 *
 * which is T of Clements et al., Optica 3, 1460 (2016): θ is the full angle, the reflectivity (the
 * share of power that stays in its mode) is cos²θ. In hardware, light meets a shifter φ on mode m,
 * a 50:50 coupler, the shifters +θ and -θ on the two arms, and the reverse coupler: between the
 * arms the phases differ by 2θ. At last mode j meets the shifter `output[j]`.
 *
 * Light passes the interferometers in the order of their numbers; those of one `column` touch no
 * mode twice and `column` never falls.
 */
export interface Mesh {
  readonly modes: number;
  readonly mode: Int32Array;
  readonly column: Int32Array;
  readonly theta: Float64Array;
  readonly phi: Float64Array;
  readonly output: Float64Array;
}

/** Rectangle: Clements et al. 2016, depth N. Triangle: Reck et al. 1994, depth 2N - 3. */
export type MeshShape = 'rectangle' | 'triangle';

export const MESH_SHAPES: readonly MeshShape[] = ['rectangle', 'triangle'];

/** Most interferometers of a mesh: twice what a universal one of most modes needs. */
const ELEMENTS_MAX = MODES_MAX * (MODES_MAX - 1);

const HINT = 'Build meshes with decompose or emptyMesh and change their angles';

/** Columns that light passes one after another. */
export const meshDepth = ({ column }: Mesh): number => (column.at(-1) ?? -1) + 1;

const layoutProblem = ({ modes, mode, column }: Mesh): string | undefined => {
  const usedIn = new Int32Array(modes).fill(-1);
  let last = 0;
  for (let k = 0; k < mode.length; k++) {
    const m = mode[k]!;
    const at = column[k]!;
    if (m < 0 || m > modes - 2) return `interferometer ${k} joins modes ${m} and ${m + 1}`;
    if (at < last) return `interferometer ${k} is in column ${at}, after column ${last}`;
    if (usedIn[m] === at || usedIn[m + 1] === at) {
      return `interferometer ${k} shares a mode with another of column ${at}`;
    }
    usedIn[m] = at;
    usedIn[m + 1] = at;
    last = at;
  }
  return undefined;
};

const typesProblem = ({ modes, mode, column, theta, phi, output }: Mesh): string | undefined => {
  if (!Number.isInteger(modes) || modes < 1 || modes > MODES_MAX) {
    return `a mesh has 1 to ${MODES_MAX} modes, got ${show(modes)}`;
  }
  if (!(mode instanceof Int32Array && column instanceof Int32Array)) {
    return 'mode and column must be Int32Array';
  }
  if (![theta, phi, output].every((angles) => angles instanceof Float64Array)) {
    return 'theta, phi and output must be Float64Array';
  }
  const count = mode.length;
  if (count > ELEMENTS_MAX) return `more than ${ELEMENTS_MAX} interferometers`;
  const equal = column.length === count && theta.length === count && phi.length === count;
  return equal && output.length === modes ? undefined : 'the arrays of the mesh differ in length';
};

/**
 * Accepts `value` as a mesh if its arrays agree in length, interferometers join modes it has, no
 * column uses a mode twice and no angle is larger than 1e5. Fails with PROBLEM_INVALID.
 */
export const validateMesh = (value: unknown): Result<Mesh> => {
  const no = (why: string): Result<Mesh> => fail('PROBLEM_INVALID', why, HINT);
  if (value === null || typeof value !== 'object') return no(`expected a mesh, got ${show(value)}`);
  const mesh = value as Mesh;
  const problem = typesProblem(mesh) ?? layoutProblem(mesh);
  if (problem !== undefined) return no(problem);
  for (const name of ['theta', 'phi', 'output'] as const) {
    const bad = firstAbove(mesh[name], ANGLE_MAX);
    if (bad >= 0) {
      return no(`${name}[${bad}] must be an angle up to ${ANGLE_MAX}, got ${mesh[name][bad]}`);
    }
  }
  return ok(mesh);
};

/** Modes of the interferometers of a universal mesh, in the order in which light passes them. */
const modesOf = (modes: number, shape: MeshShape): number[] => {
  if (shape === 'triangle') {
    return Array.from({ length: modes - 1 }, (_, k) =>
      Array.from({ length: modes - 1 - k }, (__, m) => m),
    ).flat();
  }
  return Array.from({ length: modes }, (_, column) =>
    Array.from({ length: (modes - (column % 2)) >> 1 }, (__, k) => 2 * k + (column % 2)),
  ).flat();
};

/** The settings of a mesh as they are found: one interferometer after another, in light's order. */
interface Found {
  readonly mode: ArrayLike<number>;
  readonly theta: ArrayLike<number>;
  readonly phi: ArrayLike<number>;
  readonly output: Float64Array;
}

/** A mesh of what was found: each in the first column whose light it can meet. Linear time. */
export const arrange = (modes: number, found: Found): Mesh => {
  const count = found.mode.length;
  const free = new Int32Array(modes);
  const columns = new Int32Array(count);
  for (let k = 0; k < count; k++) {
    const m = found.mode[k]!;
    const column = Math.max(free[m]!, free[m + 1]!);
    columns[k] = column;
    free[m] = column + 1;
    free[m + 1] = column + 1;
  }
  // a counting sort by column; it keeps the order of those that are equal
  const starts = new Int32Array(Math.max(0, ...free) + 1);
  for (const column of columns) starts[column + 1]!++;
  for (let c = 1; c < starts.length; c++) starts[c] = starts[c]! + starts[c - 1]!;
  const mode = new Int32Array(count);
  const column = new Int32Array(count);
  const theta = new Float64Array(count);
  const phi = new Float64Array(count);
  for (let k = 0; k < count; k++) {
    const at = starts[columns[k]!]!++;
    mode[at] = found.mode[k]!;
    column[at] = columns[k]!;
    theta[at] = found.theta[k]!;
    phi[at] = found.phi[k]!;
  }
  return { modes, mode, column, theta, phi, output: found.output };
};

/**
 * A universal mesh of N(N - 1)/2 interferometers with all angles 0: light passes unchanged. Throws
 * RangeError for modes or a shape out of range.
 */
export const emptyMesh = (modes: number, shape: MeshShape = 'rectangle'): Mesh => {
  checkModes(modes);
  if (!MESH_SHAPES.includes(shape)) {
    throw new RangeError(`shape must be ${MESH_SHAPES.join(' or ')}, got ${show(shape)}`);
  }
  const mode = modesOf(modes, shape);
  const zeros = new Float64Array(mode.length);
  return arrange(modes, { mode, theta: zeros, phi: zeros, output: new Float64Array(modes) });
};
