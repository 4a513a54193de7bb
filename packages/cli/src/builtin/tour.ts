import { travellingSalesman, type Tour, type Violation } from '@xdv/phi-provider-sim/problems';
import { process } from 'xdv-kernel';
import {
  brokenBy,
  solveEncoded,
  type DecodedStates,
  type PhiStability,
  type PhiTerms,
  type WithoutStability,
} from './decode.ts';
import { packNumbers, unpackNumbers } from './numbers.ts';

/** Distances in the arguments of a process. */
export type PackedTour = {
  readonly cities: number;
  /** Ways from each city to each, row by row, as packed numbers. */
  readonly distances: Uint8Array;
};

/** Arguments of the built-in process `tour`. */
export type TourArgs = PackedTour & PhiTerms;

export type TourResult = {
  readonly feasible: boolean;
  /** Length of the shortest tour of all reads; null if no read was a tour. */
  readonly length: number | null;
  /** Its cities in order, from 1 as in the file; empty if there is none. */
  readonly tour: readonly number[];
  /** What the best read breaks; the first few. */
  readonly broken: readonly string[];
  /** The length of every read in order, null for one that is no tour. */
  readonly lengths: readonly (number | null)[];
  readonly stability: PhiStability;
};

/** Distances as the arguments have them. */
export const packDistances = (rows: readonly Float64Array[]): Uint8Array => {
  const cities = rows.length;
  const all = new Float64Array(cities * cities);
  for (const [u, row] of rows.entries()) all.set(row, u * cities);
  return packNumbers(all);
};

const unpackDistances = ({ cities, distances }: PackedTour): readonly Float64Array[] => {
  const all = unpackNumbers(distances);
  return Array.from({ length: cities }, (_, u) => all.slice(u * cities, (u + 1) * cities));
};

/** Cities as the file counts them, from 1. */
const describe = ({ where, indices: [at] }: Violation): string =>
  where.startsWith('city')
    ? `city ${at! + 1} is not visited once`
    : `stop ${at! + 1} of the tour is not one city`;

/** The problem of such arguments. */
export const encodePackedTour = (args: PackedTour) => travellingSalesman(unpackDistances(args));

/** What states say of the tour. */
export const tourOf = ({ best, all }: DecodedStates<Tour>): WithoutStability<TourResult> => ({
  feasible: best.feasible,
  length: best.feasible ? best.objective : null,
  tour: best.feasible ? best.solution.cities.map((city) => city + 1) : [],
  broken: brokenBy(best, describe),
  lengths: all.map((decoded) => (decoded.feasible ? decoded.objective : null)),
});

/** Looks for the shortest round trip through all cities. */
export const tour = process(
  { domains: ['K', 'Phi'], name: 'tour' },
  function* tour(sys, args: TourArgs) {
    const { stability, ...reads } = yield* solveEncoded(sys, () => encodePackedTour(args), args);
    return { ...tourOf(reads), stability } satisfies TourResult;
  },
);
