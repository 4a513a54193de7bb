import { show } from './invariant.ts';
import { fail, ok, unwrap, XdvError, type Result } from './fault.ts';

/** An undirected weighted graph: edge k joins `a[k]` and `b[k]` (from 0) with `weight[k]`. */
export interface Graph {
  readonly vertices: number;
  readonly a: Int32Array;
  readonly b: Int32Array;
  readonly weight: Float64Array;
}

/**
 * An Ising problem: minimise H(s) = -Σ J[k] s[a[k]] s[b[k]] - Σ h[i] s[i] over spins s[i] = ±1.
 * The classical description that crosses from K to Φ (XDV-022.2).
 */
export interface IsingProblem {
  readonly spins: number;
  readonly a: Int32Array;
  readonly b: Int32Array;
  readonly coupling: Float64Array;
  readonly field: Float64Array;
}

/** Bounds that every problem keeps. Machines have tighter ones. */
export const ISING_LIMITS = { spinsMax: 1_000_000, couplingsMax: 16_000_000 } as const;

const HINT = 'Build problems with isingProblem, maxCut or a file reader';

/**
 * Accepts `value` as an Ising problem if the arrays agree in length, every index is in range, no
 * coupling joins a spin to itself and every number is finite. Fails with PROBLEM_INVALID.
 */
export const validateIsing = (value: unknown): Result<IsingProblem> => {
  const no = (why: string): Result<IsingProblem> => fail('PROBLEM_INVALID', why, HINT);
  if (value === null || typeof value !== 'object') {
    return no(`expected a problem, got ${show(value)}`);
  }
  const { spins, a, b, coupling, field } = value as IsingProblem;
  const typed = a instanceof Int32Array && b instanceof Int32Array;
  if (!typed || !(coupling instanceof Float64Array) || !(field instanceof Float64Array)) {
    return no('a, b must be Int32Array and coupling, field Float64Array');
  }
  const { spinsMax, couplingsMax } = ISING_LIMITS;
  if (!Number.isInteger(spins) || spins < 1 || spins > spinsMax) {
    return no(`a problem has 1 to ${spinsMax} spins, got ${show(spins)}`);
  }
  if (a.length > couplingsMax) return no(`more than ${couplingsMax} couplings`);
  if (a.length !== b.length || a.length !== coupling.length || field.length !== spins) {
    return no('the arrays of the problem differ in length');
  }
  for (let k = 0; k < a.length; k++) {
    const i = a[k]!;
    const j = b[k]!;
    if (i < 0 || i >= spins || j < 0 || j >= spins) return no(`coupling ${k} joins ${i} and ${j}`);
    if (i === j) return no(`coupling ${k} joins spin ${i} to itself`);
    if (!Number.isFinite(coupling[k]!)) return no(`coupling ${k} has weight ${coupling[k]}`);
  }
  const bad = field.findIndex((h) => !Number.isFinite(h));
  return bad >= 0 ? no(`field of spin ${bad} is ${field[bad]}`) : ok(value as IsingProblem);
};

const invalid = (message: string): XdvError =>
  new XdvError({ code: 'PROBLEM_INVALID', message, hint: HINT });

/**
 * A problem from a list of couplings [i, j, J]. Throws PROBLEM_INVALID like {@link validateIsing}.
 */
export const isingProblem = (
  spins: number,
  couplings: readonly (readonly [number, number, number])[],
  field: ArrayLike<number> = { length: 0 },
): IsingProblem => {
  const fractional = couplings.findIndex(([i, j]) => i !== (i | 0) || j !== (j | 0));
  if (fractional >= 0) throw invalid(`coupling ${fractional} joins what is not an index`);
  if (field.length > spins) throw invalid(`${field.length} fields for ${spins} spins`);
  const fields = new Float64Array(Number.isInteger(spins) && spins > 0 ? spins : 0);
  for (let i = 0; i < Math.min(field.length, fields.length); i++) fields[i] = field[i]!;
  return unwrap(
    validateIsing({
      spins,
      a: Int32Array.from(couplings, ([i]) => i),
      b: Int32Array.from(couplings, ([, j]) => j),
      coupling: Float64Array.from(couplings, ([, , weight]) => weight),
      field: fields,
    }),
  );
};

/** A graph from a list of edges [i, j] or [i, j, weight], vertices from 0; weight 1 by default. */
export const graph = (
  vertices: number,
  edges: readonly (readonly [number, number, number?])[],
): Graph => {
  const problem = isingProblem(
    vertices,
    edges.map(([i, j, weight = 1]) => [i, j, weight] as const),
  );
  return { vertices, a: problem.a, b: problem.b, weight: problem.coupling };
};

/** The Ising form of Max-Cut: J = -w, so the ground state is a maximum cut. */
export const maxCut = ({ vertices, a, b, weight }: Graph): IsingProblem => ({
  spins: vertices,
  a,
  b,
  coupling: weight.map((w) => -w),
  field: new Float64Array(vertices),
});

/** Total weight of the edges whose ends have different spins. */
export const cutValue = ({ a, b, weight }: Graph, spins: ArrayLike<number>): number => {
  let cut = 0;
  for (let k = 0; k < a.length; k++) if (spins[a[k]!] !== spins[b[k]!]) cut += weight[k]!;
  return cut;
};

/** H(s) of the problem, in the units of its couplings. */
export const isingEnergy = (problem: IsingProblem, spins: ArrayLike<number>): number => {
  const { a, b, coupling, field } = problem;
  let energy = 0;
  for (let k = 0; k < a.length; k++) energy -= coupling[k]! * spins[a[k]!]! * spins[b[k]!]!;
  for (let i = 0; i < field.length; i++) energy -= field[i]! * spins[i]!;
  return energy;
};
