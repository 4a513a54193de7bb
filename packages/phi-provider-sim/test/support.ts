import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  createRandom,
  graph,
  isingEnergy,
  isingProblem,
  type Fault,
  type Graph,
  type IsingProblem,
  type Result,
} from '@xdv/domain-model';

const ROOT = join(import.meta.dirname, '../../..');
const DATA = resolve(ROOT, process.env['XDV_DATA'] ?? '../shared/data');

/** Whether the public benchmark files are at hand. */
export const hasData = existsSync(join(DATA, 'gset/G1.txt'));

export const readData = (path: string): string => readFileSync(join(DATA, path), 'latin1');

/** Least energy over all spin configurations. */
export const groundEnergy = (problem: IsingProblem): number => {
  let least = Infinity;
  for (let bits = 0; bits < 2 ** problem.spins; bits++) {
    const spins = Int8Array.from({ length: problem.spins }, (_, i) => ((bits >> i) & 1 ? 1 : -1));
    least = Math.min(least, isingEnergy(problem, spins));
  }
  return least;
};

/** The complete graph. */
export const complete = (vertices: number): Graph =>
  graph(
    vertices,
    Array.from({ length: vertices }, (_, i) =>
      Array.from({ length: i }, (__, j) => [i, j] as const),
    ).flat(),
  );

export const ring = (vertices: number): Graph =>
  graph(
    vertices,
    Array.from({ length: vertices }, (_, i) => [i, (i + 1) % vertices] as const),
  );

/** 2 to 12 spins, ±1 or real couplings of any density, every third with fields. */
export const randomProblem = (seed: number): IsingProblem => {
  const random = createRandom(seed);
  const spins = 2 + random.below(11);
  const density = 0.2 + 0.8 * random.float();
  const draw = (): number =>
    seed % 2 === 0 ? random.below(2) * 2 - 1 : random.float() * 2 - 1;
  const couplings = complete(spins);
  const kept = Array.from(couplings.a.keys())
    .filter(() => random.float() < density)
    .map((k) => [couplings.a[k]!, couplings.b[k]!, draw()] as const);
  const field = Array.from({ length: spins }, () => (seed % 3 === 0 ? draw() : 0));
  return isingProblem(spins, kept, field);
};

/** The fault of a result that must be one. */
export const faultOf = (result: Result<unknown>): Fault => {
  if (result.ok) throw new Error(`expected a fault, got ${JSON.stringify(result.value)}`);
  return result.fault;
};

/** Friendships in a karate club: Zachary, Journal of Anthropological Research 33 (1977), 452. */
const FRIENDS: Readonly<Record<number, readonly number[]>> = {
  1: [2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 18, 20, 22, 32],
  2: [3, 4, 8, 14, 18, 20, 22, 31],
  3: [4, 8, 9, 10, 14, 28, 29, 33],
  4: [8, 13, 14],
  5: [7, 11],
  6: [7, 11, 17],
  7: [17],
  9: [31, 33, 34],
  10: [34],
  14: [34],
  15: [33, 34],
  16: [33, 34],
  19: [33, 34],
  20: [34],
  21: [33, 34],
  23: [33, 34],
  24: [26, 28, 30, 33, 34],
  25: [26, 28, 32],
  26: [32],
  27: [30, 34],
  28: [34],
  29: [32, 34],
  30: [33, 34],
  31: [33, 34],
  32: [33, 34],
  33: [34],
};

export const karateClub = (): Graph =>
  graph(
    34,
    Object.entries(FRIENDS).flatMap(([i, others]) =>
      others.map((j) => [Number(i) - 1, j - 1] as const),
    ),
  );
