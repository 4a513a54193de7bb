import { createRandom, type IsingProblem } from '@xdv/domain-model';
import { checkSeed, checkWhole } from './options.ts';

/** A problem with a known solution. */
export interface Planted {
  readonly problem: IsingProblem;
  /** A ground state; there may be others. */
  readonly spins: Int8Array;
  /** Its energy: no state has less. */
  readonly energy: number;
}

export interface PlantedTilesOptions {
  /** Spins along each side of the torus: even, 4 to 1000. */
  readonly side: number;
  readonly seed: number;
}

/** Energy of a ring of four with one bond broken: of four bonds one is always unsatisfied. */
const TILE_ENERGY = -2;

/**
 * A ±1 spin glass on a square torus with a planted ground state (Hamze et al. 2018, tiles with one
 * frustrated bond): every other plaquette, like the black fields of a chess board, is a ring of 4
 * couplings of which the planted spins break one, drawn at random. The tiles share no coupling and
 * no state is better on any of them, so the ground energy is -side². Throws RangeError for wrong
 * options. Complexity O(side²).
 */
export const plantedTiles = ({ side, seed }: PlantedTilesOptions): Planted => {
  checkWhole('side', side, 4, 1000);
  checkWhole('side / 2', side / 2, 2, 500);
  checkSeed(seed);
  const random = createRandom(seed);
  const size = side * side;
  const spins = Int8Array.from({ length: size }, () => 2 * random.below(2) - 1);
  const problem = {
    spins: size,
    a: new Int32Array(2 * size),
    b: new Int32Array(2 * size),
    coupling: new Float64Array(2 * size),
    field: new Float64Array(size),
  };
  let count = 0;
  const couple = (i: number, j: number, sign: number): void => {
    problem.a[count] = Math.min(i, j);
    problem.b[count] = Math.max(i, j);
    problem.coupling[count++] = sign * spins[i]! * spins[j]!;
  };
  for (let row = 0; row < side; row++) {
    for (let column = row % 2; column < side; column += 2) {
      const [below, right] = [(row + 1) % side, (column + 1) % side];
      const [top, bottom] = [row * side, below * side];
      const ring = [top + column, top + right, bottom + right, bottom + column];
      const broken = random.below(4);
      ring.forEach((i, k) => couple(i, ring[(k + 1) % 4]!, k === broken ? -1 : 1));
    }
  }
  return { problem, spins, energy: (TILE_ENERGY * size) / 2 };
};
