import { createHash } from 'node:crypto';
import { createRandom, isingProblem, unwrap, type IsingProblem } from '@xdv/domain-model';
import { compileIsing, type IsingProgram } from '../../src/engine/index.ts';
import type { Machine, MachineSetup } from '../../src/engine/machines/machine.ts';

export const compiled = (problem: IsingProblem) => unwrap(compileIsing(problem));

export const numbers = (count: number): readonly number[] =>
  Array.from({ length: count }, (_, k) => k);

/** Machines of one kind on problems: at rest, or after a whole read of `usual` steps. */
export const workshop = <M extends Machine>(
  create: (program: IsingProgram, setup: MachineSetup) => M,
  usual: number,
) => {
  const machine = (problem: IsingProblem, setup: MachineSetup = {}): M =>
    create(compiled(problem), setup);
  const annealed = (problem: IsingProblem, replicas = 8, steps = usual, seed = 1): M => {
    const made = machine(problem, { replicas });
    made.start(seed);
    made.advance(steps, 0, 1);
    return made;
  };
  return { machine, annealed };
};

/** 1 to 60 spins of any degree, equally strong or real couplings, with and without fields. */
export const drawProblem = (seed: number): IsingProblem => {
  const random = createRandom(seed);
  const spins = 1 + random.below(60);
  const [isWhole, hasField] = [random.below(2) === 0, random.below(2) === 0];
  const draw = (): number => (isWhole ? 2 * random.below(2) - 1 : 2 * random.float() - 1);
  const couplings = Array.from({ length: spins > 1 ? spins * random.below(9) : 0 }, () => {
    const i = random.below(spins);
    return [i, (i + 1 + random.below(spins - 1)) % spins, draw()] as const;
  });
  const field = Array.from({ length: hasField ? spins : 0 }, draw);
  return isingProblem(spins, couplings, field);
};

/** Calls of any kind; the same for every machine that is given the same seed. */
export const drive = (machine: Machine, seed: number): void => {
  const random = createRandom(seed);
  machine.start(seed);
  for (let call = 0; call < 6; call++) {
    const kind = random.below(4);
    if (kind === 0) machine.kick(random.float());
    else if (kind === 1) machine.bias(4 * random.float() - 2);
    else machine.advance(random.below(70), random.float(), random.float());
  }
};

/** Everything that can be seen of a replica, to the last bit. */
export const bytesOf = (machine: Machine, replica: number): unknown => {
  const { x, y } = machine.observe(replica);
  const state = [x, y].map(({ buffer }) => new Uint8Array(buffer));
  return { state, spins: machine.read(replica), figures: machine.figures(replica) };
};

export const digest = (machine: Machine): string => {
  const hash = createHash('sha256');
  for (let r = 0; r < machine.replicas; r++) {
    const { x, y } = machine.observe(r);
    hash.update(machine.read(r));
    for (const { buffer } of [x, y]) hash.update(new Uint8Array(buffer));
  }
  return hash.digest('hex').slice(0, 32);
};
