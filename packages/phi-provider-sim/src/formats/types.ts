/** A polynomial of degree 2, to be minimised: the sum of its terms, plus its offset. */
export interface QuadraticModel {
  /** What a variable is: 0 or 1, or -1 or +1. */
  readonly vartype: 'BINARY' | 'SPIN';
  readonly variables: number;
  /** Terms [i, j, weight] with i <= j from 0, each pair once; one with i = j is linear. */
  readonly entries: readonly (readonly [number, number, number])[];
  /** Every term counts once. */
  readonly convention: 'upper';
  readonly offset: number;
  /** Names of the variables, if they are not 0, 1, 2 and so on. */
  readonly labels?: readonly (string | number)[];
}

/** A formula in conjunctive normal form: literals v or -v of variables v from 1. */
export interface CnfFormula {
  readonly variables: number;
  readonly clauses: readonly (readonly number[])[];
}

/** A round trip through all cities is to be as short as can be. */
export interface TourProblem {
  /** TSPLIB's NAME; '' if the file has none. */
  readonly name: string;
  readonly cities: number;
  /** distances[u][v]: the way from u to v. */
  readonly distances: readonly Float64Array[];
}
