import { maxCut, unwrap, type IsingProblem, type Value } from '@xdv/domain-model';
import { maxSatisfiability, type Encoded } from '@xdv/phi-provider-sim/problems';
import {
  colouringOf,
  encodePackedColouring,
  type PackedColouring,
} from '../builtin/colouring.ts';
import { decodeStates, type DecodedStates } from '../builtin/decode.ts';
import { assignmentOf, unpackClauses, type PackedFormula } from '../builtin/formula.ts';
import { cutsOf, unpackGraph, type PackedGraph } from '../builtin/graph.ts';
import { unpackProblem, valuesOf, type PackedQubo } from '../builtin/qubo.ts';
import { encodePackedTour, tourOf, type PackedTour } from '../builtin/tour.ts';
import type { TaskKind } from '../program/task.ts';

/** What can be searched for an answer. */
export type ProblemKind = Exclude<TaskKind, 'module' | 'qasm'>;

/** What states say in the user's terms. */
export interface Standing {
  /** The result of a run with one read, but for what it says of the machine. */
  readonly result: Value;
  /** A cut, a value, a length, …; null if no state is a solution. */
  readonly value: number | null;
}

/** A problem for the engine, with the way back to the user's terms. */
export interface UserProblem {
  readonly problem: IsingProblem;
  /** What an energy is in the user's terms. */
  readonly measure: string;
  readonly sense: 'maximize' | 'minimize';
  /** Nothing is better than this value. */
  readonly optimum?: number;
  /** An energy as the measure, of which solutions are free of penalties. */
  readonly valueOf: (energy: number) => number;
  /** The best of states, of which the first has the least energy. */
  readonly read: (states: readonly [Int8Array, ...Int8Array[]]) => Standing;
}

const graphProblem = (args: PackedGraph): UserProblem => {
  const edges = unpackGraph(args);
  const total = edges.weight.reduce((sum, weight) => sum + weight, 0);
  return {
    problem: maxCut(edges),
    measure: 'cut',
    sense: 'maximize',
    valueOf: (energy) => (total - energy) / 2,
    read: ([first]) => {
      const result = cutsOf(edges, [first]);
      return { result, value: result.cut };
    },
  };
};

const quboProblem = (args: PackedQubo): UserProblem => {
  const problem = unpackProblem(args);
  return {
    problem,
    measure: 'value',
    sense: 'minimize',
    valueOf: (energy) => energy + args.offset,
    read: ([first]) => {
      const result = valuesOf(problem, args.offset, [first]);
      return { result, value: result.value };
    },
  };
};

/** The best of states as if it were the only one. */
const bestOf = <Solution>(
  encoding: Encoded<Solution>,
  states: readonly Int8Array[],
): DecodedStates<Solution> => {
  const { best } = decodeStates(encoding, states);
  return { best, all: [best] };
};

const colouringProblem = (args: PackedColouring): UserProblem => {
  const encoding = unwrap(encodePackedColouring(args));
  return {
    problem: encoding.problem,
    measure: 'penalty',
    sense: 'minimize',
    optimum: 0,
    valueOf: (energy) => energy + encoding.offset,
    read: (states) => {
      const result = colouringOf(args.colours, bestOf(encoding, states));
      return { result, value: result.feasible ? 0 : null };
    },
  };
};

const formulaProblem = ({ variables, clauses: packed }: PackedFormula): UserProblem => {
  const clauses = unpackClauses(packed);
  const encoding = unwrap(maxSatisfiability({ variables, clauses }));
  return {
    problem: encoding.problem,
    measure: 'satisfied',
    sense: 'maximize',
    optimum: clauses.length,
    valueOf: (energy) => clauses.length - energy - encoding.offset,
    read: (states) => {
      const result = assignmentOf(clauses.length, bestOf(encoding, states));
      return { result, value: result.satisfied };
    },
  };
};

const tourProblem = (args: PackedTour): UserProblem => {
  const encoding = unwrap(encodePackedTour(args));
  return {
    problem: encoding.problem,
    measure: 'length and penalties',
    sense: 'minimize',
    valueOf: (energy) => energy + encoding.offset,
    read: (states) => {
      const result = tourOf(bestOf(encoding, states));
      return { result, value: result.length };
    },
  };
};

const PROBLEMS = {
  graph: graphProblem,
  colouring: colouringProblem,
  qubo: quboProblem,
  formula: formulaProblem,
  tour: tourProblem,
} as const satisfies Record<ProblemKind, (args: never) => UserProblem>;

/** The problem in the arguments of a built-in process. Throws XdvError with the builder's fault. */
export const userProblem = (kind: ProblemKind, args: Value): UserProblem =>
  PROBLEMS[kind](args as never);
