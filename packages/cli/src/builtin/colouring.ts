import { colouring as encodeColouring, type Violation } from '@xdv/phi-provider-sim/problems';
import { process } from 'xdv-kernel';
import {
  brokenBy,
  solveEncoded,
  type DecodedStates,
  type PhiStability,
  type PhiTerms,
  type WithoutStability,
} from './decode.ts';
import { unpackGraph, type PackedGraph } from './graph.ts';

/** A graph to be coloured in the arguments of a process. */
export type PackedColouring = PackedGraph & { readonly colours: number };

/** Arguments of the built-in process `colouring`. */
export type ColouringArgs = PackedColouring & PhiTerms;

export type ColouringResult = {
  readonly feasible: boolean;
  readonly colours: number;
  /** For each vertex its colour, from 1; empty if no read was a colouring. */
  readonly colouring: readonly number[];
  /** What the best read breaks; the first few. */
  readonly broken: readonly string[];
  /** How many constraints every read breaks, in order. */
  readonly violations: readonly number[];
  readonly stability: PhiStability;
};

/** Vertices as the file counts them, from 1. */
const describe = ({ constraint, indices }: Violation): string => {
  const vertices = indices.map((vertex) => vertex + 1).join(' and ');
  if (constraint === 'conflict') return `joined vertices ${vertices} share a colour`;
  return `vertex ${vertices} does not have one colour`;
};

/** The problem of such arguments. */
export const encodePackedColouring = (args: PackedColouring) =>
  encodeColouring(unpackGraph(args), { colours: args.colours });

/** What states say of the colouring. */
export const colouringOf = (
  colours: number,
  { best, all }: DecodedStates<Int32Array>,
): WithoutStability<ColouringResult> => ({
  feasible: best.feasible,
  colours,
  colouring: best.feasible ? Array.from(best.solution, (colour) => colour + 1) : [],
  broken: brokenBy(best, describe),
  violations: all.map(({ violations }) => violations.length),
});

/** Looks for a colour of each vertex of a graph such that joined vertices differ. */
export const colouring = process(
  { domains: ['K', 'Phi'], name: 'colouring' },
  function* colouring(sys, args: ColouringArgs) {
    const encode = () => encodePackedColouring(args);
    const { stability, ...reads } = yield* solveEncoded(sys, encode, args);
    return { ...colouringOf(args.colours, reads), stability } satisfies ColouringResult;
  },
);
