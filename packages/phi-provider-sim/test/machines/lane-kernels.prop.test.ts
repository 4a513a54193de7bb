import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createChaoticMachine,
  createOscillatorMachine,
  type Machine,
} from '../../src/engine/index.ts';
import { chaoticMachineOn, chaoticWasm } from '../../src/engine/machines/chaotic.ts';
import type { Kernels } from '../../src/engine/machines/kernels.ts';
import type { MachineSetup } from '../../src/engine/machines/machine.ts';
import { oscillatorMachineOn, oscillatorWasm } from '../../src/engine/machines/oscillator.ts';
import { bytesOf, compiled, drawProblem, drive } from './support.ts';

/** This host has WebAssembly: no test may pass by going without. */
const needed = (kernels: Kernels | null): Kernels => {
  expect.assert(kernels !== null);
  return kernels;
};

type Create = (program: ReturnType<typeof compiled>, setup: MachineSetup) => Machine;
type Row = readonly [name: string, create: Create, fast: Create, plain: Create];

const MACHINES: readonly Row[] = [
  [
    'chaotic',
    createChaoticMachine,
    (...on) => chaoticMachineOn((...made) => needed(chaoticWasm(...made)), ...on),
    (...on) => chaoticMachineOn(() => null, ...on),
  ],
  [
    'oscillator',
    createOscillatorMachine,
    (...on) => oscillatorMachineOn((...made) => needed(oscillatorWasm(...made)), ...on),
    (...on) => oscillatorMachineOn(() => null, ...on),
  ],
];

/** All that can be seen of a replica. */
const seen = (machine: Machine, replica: number) => [
  bytesOf(machine, replica),
  'best' in machine ? (machine as ReturnType<typeof createChaoticMachine>).best(replica) : null,
];

const seeds = fc.nat(1_000_000);
const replicas = fc.integer({ min: 1, max: 20 });

describe.each(MACHINES)('the kernels of the %s machine (XDV-005.6)', (_, create, fast, plain) => {
  const agree = (one: Machine, other: Machine, seed: number): void => {
    drive(one, seed);
    drive(other, seed);
    for (let r = 0; r < one.replicas; r++) expect(seen(one, r)).toEqual(seen(other, r));
  };

  it('in WebAssembly and in plain numbers agree to the last bit', () => {
    fc.assert(
      fc.property(seeds, replicas, (seed, count) => {
        const program = compiled(drawProblem(seed));
        const setup = { replicas: count, stepShare: 0.8 };
        agree(fast(program, setup), plain(program, setup), seed);
      }),
      { numRuns: 40 },
    );
  });

  it('compute each replica as if it were alone', () => {
    fc.assert(
      fc.property(seeds, replicas, (seed, count) => {
        const program = compiled(drawProblem(seed));
        const few = create(program, { replicas: 1 + (seed % count) });
        agree(few, create(program, { replicas: count }), seed);
      }),
      { numRuns: 40 },
    );
  });
});
