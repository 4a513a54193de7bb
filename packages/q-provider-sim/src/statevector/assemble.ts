import { writeModule, type FunctionWriter } from '@xdv/wasm';
import { NARROW, WIDE } from './address.ts';
import type { Decisions } from './decisions.ts';
import { bitShift, emitKernel, type KernelTable, type Target } from './emit-kernel.ts';
import { emitFinish, emitStage, type FinishTable } from './emit-stage.ts';
import type { KernelCode } from './kernel-code.ts';
import type { Op } from './ops.ts';
import type { Kernel, Plan, Shape, Stage } from './plan.ts';
import { products } from './products.ts';
import type { Frame } from './settle.ts';
import { TableWriter } from './tables.ts';
import { Tracer } from './trace.ts';

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

/**
 * The factors of a block, of each of its chunks and of each amplitude of a chunk: complex numbers,
 * the real and the imaginary part of each in turn.
 */
export interface Finish {
  readonly blocks: Float64Array;
  readonly chunks: Float64Array;
  /** Null if these are all 1. */
  readonly amplitudes: Float64Array | null;
}

/** A kernel with its code and where the constants of that are. */
export interface ProgramKernel {
  readonly kernel: Kernel;
  readonly code: KernelCode;
  readonly table: KernelTable;
  /** For each outside combination, the bits in which a slot differs from the index of its value. */
  readonly flips: Int32Array;
}

/** One pass of a program, which can be split by blocks. */
export interface ProgramStage {
  readonly stage: Stage;
  readonly blocks: number;
  readonly kernels: readonly ProgramKernel[];
  readonly finish: Finish | null;
}

/** What angles do not change: the choices, and what they led to. */
export interface KnownCode {
  readonly decisions: Uint8Array;
  /** The code of every kernel of the plan. */
  readonly codes: readonly KernelCode[];
  readonly tableBytes: number;
}

/** Amplitudes between kernels stay within these powers of two of their true size, twice over. */
const SCALE_BITS = { narrow: 40, wide: 400 } as const;

const TRIVIAL = 1e-13;

const isOne = (numbers: Float64Array, k: number): boolean =>
  Math.abs(numbers[2 * k]! - 1) < TRIVIAL && Math.abs(numbers[2 * k + 1]!) < TRIVIAL;

const areOnes = (numbers: Float64Array, which: readonly number[]): boolean =>
  which.every((k) => isOne(numbers, k));

/** Bytes of tables that room is made for at first. */
const TABLE_ROOM = 2 ** 16;

const unitFactors = (qubits: number): Frame => {
  const factors = new Float64Array(2 * qubits);
  for (let qubit = 0; qubit < qubits; qubit++) factors[2 * qubit] = 1;
  return { factors, scale: Float64Array.of(1, 0) };
};

/** Where a stage's own tables are. */
interface StagePlaces {
  readonly chunks: number | null;
  readonly finish: FinishTable | null;
}

/** The tables of one program and the code that reads them. */
export class Assembly {
  readonly tables: TableWriter;
  readonly stages: readonly ProgramStage[];
  readonly codes: KernelCode[] = [];
  readonly #places: readonly StagePlaces[];
  readonly #decisions: Decisions;
  readonly #target: Target;
  readonly #options: ProgramOptions;
  readonly #plan: Plan;

  /** `known` is the code that decided alike, if there is one: then only numbers are found. */
  constructor(
    plan: Plan,
    ops: readonly Op[],
    entry: Entry,
    options: ProgramOptions,
    decisions: Decisions,
    known: KnownCode | null,
  ) {
    const { shape, fused, wide } = options;
    this.#plan = plan;
    this.#options = options;
    this.#decisions = decisions;
    this.#target = { shape, fused, address: wide ? WIDE : NARROW };
    const room = known?.tableBytes ?? TABLE_ROOM;
    this.tables = new TableWriter(TABLES_AT, shape, this.#target.address, room);
    const frame = unitFactors(shape.qubits);
    const stages = this.#trace(ops, frame, known);
    this.stages = this.#withFinish(stages, frame, entry);
    this.#places = this.stages.map((stage) => this.#addStage(stage));
  }

  /** The stages that do something. */
  #trace(ops: readonly Op[], frame: Frame, known: KnownCode | null): ProgramStage[] {
    const { shape, generic } = this.#options;
    const scaleBits = shape.laneQubits === 2 ? SCALE_BITS.narrow : SCALE_BITS.wide;
    const decisions = this.#decisions;
    const tracer = new Tracer(frame, { shape, decisions, generic, scaleBits });
    const { builder, factors } = tracer;
    const stages: ProgramStage[] = [];
    for (const stage of this.#plan.stages) {
      const kernels: ProgramKernel[] = [];
      for (const kernel of stage.kernels) {
        const flip = tracer.trace(kernel, ops);
        const code = known === null ? builder.code(flip) : known.codes[this.codes.length]!;
        this.codes.push(code);
        if (code.isEmpty) continue;
        const table = this.tables.kernel(kernel, builder, factors, flip < 0);
        kernels.push({ kernel, code, table, flips: factors.flips });
      }
      if (kernels.length === 0) continue;
      stages.push({ stage, blocks: 2 ** stage.outer.length, kernels, finish: null });
    }
    return stages;
  }

  /** The same with the factors that are left on the last stage. */
  #withFinish(stages: ProgramStage[], frame: Frame, entry: Entry): ProgramStage[] {
    const { places } = this.#plan;
    const { factors, scale } = frame;
    // code for any angle has to reckon with signs
    const { generic } = this.#options;
    const ones = isOne(scale, 0) && places.every((_, qubit) => isOne(factors, qubit));
    const trivial = ones && !generic;
    if (this.#decisions.take(trivial ? 0 : 1, 1 << 1) === 0) return stages;
    const last = stages.pop() ?? this.#wholeStage(entry);
    const finish = this.#finish(last.stage, frame);
    return [...stages, { ...last, finish }];
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

  #finish({ local, outer }: Stage, { factors, scale }: Frame): Finish {
    const { shape, generic } = this.#options;
    const { chunkQubits } = shape;
    const qubitAt: number[] = [];
    for (const [qubit, place] of this.#plan.places.entries()) qubitAt[place] = qubit;
    const of = (bits: readonly number[]): number[] => bits.map((bit) => qubitAt[bit]!);
    const lowest = of(local.slice(0, chunkQubits));
    const skipped = this.#decisions.take(!generic && areOnes(factors, lowest) ? 1 : 0, 1) === 1;
    return {
      blocks: products(factors, of(outer), scale[0]!, scale[1]!),
      chunks: products(factors, of(local.slice(chunkQubits)), 1, 0),
      amplitudes: skipped ? null : products(factors, lowest, 1, 0),
    };
  }

  #addStage({ stage, finish }: ProgramStage): StagePlaces {
    const { tables } = this;
    const contiguous = stage.local.every((bit, k) => bit === k);
    const offsets = contiguous ? null : chunkOffsets(stage, this.#target.shape);
    const chunks = offsets === null ? null : tables.addresses(offsets);
    if (finish === null) return { chunks, finish };
    const { amplitudes } = finish;
    const table: FinishTable = {
      blocks: tables.splats(finish.blocks),
      chunks: tables.splats(finish.chunks),
      amplitudes: amplitudes === null ? null : tables.packed(amplitudes),
    };
    return { chunks, finish: table };
  }

  /** The module: a function for each kernel and an exported one for each stage. */
  binary(): Uint8Array<ArrayBuffer> {
    const { shared, wide, state } = this.#options;
    const target = this.#target;
    const functions: FunctionWriter[] = [];
    const exports: Record<string, number> = {};
    for (const [k, { stage, kernels }] of this.stages.entries()) {
      const { chunks, finish } = this.#places[k]!;
      const calls = kernels.map(
        ({ kernel, code, table }) => functions.push(emitKernel(kernel, code, table, target)) - 1,
      );
      const last = finish === null ? null : functions.push(emitFinish(finish, target)) - 1;
      exports[`stage${k}`] = functions.length;
      functions.push(emitStage(stage, { state, chunks, kernels: calls, finish: last }, target));
    }
    return writeModule(functions, exports, { shared, wide });
  }

  /** Where qubits are at the end; `names` says which one each stands for. */
  exit(names: readonly number[]): Entry {
    const places = names.map((name) => this.#plan.places[name]!);
    let live = 0;
    for (const [qubit, name] of names.entries()) live |= ((this.#plan.live >> name) & 1) << qubit;
    return { places, live };
  }
}

/** Offset in bytes of each chunk of a block that is gathered. */
const chunkOffsets = ({ local }: Stage, shape: Shape): number[] => {
  const offsets = [0];
  for (const bit of local.slice(shape.chunkQubits)) {
    const step = 2 ** bitShift(bit, shape);
    for (let k = 0, count = offsets.length; k < count; k++) offsets.push(offsets[k]! + step);
  }
  return offsets;
};
