import { createHash } from 'node:crypto';
import { createRandom, isingProblem, maxCut, unwrap, type IsingProblem } from '@xdv/domain-model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileIsing, type IsingProgram } from '../../src/engine/index.ts';
import { assembleMachine } from '../../src/engine/machines/bifurcation/assemble.ts';
import { planContinuous } from '../../src/engine/machines/bifurcation/continuous-plan.ts';
import { createContinuousScript } from '../../src/engine/machines/bifurcation/continuous-script.ts';
import { createContinuousWasm } from '../../src/engine/machines/bifurcation/continuous-wasm.ts';
import { planDiscrete } from '../../src/engine/machines/bifurcation/discrete-plan.ts';
import { createDiscreteScript } from '../../src/engine/machines/bifurcation/discrete-script.ts';
import { createDiscreteWasm } from '../../src/engine/machines/bifurcation/discrete-wasm.ts';
import {
  kernelOptionsOf,
  type BifurcationKernel,
  type KernelOptions,
} from '../../src/engine/machines/bifurcation/kernel.ts';
import type { Machine } from '../../src/engine/machines/machine.ts';
import { complete } from '../support.ts';

/** Problems of sizes around the widths of vectors and groups, with and without fields. */
const drawProblem = (seed: number, spinsMax: number): IsingProblem => {
  const random = createRandom(seed);
  const spins = 1 + random.below(random.below(2) === 0 ? 40 : spinsMax);
  const degree = random.below(12);
  const whole = random.below(2) === 0;
  const draw = (): number => (whole ? random.below(9) - 4 : 2 * random.float() - 1);
  const couplings = Array.from({ length: spins > 1 ? spins * degree : 0 }, () => {
    const i = random.below(spins);
    return [i, (i + 1 + random.below(spins - 1)) % spins, draw()] as const;
  });
  const hasField = random.below(2) === 0;
  return isingProblem(
    spins,
    couplings,
    Array.from({ length: spins }, () => (hasField ? draw() : 0)),
  );
};

/** A complete graph of couplings +1 and -1, times a power of two, and maybe fields. */
const drawSigns = (seed: number, spins: number, hasField: boolean): IsingProblem => {
  const random = createRandom(seed);
  const problem = maxCut(complete(spins));
  return {
    ...problem,
    coupling: problem.coupling.map(() => 8 * (2 * random.below(2) - 1)),
    field: problem.field.map(() => (hasField ? random.float() : 0)),
  };
};

/** Calls of any kind, drawn from a seed; the same calls for machines given the same seed. */
const drive = (machine: Machine, seed: number, stepsMax: number): void => {
  const random = createRandom(seed);
  machine.start(seed);
  for (let call = 0; call < 6; call++) {
    const kind = random.below(5);
    if (kind === 0) machine.kick(random.float());
    else if (kind === 1) machine.bias(4 * random.float() - 2);
    else machine.advance(random.below(stepsMax), random.float(), random.float());
  }
};

/** Digest of everything of a machine, after calls that `seed` decides. */
const digestOf = (machine: Machine, seed: number, stepsMax: number): string => {
  drive(machine, seed, stepsMax);
  const hash = createHash('sha256');
  for (let r = 0; r < machine.replicas; r++) {
    const { x, y } = machine.observe(r);
    hash.update(new Uint8Array(x.buffer)).update(new Uint8Array(y.buffer));
    hash.update(machine.read(r)).update(JSON.stringify(machine.figures(r)));
  }
  return hash.digest('hex');
};

/** Expects two kernels of a program to agree to the last bit. */
const expectAlike = (
  program: IsingProgram,
  replicas: number,
  seed: number,
  create: readonly ((options: KernelOptions) => BifurcationKernel | null)[],
  stepsMax = 300,
): void => {
  const timeStep = 0.7 * program.timeStepLimit;
  const assembly = { kind: 'dsb', replicas, timeStep, wall: 1, pumpMax: 1.1 } as const;
  const options = kernelOptionsOf(program, timeStep, replicas);
  const [script, wasm] = create.map((make) => {
    const kernel = make(options);
    expect.assert(kernel !== null);
    return digestOf(assembleMachine(program, kernel, assembly), seed, stepsMax);
  });
  expect(wasm).toEqual(script);
};

const expectDiscreteAlike = (
  problem: IsingProblem,
  replicas: number,
  seed: number,
  stepsMax = 300,
): void => {
  const program = unwrap(compileIsing(problem));
  const plan = planDiscrete(program);
  expectAlike(
    program,
    replicas,
    seed,
    [
      (options) => createDiscreteScript(plan, options),
      (options) => createDiscreteWasm(plan, options),
    ],
    stepsMax,
  );
};

const REPLICAS = fc.constantFrom(1, 2, 4, 5, 9);
const SEED = fc.nat(1_000_000);

describe('kernels in WebAssembly and in plain script agree to the last bit (XDV-005.6)', () => {
  it('of the discrete machine', () => {
    fc.assert(
      fc.property(SEED, REPLICAS, (seed, replicas) => {
        expectDiscreteAlike(drawProblem(seed, 700), replicas, seed);
      }),
      { numRuns: 40, seed: 1 },
    );
  });

  it('of the discrete machine, past steps at which sums are refreshed', () => {
    expectDiscreteAlike(drawProblem(8, 100), 2, 3, 3000);
  });

  it.each([512, 639])('of the discrete machine, for signs on K%i', (spins) => {
    expect(planDiscrete(unwrap(compileIsing(drawSigns(1, spins, false)))).signs).not.toBeNull();
    expectDiscreteAlike(drawSigns(1, spins, false), 2, spins, 60);
    expectDiscreteAlike(drawSigns(2, spins, true), 1, spins, 60);
  });

  it.each([false, true])('of the machines with continuous feedback, cubic term: %s', (cubic) => {
    fc.assert(
      fc.property(SEED, REPLICAS, (seed, replicas) => {
        const program = unwrap(compileIsing(drawProblem(seed, 80)));
        const plan = planContinuous(program, { replicas, cubic, wall: 1 });
        expectAlike(program, replicas, seed, [
          (options) => createContinuousScript(plan, options),
          (options) => createContinuousWasm(plan, options),
        ]);
      }),
      { numRuns: 25, seed: 1 },
    );
  });
});
