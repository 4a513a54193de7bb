import { colouring as encodeColouring, type Violation } from '@xdv/phi-provider-sim/problems';
import { process } from 'xdv-kernel';
import { brokenBy, solveEncoded, type PhiStability, type PhiTerms } from './decode.ts';
import { unpackGraph, type PackedGraph } from './graph.ts';

/** Arguments of the built-in process `colouring`. */
export type ColouringArgs = PackedGraph & PhiTerms & { readonly colours: number };

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

/** Looks for a colour of each vertex of a graph such that joined vertices differ. */
export const colouring = process(
  { domains: ['K', 'Phi'], name: 'colouring' },
  function* colouring(sys, args: ColouringArgs) {
    const { colours } = args;
    const encode = () => encodeColouring(unpackGraph(args), { colours });
    const { best, all, stability } = yield* solveEncoded(sys, encode, args);
    return {
      feasible: best.feasible,
      colours,
      colouring: best.feasible ? Array.from(best.solution, (colour) => colour + 1) : [],
      broken: brokenBy(best, describe),
      violations: all.map(({ violations }) => violations.length),
      stability,
    } satisfies ColouringResult;
  },
);
