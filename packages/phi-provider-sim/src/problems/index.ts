export { PROBLEM_LIMITS } from './check.ts';
export type { Formula } from './clauses.ts';
export { colouring, type ColouringOptions } from './colouring.ts';
export type { Decoded, Encoded, Penalty, Violation } from './encoded.ts';
export { maximumCut, type Cut } from './maximum-cut.ts';
export { bisection, numberPartition, type NumberPartition } from './partitions.ts';
export { qubo, toQubo, type QuboInput } from './qubo.ts';
export { maxSatisfiability, satisfiability, type Assignment } from './satisfiability.ts';
export type { Operation, ScheduleInput } from './schedule-input.ts';
export { schedule, type Schedule, type ScheduleOptions } from './schedule.ts';
export { travellingSalesman, type Tour } from './travelling-salesman.ts';
export {
  clique,
  independentSet,
  vertexCover,
  type VertexSet,
  type VertexSetOptions,
} from './vertex-sets.ts';
export type { DecideOptions, Verdict } from './constraints/decide.ts';
export type { Explanation } from './constraints/explain.ts';
export {
  CONSTRAINT_LIMITS,
  type Constraint,
  type ConstraintInput,
  type Domain,
  type Relation,
} from './constraints/model.ts';
export { constraintSystem, type ConstraintSystem } from './constraints/system.ts';
export type { Broken } from './constraints/witness.ts';
export * from './generators/index.ts';
