import { fail, ok, show, type Result } from '@xdv/domain-model';
import type { ImperfectMesh } from './imperfections.ts';
import { createInterferometer } from './interferometer.ts';
import { largestDifference, unitarityDeviation } from './matrix.ts';
import { validateMesh, type Mesh } from './mesh.ts';
import { SHIFTERS, type PlannedTransform } from './transforms.ts';

export interface IntegrityOptions {
  /** Largest accepted `deviation` and `powerError`; 1e-12 by default, above 0 and at most 1. */
  readonly tolerance?: number;
  /** What the settings come to in imperfect parts; perfect ones by default. */
  readonly actual?: ImperfectMesh;
}

/** How well settings do what a transform says. Classical figures: no phases. */
export interface IntegrityReport {
  /** The largest entry of |U - target|. */
  readonly deviation: number;
  /** The largest entry of |U†U - 1|: power that is lost, gained or mixed up. */
  readonly powerError: number;
}

const HINT = 'Program the transform anew with planTransform, or accept a larger tolerance';

/**
 * The integrity check of a transform (XDV-033.2): the settings use no shifters but those it may
 * set, light through them does what its target says, and all power comes out. Fails with
 * TRANSFORM_CORRUPTED and the deviation where not, with PROBLEM_INVALID for a malformed mesh.
 * Throws RangeError for a tolerance out of range. Cubic in the modes.
 */
export const checkTransform = (
  { transform, target }: PlannedTransform,
  mesh: Mesh,
  options: IntegrityOptions = {},
): Result<IntegrityReport> => {
  const { tolerance = 1e-12, actual } = options;
  if (!(tolerance > 0 && tolerance <= 1)) {
    throw new RangeError(`tolerance must be above 0 and at most 1, got ${show(tolerance)}`);
  }
  const valid = validateMesh(mesh);
  if (!valid.ok) return valid;
  const no = (why: string): Result<IntegrityReport> =>
    fail('TRANSFORM_CORRUPTED', `${transform.id} ${why}`, HINT);
  if (mesh.modes !== target.size) return no(`is for ${target.size} modes, not ${mesh.modes}`);
  for (const shifter of SHIFTERS.filter((kind) => !transform.shifters.includes(kind))) {
    const k = mesh[shifter].findIndex((angle) => angle !== 0);
    if (k >= 0) return no(`may not set ${shifter}[${k}], which is ${mesh[shifter][k]}`);
  }
  const transfer = createInterferometer(actual?.mesh ?? mesh, actual?.flaws).transfer();
  const deviation = largestDifference(transfer, target);
  const powerError = unitarityDeviation(transfer);
  if (!(deviation <= tolerance)) return no(`is off by ${deviation.toPrecision(3)}`);
  if (!(powerError <= tolerance)) return no(`is off by ${powerError.toPrecision(3)} in power`);
  return ok({ deviation, powerError });
};
