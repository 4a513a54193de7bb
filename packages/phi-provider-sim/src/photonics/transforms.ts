import { fail, ok, show, type Result } from '@xdv/domain-model';
import { decompose } from './decompose.ts';
import { cosine, sine } from '../math/sine.ts';
import { machZehnder } from './elements.ts';
import {
  fourierMatrix,
  identityMatrix,
  MODES_MAX,
  permutationMatrix,
  zeroMatrix,
  type ComplexMatrix,
} from './matrix.ts';
import { emptyMesh, type Mesh } from './mesh.ts';

/** Kinds of phase shifters of a mesh: inner ones, outer ones, those at the outputs. */
export type Shifter = 'theta' | 'phi' | 'output';

export const SHIFTERS: readonly Shifter[] = ['theta', 'phi', 'output'];

/** Numbers that a transform takes: one for all, one per mode, or one per entry of a matrix. */
export interface ValueSpec {
  readonly name: string;
  readonly per: 'transform' | 'mode' | 'entry';
  readonly min: number;
  readonly max: number;
}

/**
 * A named operation on the modes of a mesh, as a contract lists it (XDV-033.2): its id, what comes
 * in, what comes out, and the phase shifters that it may set. `checkTransform` is its integrity
 * check. Plain data.
 */
export interface MeshTransform {
  readonly id: string;
  readonly input: {
    readonly modesMin: number;
    readonly modesMax: number;
    readonly values: readonly ValueSpec[];
  };
  /** All modes that came in, with all their power: transforms are unitary. */
  readonly output: { readonly modes: 'same'; readonly power: 'conserved' };
  readonly shifters: readonly Shifter[];
}

/** A transform with its numbers, those of a `ValueSpec` one after another. */
export interface MeshRequest {
  readonly id: string;
  readonly modes: number;
  readonly values: readonly number[];
}

type Values = readonly number[];

interface Row {
  readonly transform: MeshTransform;
  /** The transfer matrix that it stands for. */
  readonly target: (modes: number, values: Values) => Result<ComplexMatrix>;
  /** Settings for it; where absent, the decomposition of the target. */
  readonly program?: (modes: number, values: Values) => Mesh;
}

const HINT = 'MESH_TRANSFORMS says what each transform takes';

const invalid = (why: string): Result<never> => fail('PROBLEM_INVALID', why, HINT);

const transform = (
  id: string,
  values: readonly ValueSpec[],
  shifters: readonly Shifter[],
  modesMin = 1,
): MeshTransform => ({
  id,
  input: { modesMin, modesMax: MODES_MAX, values },
  output: { modes: 'same', power: 'conserved' },
  shifters,
});

const angle = (name: string, per: ValueSpec['per']): ValueSpec => ({
  name,
  per,
  min: -2 * Math.PI,
  max: 2 * Math.PI,
});

const phases = (modes: number, values: Values): ComplexMatrix => {
  const matrix = zeroMatrix(modes);
  for (let m = 0; m < modes; m++) {
    matrix.data[2 * m * (modes + 1)] = cosine(values[m]!);
    matrix.data[2 * m * (modes + 1) + 1] = sine(values[m]!);
  }
  return matrix;
};

const setOutputs = (modes: number, values: Values): Mesh => {
  const mesh = emptyMesh(modes);
  mesh.output.set(values);
  return mesh;
};

const couple = (modes: number, [mode, theta, phi]: Values): Result<ComplexMatrix> => {
  if (!Number.isInteger(mode) || mode! > modes - 2) {
    return invalid(`mesh.couple joins a mode from 0 to ${modes - 2} to the next, got ${mode}`);
  }
  const matrix = identityMatrix(modes);
  const element = machZehnder(theta!, phi!);
  const at = 2 * mode! * (modes + 1);
  matrix.data.set(element.subarray(0, 4), at);
  matrix.data.set(element.subarray(4), at + 2 * modes);
  return ok(matrix);
};

const setOne = (modes: number, [mode, theta, phi]: Values): Mesh => {
  const mesh = emptyMesh(modes);
  const k = mesh.mode.indexOf(mode!);
  mesh.theta[k] = theta!;
  mesh.phi[k] = phi!;
  return mesh;
};

const permute = (modes: number, order: Values): Result<ComplexMatrix> =>
  new Set(order).size === modes && order.every((k) => Number.isInteger(k) && k < modes)
    ? ok(permutationMatrix(order))
    : invalid(`mesh.permute takes 0 to ${modes - 1} once each`);

const matrixOf = (modes: number, values: Values): ComplexMatrix => {
  const matrix = zeroMatrix(modes);
  matrix.data.set(values);
  return matrix;
};

const ROWS: readonly Row[] = [
  {
    transform: transform('mesh.phase', [angle('phase', 'mode')], ['output']),
    target: (modes, values) => ok(phases(modes, values)),
    program: setOutputs,
  },
  {
    transform: transform(
      'mesh.couple',
      [
        { name: 'mode', per: 'transform', min: 0, max: MODES_MAX - 2 },
        angle('theta', 'transform'),
        angle('phi', 'transform'),
      ],
      ['theta', 'phi'],
      2,
    ),
    target: couple,
    program: setOne,
  },
  {
    transform: transform(
      'mesh.permute',
      [{ name: 'to', per: 'mode', min: 0, max: MODES_MAX - 1 }],
      SHIFTERS,
    ),
    target: permute,
  },
  {
    transform: transform('mesh.dft', [], SHIFTERS),
    target: (modes) => ok(fourierMatrix(modes)),
  },
  {
    transform: transform(
      'mesh.interferometer',
      [{ name: 'entry', per: 'entry', min: -1.000001, max: 1.000001 }],
      SHIFTERS,
    ),
    target: (modes, values) => ok(matrixOf(modes, values)),
  },
];

/**
 * The operations that a mesh offers by name:
 *
 * - `mesh.phase`: a phase per mode, in radians; sets the shifters at the outputs only.
 * - `mesh.couple`: a mode, θ, φ: that mode and the next meet in one interferometer.
 * - `mesh.permute`: for each mode the one to which its light goes.
 * - `mesh.dft`: takes nothing; the discrete Fourier transform of the amplitudes.
 * - `mesh.interferometer`: re, im of all entries of a unitary matrix by rows.
 */
export const MESH_TRANSFORMS: readonly MeshTransform[] = ROWS.map((row) => row.transform);

/** How many numbers `modes` modes need. */
const countOf = ({ per }: ValueSpec, modes: number): number =>
  ({ transform: 1, mode: modes, entry: 2 * modes * modes })[per];

const valuesProblem = ({ input }: MeshTransform, modes: number, values: Values): string => {
  let at = 0;
  for (const value of input.values) {
    const end = at + countOf(value, modes);
    for (; at < end; at++) {
      const given = values[at]!;
      if (typeof given === 'number' && given >= value.min && given <= value.max) continue;
      return `${value.name} must be ${value.min} to ${value.max}, got ${show(given)}`;
    }
  }
  return at === values.length ? '' : `it takes ${at} numbers, got ${values.length}`;
};

/** A request that was checked against the spec of its transform. */
export interface PlannedTransform {
  readonly transform: MeshTransform;
  readonly target: ComplexMatrix;
  /** The settings that perform it. */
  readonly mesh: Mesh;
}

const find = (request: MeshRequest): Result<Row> => {
  if (request === null || typeof request !== 'object') return invalid('expected a request');
  const { id, modes, values } = request;
  const row = ROWS.find((known) => known.transform.id === id);
  if (!row) return fail('TRANSFORM_UNSUPPORTED', `no transform is called ${show(id)}`, HINT);
  const { modesMin, modesMax } = row.transform.input;
  if (!Number.isInteger(modes) || modes < modesMin || modes > modesMax) {
    return invalid(`${id} takes ${modesMin} to ${modesMax} modes, got ${show(modes)}`);
  }
  if (!Array.isArray(values)) return invalid(`the values of ${id} must be a list`);
  const problem = valuesProblem(row.transform, modes, values);
  return problem === '' ? ok(row) : invalid(`${id}: ${problem}`);
};

/**
 * The settings of a rectangular mesh that perform a named transform. Fails with
 * TRANSFORM_UNSUPPORTED for an unknown id, with PROBLEM_INVALID for numbers outside its input spec
 * and for a matrix that is not unitary. Cubic in the modes.
 */
export const planTransform = (request: MeshRequest): Result<PlannedTransform> => {
  const row = find(request);
  if (!row.ok) return row;
  const { modes, values } = request;
  const target = row.value.target(modes, values);
  if (!target.ok) return target;
  const { program } = row.value;
  const mesh = program ? ok(program(modes, values)) : decompose(target.value);
  if (!mesh.ok) return mesh;
  return ok({ transform: row.value.transform, target: target.value, mesh: mesh.value });
};
