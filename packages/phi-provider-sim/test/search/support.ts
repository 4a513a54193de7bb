import { createRandom, isingProblem, unwrap, type IsingProblem } from '@xdv/domain-model';
import { compileIsing, type IsingProgram } from '../../src/engine/program.ts';

export type Weights = 'signs' | 'integer' | 'real';

/** A problem of `spins` spins: any density, fields for every second seed. */
export const anyProblem = (seed: number, spins: number, weights: Weights): IsingProblem => {
  const random = createRandom(seed);
  const density = random.float();
  const draw = (): number => {
    if (weights === 'signs') return 1 - 2 * random.below(2);
    return weights === 'integer' ? random.below(41) - 20 : random.float() - 0.5;
  };
  const couplings: [number, number, number][] = [];
  for (let i = 0; i < spins; i++) {
    for (let j = 0; j < i; j++) if (random.float() < density) couplings.push([i, j, draw()]);
  }
  return isingProblem(
    spins,
    couplings,
    Array.from({ length: spins }, () => (seed % 2 === 0 ? draw() : 0)),
  );
};

export const anyState = (seed: number, spins: number): Int8Array => {
  const random = createRandom(seed);
  return Int8Array.from({ length: spins }, () => 1 - 2 * random.below(2));
};

export const compiled = (problem: IsingProblem): IsingProgram => unwrap(compileIsing(problem));

/** Energy of a state of a program, in its units. */
export const programEnergy = (program: IsingProgram, state: Int8Array): number => {
  let energy = 0;
  for (let i = 0; i < program.spins; i++) {
    let sum = 0;
    for (let e = program.rowStart[i]!; e < program.rowStart[i + 1]!; e++) {
      sum += program.weight[e]! * state[program.neighbor[e]!]!;
    }
    energy -= state[i]! * (sum / 2 + program.field[i]!);
  }
  return energy;
};

/** A ±1 square lattice with periodic boundaries. */
export const torus = (side: number, seed: number): IsingProblem => {
  const random = createRandom(seed);
  const at = (x: number, y: number): number => (x % side) + side * (y % side);
  const cells = Array.from({ length: side * side }, (_, k) => [k % side, Math.floor(k / side)]);
  return isingProblem(
    side * side,
    cells.flatMap(([x = 0, y = 0]) => [
      [at(x, y), at(x + 1, y), 1 - 2 * random.below(2)] as const,
      [at(x, y), at(x, y + 1), 1 - 2 * random.below(2)] as const,
    ]),
  );
};
