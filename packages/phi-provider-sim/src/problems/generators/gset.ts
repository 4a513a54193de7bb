import { fail, type Graph, type Result } from '@xdv/domain-model';
import { rudyGraph } from './rudy.ts';

/** Weights -1 and +1. */
const SIGNS = (seed: number): string => `-random 0 1 ${seed} -times 2 -plus -1`;

/** The expression of member `index`, from 0, of a series. */
type Recipe = (index: number) => string;

const random =
  (vertices: number, density: number, seed: number): Recipe =>
  (index) =>
    `-rnd_graph ${vertices} ${density} ${seed + index}`;

/** Unions of two planar graphs of consecutive seeds. */
const planar =
  (vertices: number, density: number, seed: number): Recipe =>
  (index) => {
    const half = (which: number): string =>
      `-planar ${vertices} ${density} ${seed + 2 * index + which}`;
    return `${half(0)} ${half(1)} +`;
  };

const signed =
  (recipe: Recipe, seed: number): Recipe =>
  (index) =>
    `${recipe(index)} ${SIGNS(seed + index)}`;

const tori =
  (...sides: readonly string[]): Recipe =>
  (index) =>
    `-toroidal_grid_2D ${sides[index]!}`;

/** Numbers in the set: the first of a series, how many, and the expression of each. */
const SERIES: readonly (readonly [first: number, count: number, recipe: Recipe])[] = [
  [1, 5, random(800, 6, 8001)],
  [6, 5, signed(random(800, 6, 8001), 8001)],
  [11, 3, signed(tori('100 8', '50 16', '25 32'), 8001)],
  [14, 4, planar(800, 99, 8001)],
  [18, 4, signed(planar(800, 99, 8001), 8001)],
  [22, 5, random(2000, 1, 20_001)],
  [27, 5, signed(random(2000, 1, 20_001), 20_001)],
  [32, 1, signed(tori('100 20'), 20_003)],
  [35, 4, planar(2000, 99, 20_001)],
  [39, 4, signed(planar(2000, 99, 20_001), 20_001)],
  [43, 5, random(1000, 2, 10_001)],
  [48, 3, tori('50 60', '30 100', '25 120')],
  [51, 4, planar(1000, 100, 10_001)],
  [55, 1, random(5000, 0.1, 50_001)],
  [58, 1, planar(5000, 99, 50_001)],
  [60, 1, random(7000, 0.07, 70_001)],
  [63, 1, planar(7000, 99, 70_001)],
  [70, 1, random(10_000, 0.02, 100_001)],
];

const recipeOf = (name: string): string | undefined => {
  if (name === 'K2000') return `-clique 2000 ${SIGNS(20_001)}`;
  if (!/^G\d{1,2}$/.test(name)) return undefined;
  const number = Number(name.slice(1));
  const series = SERIES.find(([first, count]) => number >= first && number < first + count);
  return series?.[2](number - series[0]);
};

/**
 * A member of the G-set of Helmberg and Rendl, or K2000 of Inagaki et al. 2016, from the calls of
 * rudy that made it instead of from a file. G1, G11, G14, G22, G32, G39, G43 and K2000 have been
 * compared with their files, edge by edge; the others continue these series and have the published
 * numbers of edges. Not known are G33, G34, G56, G57, G59, G61, G62, G64 to G67 and G72 to G81.
 * Fails with ARGUMENT_INVALID for a name that is not known.
 */
export const gset = (name: string): Result<Graph> => {
  const recipe = recipeOf(name);
  if (recipe !== undefined) return rudyGraph(recipe);
  const found = JSON.stringify(name.slice(0, 40));
  return fail('ARGUMENT_INVALID', `${found} cannot be made`, 'Known are G1 to G55 and K2000');
};
