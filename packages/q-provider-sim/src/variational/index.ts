export {
  bind,
  PARAMETRIC_LIMITS,
  parametric,
  type AngleDependence,
  type AngleTerm,
  type ParametricCircuit,
} from './parametric.ts';
export {
  createObjective,
  type Gradient,
  type Objective,
  type ObjectiveOptions,
} from './objective.ts';
export { parameterShift, type Evaluate } from './shift.ts';
