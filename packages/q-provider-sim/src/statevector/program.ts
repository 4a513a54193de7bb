import type { SlotGate } from '../engine/state.ts';
import { writeModule, type FunctionWriter } from '../wasm/writer.ts';
import { NARROW, WIDE } from './address.ts';
import type { Column } from './columns.ts';
import type { Complex } from './complex.ts';
import { Decisions } from './decisions.ts';
import { bitShift, emitKernel, type Target } from './emit-kernel.ts';
import { emitFinish, emitStage } from './emit-stage.ts';
import type { KernelCode } from './kernel-code.ts';
import { fuseRuns } from './fuse.ts';
import { lower, type Lowered } from './lower.ts';
import { planOps, tabulate, type Kernel, type Plan, type Shape, type Stage } from './plan.ts';
import { products } from './products.ts';
import { TableWriter } from './tables.ts';
import { Tracer, type Frame, type TraceOptions } from './trace.ts';

/** Address of a program's tables. */
export const TABLES_AT = 64;

/** Where a program starts from. */
export interface Entry {
  /** Bit of the index that each qubit is. */
  readonly places: readonly number[];
  /** Qubits that may be 1. */
  readonly live: number;
}

/** What programs are made for. */
export interface ProgramOptions {
  readonly shape: Shape;
  readonly wide: boolean;
  readonly shared: boolean;
  readonly fused: boolean;
  /** One code for all angles instead of the best for these. */
  readonly generic: boolean;
  /** Address of amplitude zero. */
  readonly state: number;
}

/** The factors of a block, of each of its chunks and of each amplitude of a chunk. */
export interface Finish {
  readonly blocks: Column;
  readonly chunks: Column;
  /** Null if these are all 1. */
  readonly amplitudes: Column | null;
}

/** One pass of a program, which can be split by blocks. */
export interface ProgramStage {
  readonly stage: Stage;
  readonly blocks: number;
  readonly kernels: readonly { readonly kernel: Kernel; readonly code: KernelCode }[];
  readonly finish: Finish | null;
}

/** A circuit as code that is ready to be compiled and run. */
export interface Program {
  readonly stages: readonly ProgramStage[];
  /** Bytes to put at {@link TABLES_AT} before running. */
  readonly tables: Uint8Array;
  /** Where the qubits are afterwards, and which may be 1. */
  readonly exit: Entry;
  /** The module's binary; the same for all programs of a structure. */
  readonly code: CodeOfProgram;
}

/** The part of a program that angles do not change. */
export interface CodeOfProgram {
  readonly binary: Uint8Array<ArrayBuffer>;
}

/** Amplitudes stay within these powers of two of their true size. */
const SCALE_BITS = { narrow: 40, wide: 400 } as const;

const CHUNK_TRIVIAL = 1e-13;

const isOne = ([re, im]: Complex): boolean =>
  Math.abs(re - 1) < CHUNK_TRIVIAL && Math.abs(im) < CHUNK_TRIVIAL;

interface Traced {
  readonly codes: readonly (readonly KernelCode[])[];
  readonly frame: Frame;
}

const traceAll = (
  plan: Plan,
  { ops }: Lowered,
  { shape, generic }: ProgramOptions,
  decisions: Decisions,
): Traced => {
  const factors = Array.from({ length: shape.qubits }, (): Complex => [1, 0]);
  const frame: Frame = { factors, scale: [1, 0] };
  const scaleBits = shape.laneQubits === 2 ? SCALE_BITS.narrow : SCALE_BITS.wide;
  const options: TraceOptions = { shape, decisions, generic, scaleBits };
  const codes = plan.stages.map(({ kernels }) =>
    kernels.map((kernel) => {
      const tracer = new Tracer(kernel, ops, frame, options);
      for (const op of kernel.ops) tracer.perform(ops[op]!);
      tracer.finish();
      return tracer.code;
    }),
  );
  return { codes, frame };
};

/** Codes of one structure that are kept. */
const CODES_MAX = 16;

/** What is planned once for all circuits that differ in angles alone. */
export class Structure {
  readonly #plan: Plan;
  readonly #entry: Entry;
  readonly #options: ProgramOptions;
  readonly #codes = new Map<string, CodeOfProgram>();
  /** What code for any angle is like, recorded with angles that are nothing special. */
  readonly #generic: readonly number[] | null;

  constructor(gates: readonly SlotGate[], entry: Entry, options: ProgramOptions) {
    this.#entry = entry;
    this.#options = options;
    const lowered = this.#lower(options.generic ? withProbes(gates) : gates);
    this.#plan = planOps(tabulate(lowered.ops), options.shape, entry.places, entry.live);
    this.#generic = options.generic ? this.#assemble(lowered, new Decisions()).decisions : null;
  }

  /**
   * The program for these angles: the same whatever was bound before. Its code is shared with
   * programs that decided alike.
   */
  bind(gates: readonly SlotGate[]): Program {
    const lowered = this.#lower(gates);
    const { assembly, decisions } = this.#assemble(lowered, new Decisions(this.#generic));
    const key = decisions.join();
    let code = this.#codes.get(key);
    if (code === undefined) {
      if (this.#codes.size >= CODES_MAX) this.#codes.clear();
      code = { binary: assembly.binary() };
      this.#codes.set(key, code);
    }
    return {
      stages: assembly.stages,
      tables: assembly.tables.bytes(),
      exit: assembly.exit(lowered.names),
      code,
    };
  }

  /** Canonical forms depend on angles in ways that code for all angles cannot follow. */
  #lower(gates: readonly SlotGate[]): Lowered {
    const { shape, generic } = this.#options;
    const lowered = lower(gates, shape.qubits);
    return generic ? lowered : { ...lowered, ops: fuseRuns(lowered.ops, shape.qubits) };
  }

  #assemble(lowered: Lowered, decisions: Decisions) {
    const traced = traceAll(this.#plan, lowered, this.#options, decisions);
    const assembly = new Assembly(this.#plan, traced, decisions, this.#options, this.#entry);
    return { assembly, decisions: decisions.list };
  }
}

/** The gates with angles that are nothing special: the golden ratio spreads them. */
const withProbes = (gates: readonly SlotGate[]): SlotGate[] => {
  let count = 0;
  return gates.map((gate) => {
    const params = gate.params.map(() => 0.1 + 2.8 * ((++count * 0.618033988749895) % 1));
    return { ...gate, params };
  });
};

/** Tables and code of one program. */
class Assembly {
  readonly tables: TableWriter;
  readonly stages: readonly ProgramStage[];
  readonly #functions: (() => FunctionWriter)[] = [];
  readonly #exports: Record<string, number> = {};
  readonly #target: Target;
  readonly #options: ProgramOptions;
  readonly #plan: Plan;

  constructor(
    plan: Plan,
    traced: Traced,
    decisions: Decisions,
    options: ProgramOptions,
    entry: Entry,
  ) {
    const { shape, fused, wide } = options;
    this.#plan = plan;
    this.#options = options;
    this.#target = { shape, fused, address: wide ? WIDE : NARROW };
    this.tables = new TableWriter(TABLES_AT, shape, this.#target.address);
    this.stages = this.#collect(traced, decisions, entry);
    for (const [k, stage] of this.stages.entries()) this.#addStage(k, stage);
  }

  /** The stages that do something, the last of them with the factors that are left. */
  #collect({ codes, frame }: Traced, decisions: Decisions, entry: Entry): ProgramStage[] {
    const stages = this.#plan.stages.map((stage, k): ProgramStage => {
      const all = stage.kernels.map((kernel, j) => ({ kernel, code: codes[k]![j]! }));
      const kernels = all.filter(({ code }) => !code.isEmpty);
      return { stage, blocks: 2 ** stage.outer.length, kernels, finish: null };
    });
    const busy = stages.filter(({ kernels }) => kernels.length > 0);
    const factors = this.#factorsByPlace(frame);
    const trivial = isOne(frame.scale) && factors.every(isOne);
    if (decisions.take(trivial ? 0 : 1, (recorded) => recorded === 1) === 0) return busy;
    const last = busy.pop() ?? this.#wholeStage(entry);
    const finish = this.#finish(last.stage, factors, frame.scale, decisions);
    return [...busy, { ...last, finish }];
  }

  #factorsByPlace({ factors }: Frame): Complex[] {
    const out: Complex[] = [];
    for (const [qubit, place] of this.#plan.places.entries()) {
      out[place] = factors[qubit]!;
    }
    return out;
  }

  /** A stage that works on nothing but the factors. */
  #wholeStage(entry: Entry): ProgramStage {
    const { qubits, blockQubits } = this.#options.shape;
    const local = Array.from({ length: Math.min(qubits, blockQubits) }, (_, bit) => bit);
    const outer: number[] = [];
    for (const [qubit, place] of entry.places.entries()) {
      if (place >= blockQubits && (entry.live >> qubit) % 2 !== 0) outer.push(place);
    }
    const stage = { kernels: [], local, outer: outer.sort((a, b) => a - b) };
    return { stage, blocks: 2 ** outer.length, kernels: [], finish: null };
  }

  #finish(
    { local, outer }: Stage,
    factors: readonly Complex[],
    scale: Complex,
    decisions: Decisions,
  ): Finish {
    const { chunkQubits } = this.#options.shape;
    const of = (bits: readonly number[]): Complex[] => bits.map((bit) => factors[bit]!);
    const lowest = of(local.slice(0, chunkQubits));
    const plain = lowest.every(isOne) ? 1 : 0;
    const skipped = decisions.take(plain, (recorded) => recorded === 0) === 1;
    return {
      blocks: products(of(outer), scale),
      chunks: products(of(local.slice(chunkQubits)), [1, 0]),
      amplitudes: skipped ? null : products(lowest, [1, 0]),
    };
  }

  #addStage(index: number, { stage, kernels, finish }: ProgramStage): void {
    const target = this.#target;
    const { shape } = target;
    const calls = kernels.map(({ kernel, code }) => {
      const table = this.tables.kernel(kernel, code);
      return this.#functions.push(() => emitKernel(kernel, code, table, target)) - 1;
    });
    const contiguous = stage.local.every((bit, k) => bit === k);
    const offsets = contiguous ? null : chunkOffsets(stage, shape);
    const chunks = offsets === null ? null : this.tables.addresses(offsets);
    const finished = finish === null ? null : this.#addFinish(finish);
    this.#exports[`stage${index}`] = this.#functions.length;
    const table = { state: this.#options.state, chunks, kernels: calls, finish: finished };
    this.#functions.push(() => emitStage(stage, table, target));
  }

  #addFinish({ blocks, chunks, amplitudes }: Finish): number {
    const table = {
      blocks: this.tables.splats(blocks.re, blocks.im),
      chunks: this.tables.splats(chunks.re, chunks.im),
      amplitudes: amplitudes === null ? null : this.tables.packed(amplitudes.re, amplitudes.im),
    };
    return this.#functions.push(() => emitFinish(table, this.#target)) - 1;
  }

  binary(): Uint8Array<ArrayBuffer> {
    const { shared, wide } = this.#options;
    return writeModule(this.#functions.map((make) => make()), this.#exports, { shared, wide });
  }

  exit(names: readonly number[]): Entry {
    const places = names.map((name) => this.#plan.places[name]!);
    let live = 0;
    for (const [qubit, name] of names.entries()) live |= ((this.#plan.live >> name) & 1) << qubit;
    return { places, live };
  }
}

/** Offset in bytes of each chunk of a block that is gathered. */
const chunkOffsets = ({ local }: Stage, shape: Shape): readonly number[] => {
  const bits = local.slice(shape.chunkQubits);
  return Array.from({ length: 2 ** bits.length }, (_, chunk) =>
    bits.reduce(
      (sum, bit, k) => ((chunk >> k) % 2 === 0 ? sum : sum + 2 ** bitShift(bit, shape)),
      0,
    ),
  );
};
