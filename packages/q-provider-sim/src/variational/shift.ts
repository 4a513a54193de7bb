import { ok, type Circuit, type GateName, type GateOp, type Result } from '@xdv/domain-model';
import {
  bind,
  checkParametric,
  checkValues,
  withAngle,
  type AngleDependence,
  type ParametricCircuit,
} from './parametric.ts';

/** Evaluates a circuit: exactly, from shots, or on a device. */
export type Evaluate = (circuit: Circuit) => Result<number>;

/** dE/dθ = Σ weight · (E(θ + shift) - E(θ - shift)). */
interface Shift {
  readonly shift: number;
  readonly weight: number;
}

type Rule = readonly Shift[];

/** One frequency: the generator has two eigenvalues, 1 apart (Mitarai et al. 2018). */
const TWO_TERM: Rule = [{ shift: Math.PI / 2, weight: 0.5 }];

/**
 * Frequencies 1/2 and 1: eigenvalues -1/2, 0 and 1/2, as of a controlled rotation (Anselmetti et
 * al. 2021).
 */
const FOUR_TERM: Rule = [
  { shift: Math.PI / 2, weight: (2 + Math.SQRT2) / 8 },
  { shift: (3 * Math.PI) / 2, weight: -(2 - Math.SQRT2) / 8 },
];

/** No frequency: a global phase. */
const NO_TERM: Rule = [];

interface Rules {
  readonly plain: Rule;
  readonly controlled: Rule;
}

const ROTATION: Rules = { plain: TWO_TERM, controlled: FOUR_TERM };
/** Eigenvalues 0 and 1 stay so under controls. */
const PHASE: Rules = { plain: TWO_TERM, controlled: TWO_TERM };
const GLOBAL: Rules = { plain: NO_TERM, controlled: TWO_TERM };

/** The rules by gate and angle. A gate that is added to the domain model needs its row here. */
const RULES: Readonly<Record<GateName, readonly Rules[]>> = {
  id: [],
  x: [],
  y: [],
  z: [],
  h: [],
  s: [],
  sdg: [],
  t: [],
  tdg: [],
  sx: [],
  sxdg: [],
  rx: [ROTATION],
  ry: [ROTATION],
  rz: [ROTATION],
  p: [PHASE],
  // p(φ) ry(θ) p(λ)
  u: [ROTATION, PHASE, PHASE],
  swap: [],
  iswap: [],
  rxx: [ROTATION],
  ryy: [ROTATION],
  rzz: [ROTATION],
  gphase: [GLOBAL],
};

/** The derivative by one angle of one gate. */
const byAngle = (
  circuit: Circuit,
  { op, angle }: AngleDependence,
  evaluate: Evaluate,
): Result<number> => {
  const gate = circuit.ops[op] as GateOp;
  const { plain, controlled } = RULES[gate.gate][angle]!;
  let sum = 0;
  for (const { shift, weight } of gate.controls.length > 0 ? controlled : plain) {
    for (const sign of [1, -1]) {
      const shifted = withAngle(gate, angle, gate.params[angle]! + sign * shift);
      const value = evaluate({ ...circuit, ops: circuit.ops.with(op, shifted) });
      if (!value.ok) return value;
      sum += sign * weight * value.value;
    }
  }
  return ok(sum);
};

/**
 * The gradient of `evaluate` by the parameter-shift rule (Schuld et al. 2019): each angle that
 * depends on a parameter is shifted by itself, twice, or four times for rotations with controls,
 * so that expectation values from shots or a device give an unbiased gradient, noise and
 * measurements included. It is exact if `evaluate` is an expectation value. Costs 2 or 4
 * evaluations for each such angle.
 *
 * Fails as `evaluate` does; throws RangeError for values that are too few, too many or not finite.
 */
export const parameterShift = (
  circuit: ParametricCircuit,
  values: ArrayLike<number>,
  evaluate: Evaluate,
): Result<Float64Array> => {
  checkParametric(circuit);
  checkValues(values, circuit.parameters);
  const bound = bind(circuit, values);
  const gradient = new Float64Array(circuit.parameters);
  for (const dependence of circuit.dependences) {
    if (dependence.terms.length === 0) continue;
    const derivative = byAngle(bound, dependence, evaluate);
    if (!derivative.ok) return derivative;
    for (const [parameter, coefficient] of dependence.terms) {
      gradient[parameter]! += coefficient * derivative.value;
    }
  }
  return ok(gradient);
};
