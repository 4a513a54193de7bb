// Microseconds of CPU time per step of a replica of the bifurcation machines on G22 and K2000,
// beside the kernels in plain script in the same run and the recorded times of C++.
// Run: node --conditions=@xdv/source packages/phi-provider-sim/bench/machines.bench.ts
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { maxCut, unwrap } from '@xdv/domain-model';
import { compileIsing, type IsingProgram } from '../src/engine/index.ts';
import { planContinuous } from '../src/engine/machines/bifurcation/continuous-plan.ts';
import { createContinuousScript } from '../src/engine/machines/bifurcation/continuous-script.ts';
import { createContinuousWasm } from '../src/engine/machines/bifurcation/continuous-wasm.ts';
import { assembleMachine } from '../src/engine/machines/bifurcation/assemble.ts';
import { planDiscrete } from '../src/engine/machines/bifurcation/discrete-plan.ts';
import { createDiscreteScript } from '../src/engine/machines/bifurcation/discrete-script.ts';
import { createDiscreteWasm } from '../src/engine/machines/bifurcation/discrete-wasm.ts';
import {
  kernelOptionsOf,
  type BifurcationKernel,
} from '../src/engine/machines/bifurcation/kernel.ts';
import { readGraph } from '../src/formats/index.ts';

const ROOT = join(import.meta.dirname, '../../..');
const DATA = resolve(ROOT, process.env['XDV_DATA'] ?? '../shared/data');

/** Microseconds of discrete bifurcation in C++ (-O3 -march=native) on another processor. */
const NATIVE: Readonly<Record<string, number>> = { 'gset/G22.txt': 2.9, 'gset/K2000.rud.gz': 9.4 };

const load = (file: string): IsingProgram => {
  const bytes = readFileSync(join(DATA, file));
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('latin1');
  return unwrap(compileIsing(maxCut(unwrap(readGraph(text, { file })))));
};

const cpuMicroseconds = (): number => {
  const { user, system } = process.cpuUsage();
  return user + system;
};

/** The two kernels of one kind, and what they share. */
interface Pair {
  readonly timeStep: number;
  readonly wasm: BifurcationKernel | null;
  readonly script: BifurcationKernel;
}

const REPLICAS = 4;

const pairOf = (program: IsingProgram, kind: 'bsb' | 'dsb'): Pair => {
  const timeStep = (kind === 'dsb' ? 0.65 : 0.8) * program.timeStepLimit;
  const options = kernelOptionsOf(program, timeStep, REPLICAS);
  if (kind === 'dsb') {
    const plan = planDiscrete(program);
    const wasm = createDiscreteWasm(plan, options);
    return { timeStep, wasm, script: createDiscreteScript(plan, options) };
  }
  const plan = planContinuous(program, { replicas: REPLICAS, cubic: false, wall: 1 });
  const wasm = createContinuousWasm(plan, options);
  return { timeStep, wasm, script: createContinuousScript(plan, options) };
};

/** Least CPU time per step and replica of whole reads: early steps cost more than late ones. */
const measure = (
  program: IsingProgram,
  kernel: BifurcationKernel,
  { timeStep, steps, times }: { timeStep: number; steps: number; times: number },
): number => {
  const options = { kind: 'dsb', replicas: REPLICAS, timeStep, wall: 1, pumpMax: 1.1 } as const;
  const machine = assembleMachine(program, kernel, options);
  const measured = Array.from({ length: times }, (_, seed) => {
    machine.start(seed);
    const before = cpuMicroseconds();
    machine.advance(steps, 0, 1);
    return (cpuMicroseconds() - before) / (steps * REPLICAS);
  });
  return Math.min(...measured);
};

const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const report = (file: string, kind: 'bsb' | 'dsb', steps: number): void => {
  const program = load(file);
  const { timeStep, wasm, script } = pairOf(program, kind);
  if (wasm === null) throw new Error('this host has no WebAssembly with SIMD');
  const fast = measure(program, wasm, { timeStep, steps, times: 4 });
  const slow = measure(program, script, { timeStep, steps, times: 1 });
  const native = kind === 'dsb' ? NATIVE[file] : undefined;
  print(`${file}, ${kind}, ${steps} steps: ${fast.toFixed(2)} µs per step`);
  print(`  plain script ${slow.toFixed(1)} µs: ${(slow / fast).toFixed(1)} times as long`);
  if (native === undefined) return;
  print(`  C++ ${native} µs, recorded: ${(fast / native).toFixed(2)} of it`);
};

if (existsSync(join(DATA, 'gset/K2000.rud.gz'))) {
  report('gset/G22.txt', 'dsb', 5000);
  report('gset/G22.txt', 'bsb', 500);
  report('gset/K2000.rud.gz', 'dsb', 2000);
  report('gset/K2000.rud.gz', 'bsb', 20);
} else print(`skipped: no benchmark files in ${DATA}`);
