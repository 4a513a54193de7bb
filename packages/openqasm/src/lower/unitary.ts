import {
  invariant,
  type BarrierOp,
  type Classical,
  type DelayOp,
  type GateName,
} from '@xdv/domain-model';
import type { LinearAngle } from '../library/gate.ts';
import { castTo, constant, FLOAT, operation } from './classical.ts';

/** Radians: known, or computed by the circuit as a float. */
export type Angle = number | Classical;

/** A base gate with controls whose angles may be computed. */
export interface UnitaryGate {
  readonly kind: 'unitary';
  readonly gate: GateName;
  readonly targets: readonly number[];
  readonly controls: readonly number[];
  readonly angles: readonly Angle[];
}

/**
 * What a gate expands to: base gates, barriers that stood in its body, and what calls with a
 * duration wait.
 */
export type Unitary = UnitaryGate | BarrierOp | DelayOp;

export const unitary = (
  gate: GateName,
  targets: readonly number[],
  angles: readonly Angle[] = [],
  controls: readonly number[] = [],
): UnitaryGate => ({ kind: 'unitary', gate, targets, controls, angles });

export const asExpression = (angle: Angle): Classical =>
  typeof angle === 'number' ? constant(FLOAT, angle) : castTo(FLOAT, angle);

export const scaled = (angle: Angle, factor: number): Angle => {
  if (typeof angle === 'number') return angle * factor;
  if (factor === 1) return angle;
  if (factor === -1) return operation('neg', FLOAT, angle);
  return operation('mul', FLOAT, angle, constant(FLOAT, factor));
};

const sum = (a: Angle, b: Angle): Angle => {
  if (typeof a === 'number' && typeof b === 'number') return a + b;
  if (a === 0) return b;
  if (b === 0) return a;
  return operation('add', FLOAT, asExpression(a), asExpression(b));
};

/** The angle of a library gate for these parameters. */
export const linearAngle = (
  { constant: start, factors }: LinearAngle,
  params: readonly Angle[],
): Angle => {
  let angle: Angle = start;
  for (const [k, factor] of factors.entries()) {
    const param = params[k];
    invariant(param !== undefined, 'a parameter of the gate', k);
    if (factor !== 0) angle = sum(angle, scaled(param, factor));
  }
  return angle;
};
