import { createRandom, ISING_LIMITS, type Graph, type IsingProblem } from '@xdv/domain-model';
import { normalQuantile } from '../../math/normal.ts';
import { edgeList } from './edges.ts';
import { checkEdges, checkSeed, checkWhole } from './options.ts';
import { pairsOf } from './rudy-graphs.ts';

const { spinsMax } = ISING_LIMITS;

/** Distribution of couplings: -1 and +1 alike, or normal with mean 0 and variance 1. */
export type CouplingLaw = 'signs' | 'normal';

const drawing = (law: CouplingLaw, seed: number): (() => number) => {
  checkSeed(seed);
  const random = createRandom(seed);
  if (law === 'signs') return () => 2 * random.below(2) - 1;
  if (law === 'normal') return () => normalQuantile((random.uint32() + 0.5) / 2 ** 32);
  throw new RangeError(`law must be 'signs' or 'normal', got ${String(law)}`);
};

const ising = ({ vertices, a, b, weight }: Graph): IsingProblem => ({
  spins: vertices,
  a,
  b,
  coupling: weight,
  field: new Float64Array(vertices),
});

export interface LatticeOptions {
  /** Spins along each of two or three axes, from 2; from 3 along a periodic one. */
  readonly sides: readonly number[];
  /** Whether the last spin along an axis is coupled to the first; true by default. */
  readonly periodic?: boolean;
  /** 'signs' by default. */
  readonly law?: CouplingLaw;
  readonly seed: number;
}

/**
 * The Edwards-Anderson model: spins of a square or cubic lattice, coupled to their neighbours. The
 * first coordinate grows fastest in the numbers of spins. Throws RangeError for wrong options.
 */
export const latticeGlass = (options: LatticeOptions): IsingProblem => {
  const { sides, periodic = true, law = 'signs', seed } = options;
  checkWhole('sides.length', sides.length, 2, 3);
  for (const side of sides) checkWhole('a side', side, periodic ? 3 : 2, spinsMax);
  const spins = sides.reduce((product, side) => product * side, 1);
  checkWhole('the product of the sides', spins, 4, spinsMax);
  const draw = drawing(law, seed);
  const edges = edgeList(spins, sides.length * spins);
  for (let i = 0; i < spins; i++) {
    let stride = 1;
    for (const side of sides) {
      const place = Math.floor(i / stride) % side;
      if (place + 1 < side) edges.add(i, i + stride, draw());
      else if (periodic) edges.add(i, i - place * stride, draw());
      stride *= side;
    }
  }
  return ising(edges.graph());
};

export interface SherringtonKirkpatrickOptions {
  readonly spins: number;
  /** 'normal' by default. */
  readonly law?: CouplingLaw;
  readonly seed: number;
}

/**
 * The model of Sherrington and Kirkpatrick 1975: every pair of spins is coupled. Couplings are not
 * divided by sqrt(spins): the ground energy per spin grows as -0.7632 sqrt(spins). Throws
 * RangeError for wrong options. Complexity O(spins²).
 */
export const sherringtonKirkpatrick = (options: SherringtonKirkpatrickOptions): IsingProblem => {
  const { spins, law = 'normal', seed } = options;
  checkWhole('spins', spins, 2, spinsMax);
  checkEdges('spins', pairsOf(spins));
  const draw = drawing(law, seed);
  const edges = edgeList(spins, pairsOf(spins));
  for (let i = 0; i < spins; i++) for (let j = i + 1; j < spins; j++) edges.add(i, j, draw());
  return ising(edges.graph());
};
