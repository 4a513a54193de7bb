// The prototype that the state-vector engine is measured against. It is no part of the project:
// its folder is named by XDV_PROTOTYPES and may be absent.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Circuit } from '@xdv/domain-model';
import type { WasmMemory } from '@xdv/wasm';
import { wallMs } from './clock.ts';
import { coldStart, weightOf, type Engine, type EngineOptions, type Running } from './engine.ts';
import { requireWasm } from './host.ts';
import { gateList } from './text.ts';

const ROOT = join(import.meta.dirname, '../../..');

/** Where the state-vector prototype lies, or null. */
export const prototypeFolder = (): string | null => {
  const folder = join(process.env['XDV_PROTOTYPES'] ?? join(ROOT, '../shared/prototypes'), 'q');
  return existsSync(join(folder, 'qjit.mjs')) ? folder : null;
};

interface Lowered {
  readonly n: number;
}

interface Program {
  readonly bin: Uint8Array;
  readonly pages: number;
  readonly stages: readonly { readonly nblk: number }[];
  readonly needFin: boolean;
  readonly finBlk: number;
  readonly stateBase: number;
  readonly scratchBase: number;
  /** Place of each qubit in an index into the memory. */
  readonly phys: readonly number[];
  /** Amplitudes per vector, and its logarithm: W real parts, then W imaginary parts. */
  readonly W: number;
  readonly LB: number;
  init(memory: WasmMemory): void;
}

interface Compiler {
  readonly parseGl: (text: string) => Lowered;
  readonly lower: (circuit: Lowered, options: object) => Lowered;
  readonly compile: (circuit: Lowered, options: object) => Program;
}

interface Consolidator {
  readonly consolidate: (circuit: Lowered, mode: string) => Lowered;
}

/** The design that its figures were measured with. */
export const prototypeOptions = ({ precision }: EngineOptions): object => ({
  prec: precision === 'c64' ? 'f32' : 'f64',
  L: 15,
  c: 8,
  K: 2,
  fast: 1,
});

const instantiate = (program: Program, memory: WasmMemory): (() => void) => {
  const wasm = requireWasm();
  const module = new wasm.Module(program.bin);
  const { exports } = new wasm.Instance(module, { m: { m: memory } });
  program.init(memory);
  const stages = program.stages.map(({ nblk }, i) => {
    const run = exports[`stage${i}`]!;
    return () => run(0, nblk, program.scratchBase);
  });
  const last = exports['fin']!;
  return () => {
    for (const stage of stages) stage();
    if (program.needFin) last(0, program.finBlk);
  };
};

/** Bits of a byte moved to where the qubits at those places belong, for each byte of an index. */
const unpermute = (phys: readonly number[]): Uint32Array[] => {
  const qubitAt = phys.map((_, place) => phys.indexOf(place));
  const tables: Uint32Array[] = [];
  for (let low = 0; low < phys.length; low += 8) {
    const places = qubitAt.slice(low, low + 8);
    const move = (byte: number): number =>
      places.reduce((index, qubit, i) => index | (((byte >> i) & 1) << qubit), 0);
    tables.push(Uint32Array.from({ length: 256 }, (_, byte) => move(byte)));
  }
  return tables;
};

const check = (program: Program, state: Float32Array | Float64Array): number => {
  const { W, LB, phys } = program;
  const tables = unpermute(phys);
  let sum = 0;
  for (let i = 0; i < 2 ** phys.length; i++) {
    let index = 0;
    for (let b = 0; b < tables.length; b++) index |= tables[b]![(i >>> (8 * b)) & 255]!;
    const at = (i >> LB) * 2 * W + (i & (W - 1));
    const re = state[at]!;
    const im = state[at + W]!;
    sum += (re * re + im * im) * weightOf(index);
  }
  return sum;
};

const run = (program: Program, { precision }: EngineOptions, planMs: number): Running => {
  const { pages, stateBase, phys } = program;
  const memory = new (requireWasm().Memory)({ initial: pages, maximum: pages });
  const start = wallMs();
  const execute = instantiate(program, memory);
  const compiled = wallMs();
  const { buffer } = memory;
  const length = 2 ** (phys.length + 1);
  const state =
    precision === 'c64'
      ? new Float32Array(buffer, stateBase, length)
      : new Float64Array(buffer, stateBase, length);
  const reset = (): void => {
    state.fill(0);
    state[0] = 1;
  };
  reset();
  const first = wallMs();
  execute();
  return {
    cold: coldStart(planMs, compiled - start, wallMs() - first),
    passes: program.stages.length + (program.needFin ? 1 : 0),
    reset,
    execute,
    check: () => check(program, state),
  };
};

/** The prototype as it is best for the circuit: `pairs` gathers runs on two qubits by KAK. */
export const prototypeEngine = async (folder: string, pairs: boolean): Promise<Engine> => {
  const load = (file: string): Promise<unknown> => import(pathToFileURL(join(folder, file)).href);
  const { parseGl, lower, compile } = (await load('qjit.mjs')) as Compiler;
  const { consolidate } = (await load('kak.mjs')) as Consolidator;
  return {
    start: (circuit: Circuit, options) => {
      const start = wallMs();
      const choice = prototypeOptions(options);
      const lowered = lower(parseGl(gateList(circuit)), choice);
      const program = compile(pairs ? consolidate(lowered, 'kak') : lowered, choice);
      return run(program, options, wallMs() - start);
    },
  };
};
