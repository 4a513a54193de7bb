import {
  fail,
  ok,
  show,
  validateCircuit,
  type Circuit,
  type CircuitOp,
  type Failure,
  type GateOp,
  type Result,
} from '@xdv/domain-model';

/** A share of a parameter in an angle: coefficient · parameter. */
export type AngleTerm = readonly [parameter: number, coefficient: number];

/** An angle of a circuit that depends on parameters: the angle written there plus the terms. */
export interface AngleDependence {
  /** Number of the gate among the operations of the circuit, not inside a condition. */
  readonly op: number;
  /** Which of the gate's angles, 0 unless it has several. */
  readonly angle: number;
  readonly terms: readonly AngleTerm[];
}

/** Bounds of a parametric circuit. */
export const PARAMETRIC_LIMITS = { parametersMax: 1_000_000 } as const;

class Parametric {
  readonly circuit: Circuit;
  readonly parameters: number;
  readonly dependences: readonly AngleDependence[];

  constructor(circuit: Circuit, parameters: number, dependences: readonly AngleDependence[]) {
    this.circuit = circuit;
    this.parameters = parameters;
    this.dependences = dependences;
  }
}

/**
 * A circuit whose angles are constants plus linear functions of parameters 0, 1, …, each angle
 * named once, by operation. Made by {@link parametric} alone.
 */
export type ParametricCircuit = Parametric;

const refuse = (message: string): Failure =>
  fail('ARGUMENT_INVALID', message, 'Write { op: 3, angle: 0, terms: [[parameter, coefficient]] }');

const isIndex = (value: unknown, size: number): value is number =>
  Number.isInteger(value) && Number(value) >= 0 && Number(value) < size;

const problemOfTerms = (terms: unknown, parameters: number): string | null => {
  if (!Array.isArray(terms)) return 'has terms that are not a list';
  for (const [k, term] of terms.entries()) {
    if (!Array.isArray(term) || term.length !== 2) return `term ${k} is not [parameter, number]`;
    const [parameter, coefficient] = term as readonly unknown[];
    if (!isIndex(parameter, parameters)) {
      return `term ${k} has parameter ${show(parameter)}, not in 0..${parameters - 1}`;
    }
    if (!Number.isFinite(coefficient)) return `term ${k} has coefficient ${show(coefficient)}`;
  }
  return null;
};

const problemOf = (
  dependence: AngleDependence,
  ops: readonly CircuitOp[],
  parameters: number,
): string | null => {
  if (dependence === null || typeof dependence !== 'object') return 'is not an object';
  const { op, angle, terms } = dependence;
  if (!isIndex(op, ops.length)) return `has op ${show(op)}, not in 0..${ops.length - 1}`;
  const gate = ops[op]!;
  if (gate.kind !== 'gate') return `names ops[${op}], a ${gate.kind}, which has no angle`;
  if (!isIndex(angle, gate.params.length)) {
    return `has angle ${show(angle)}; ${gate.gate} has ${gate.params.length}`;
  }
  return problemOfTerms(terms, parameters);
};

/**
 * A circuit whose angles depend linearly on `parameters` parameters. What `dependences` do not name
 * stays as it is. Fails with CIRCUIT_INVALID, or with ARGUMENT_INVALID naming the dependence that
 * is wrong. Linear in operations and terms.
 */
export const parametric = (
  circuit: Circuit,
  parameters: number,
  dependences: readonly AngleDependence[],
): Result<ParametricCircuit> => {
  const valid = validateCircuit(circuit);
  if (!valid.ok) return valid;
  const { parametersMax } = PARAMETRIC_LIMITS;
  if (!isIndex(parameters, parametersMax + 1)) {
    return refuse(`parameters must be 0 to ${parametersMax}, got ${show(parameters)}`);
  }
  if (!Array.isArray(dependences)) return refuse('the dependences must be a list');
  const named = new Set<string>();
  const kept: AngleDependence[] = [];
  for (const [index, each] of (dependences as readonly AngleDependence[]).entries()) {
    const problem = problemOf(each, circuit.ops, parameters);
    if (problem !== null) return refuse(`dependence ${index} ${problem}`);
    const { op, angle, terms } = each;
    const name = `angle ${angle} of ops[${op}]`;
    if (named.has(name)) return refuse(`dependence ${index} names ${name} again`);
    named.add(name);
    kept.push({ op, angle, terms: terms.map(([parameter, c]) => [parameter, c] as const) });
  }
  return ok(new Parametric(circuit, parameters, kept));
};

/** Throws TypeError unless `value` was made by {@link parametric}. */
export const checkParametric = (value: ParametricCircuit): void => {
  if (value instanceof Parametric) return;
  throw new TypeError('a parametric circuit must be made by parametric');
};

/** Throws RangeError unless `values` holds a finite number for each parameter. */
export const checkValues = (values: ArrayLike<number>, parameters: number): void => {
  if (values.length !== parameters) {
    throw new RangeError(`values must be ${parameters} numbers, got ${values.length}`);
  }
  for (let k = 0; k < parameters; k++) {
    if (Number.isFinite(values[k])) continue;
    throw new RangeError(`values[${k}] must be a finite number, got ${show(values[k])}`);
  }
};

/** constant + Σ coefficient · value. Throws RangeError if a number cannot hold it. */
export const angleAt = (
  constant: number,
  terms: readonly AngleTerm[],
  values: ArrayLike<number>,
): number => {
  let angle = constant;
  for (const [parameter, coefficient] of terms) angle += coefficient * values[parameter]!;
  if (Number.isFinite(angle)) return angle;
  throw new RangeError(`values must give finite angles, got ${angle}`);
};

/** The gate with one angle replaced. */
export const withAngle = (op: GateOp, angle: number, value: number): GateOp => ({
  ...op,
  params: op.params.with(angle, value),
});

/**
 * The circuit at the given parameter values. It is not validated again: all but the angles is what
 * was, and the angles are finite. Time for a copy of the list of operations and for the dependent
 * angles. Throws RangeError for values that are too few, too many or not finite.
 */
export const bind = (circuit: ParametricCircuit, values: ArrayLike<number>): Circuit => {
  checkParametric(circuit);
  checkValues(values, circuit.parameters);
  const ops = [...circuit.circuit.ops];
  for (const { op, angle, terms } of circuit.dependences) {
    const constant = (circuit.circuit.ops[op] as GateOp).params[angle]!;
    ops[op] = withAngle(ops[op] as GateOp, angle, angleAt(constant, terms, values));
  }
  return { ...circuit.circuit, ops };
};
