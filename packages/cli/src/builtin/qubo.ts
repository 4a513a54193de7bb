import { isingEnergy, ns, type Duration, type IsingProblem } from '@xdv/domain-model';
import { process } from 'xdv-kernel';
import {
  stabilityOf,
  type PhiStability,
  type PhiTerms,
  type WithoutStability,
} from './decode.ts';
import { packNumbers, unpackNumbers } from './numbers.ts';

/** A QUBO in the arguments of a process: in its Ising form, as packed numbers. */
export type PackedQubo = {
  readonly spins: number;
  readonly a: Uint8Array;
  readonly b: Uint8Array;
  readonly coupling: Uint8Array;
  readonly field: Uint8Array;
  /** To be added to an energy to get the value of the QUBO. */
  readonly offset: number;
};

/** Arguments of the built-in process `qubo`. */
export type QuboArgs = PackedQubo & PhiTerms;

export type QuboResult = {
  /** The least value of all reads. */
  readonly value: number;
  /** The value of every read, in order. */
  readonly values: readonly number[];
  /** The variables at the least value, 0 or 1 each. */
  readonly x: Uint8Array;
  readonly stability: PhiStability;
};

/** The part of the arguments that holds the problem. */
export const packProblem = ({ spins, a, b, coupling, field }: IsingProblem) => ({
  spins,
  a: packNumbers(a),
  b: packNumbers(b),
  coupling: packNumbers(coupling),
  field: packNumbers(field),
});

/** The problem of such arguments. */
export const unpackProblem = ({ spins, a, b, coupling, field }: PackedQubo): IsingProblem => ({
  spins,
  a: Int32Array.from(unpackNumbers(a)),
  b: Int32Array.from(unpackNumbers(b)),
  coupling: unpackNumbers(coupling),
  field: unpackNumbers(field),
});

/** What one state or more of the problem are as values of the QUBO. */
export const valuesOf = (
  problem: IsingProblem,
  offset: number,
  states: readonly Int8Array[],
): WithoutStability<QuboResult> => {
  const values = states.map((spins) => isingEnergy(problem, spins) + offset);
  const value = values.reduce((least, next) => Math.min(least, next), values[0]!);
  const best = states[values.indexOf(value)]!;
  return { value, values, x: Uint8Array.from(best, (spin) => (spin > 0 ? 1 : 0)) };
};

/** Minimises a QUBO on a Φ machine. K is charged a nanosecond for each term it looks at. */
export const qubo = process(
  { domains: ['K', 'Phi'], name: 'qubo' },
  function* qubo(sys, args: QuboArgs) {
    const { windowNs, reads, machine, offset } = args;
    const problem = unpackProblem(args);
    const terms = problem.a.length + problem.spins;
    const on = machine === null ? {} : { machine };
    const window = windowNs as Duration;
    const { samples, stability } = yield* sys.phi.solve(problem, { window, reads, ...on });
    const values = yield* sys.compute(ns(terms * reads), () =>
      valuesOf(problem, offset, samples.map(({ spins }) => spins)),
    );
    return { ...values, stability: stabilityOf(stability) } satisfies QuboResult;
  },
);
