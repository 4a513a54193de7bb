import type { Column } from './columns.ts';
import {
  ADD,
  CONSTANT,
  HIGH,
  LOAD,
  LOW,
  MULTIPLY,
  MULTIPLY_ADD,
  MULTIPLY_SUBTRACT,
  SELECT,
  SUBTRACT,
  type KernelCode,
} from './kernel-code.ts';
import { positionOf, scatterBits } from './layout.ts';
import type { Machine, MemoryMap } from './machine.ts';
import type { Kernel, Shape } from './plan.ts';
import type { Finish, Program, ProgramStage } from './program.ts';

type Numbers = Float32Array | Float64Array;

/** Tiles worked on at a time, which spreads the cost of finding out what to do. */
const BATCH = 64;

/**
 * Runs programs without WebAssembly: the same instructions in the same order, rounded the same, so
 * amplitudes are the same bit for bit as those of exact code.
 */
class Interpreter implements Machine {
  readonly buffer: ArrayBuffer;
  readonly #values: Numbers;
  readonly #shape: Shape;
  readonly #lanes: number;
  /** Rounds a product to the precision of an amplitude. */
  readonly #round: (value: number) => number;
  readonly #registers: Numbers[] = [];
  readonly #constants: Numbers[] = [];
  readonly #positions = new Float64Array(BATCH);

  constructor(map: MemoryMap, shape: Shape) {
    this.buffer = new ArrayBuffer(map.bytes);
    this.#shape = shape;
    this.#lanes = 1 << shape.laneQubits;
    const size = 2 ** (shape.qubits + 1);
    const narrow = shape.laneQubits === 2;
    this.#values = narrow
      ? new Float32Array(this.buffer, map.state, size)
      : new Float64Array(this.buffer, map.state, size);
    this.#round = narrow ? Math.fround : (value) => value;
  }

  run(program: Program): void {
    for (const part of program.stages) {
      for (let block = 0; block < part.blocks; block++) {
        const base = scatterBits(block, part.stage.outer);
        for (const { kernel, code } of part.kernels) this.#kernel(part, kernel, code, base);
        if (part.finish !== null) this.#finish(part, part.finish, block, base);
      }
    }
  }

  close(): void {
    // nothing to let go of
  }

  #numbers(size: number): Numbers {
    return this.#shape.laneQubits === 2 ? new Float32Array(size) : new Float64Array(size);
  }

  #kernel({ stage }: ProgramStage, kernel: Kernel, code: KernelCode, base: number): void {
    const { slots, inner, outer } = kernel;
    let outside = 0;
    for (const [k, { bit }] of outer.entries()) {
      outside |= ((base >> bit) & 1) << (inner.length + k);
    }
    const taken = new Set([...slots, ...inner].map(({ bit }) => bit));
    const free = stage.local.filter(
      (_, bit) => bit >= this.#shape.laneQubits && !taken.has(bit),
    );
    const slotBits = slots.map(({ bit }) => stage.local[bit]!);
    const slotAt = code.values.map((_, slot) => scatterBits(slot, slotBits));
    const offsets = slotAt.map((index) => positionOf(index, this.#shape.laneQubits));
    const innerBits = inner.map(({ bit }) => stage.local[bit]!);
    for (let v = 0; v < 2 ** inner.length; v++) {
      const combination = v + outside;
      this.#loadConstants(code, combination);
      const start = base | scatterBits(v, innerBits);
      const tiles = 2 ** free.length;
      for (let tile = 0; tile < tiles; tile += BATCH) {
        const count = Math.min(BATCH, tiles - tile);
        for (let k = 0; k < count; k++) {
          const index = start | scatterBits(tile + k, free);
          this.#positions[k] = positionOf(index, this.#shape.laneQubits);
        }
        this.#tiles(code, offsets, code.flips?.[combination] ?? code.flip, count);
      }
    }
  }

  #loadConstants({ constants, lanes }: KernelCode, combination: number): void {
    for (const [k, { values }] of constants.entries()) {
      const row = (this.#constants[k] ??= this.#numbers(this.#lanes));
      for (let lane = 0; lane < this.#lanes; lane++) {
        row[lane] = values[combination * lanes + (lanes === 1 ? 0 : lane)]!;
      }
    }
  }

  #register(node: number): Numbers {
    return (this.#registers[node] ??= this.#numbers(BATCH * this.#lanes));
  }

  #tiles(code: KernelCode, offsets: readonly number[], flip: number, count: number): void {
    const { nodes, values } = code;
    for (let k = 0; 4 * k < nodes.length; k++) {
      this.#instruction(k, nodes, offsets, count);
    }
    for (const [slot, { re, im }] of values.entries()) {
      const offset = offsets[slot ^ flip]!;
      this.#store(this.#register(re), offset, count);
      this.#store(this.#register(im), offset + this.#lanes, count);
    }
  }

  #store(from: Numbers, offset: number, count: number): void {
    for (let k = 0; k < count; k++) {
      const at = this.#positions[k]! + offset;
      for (let lane = 0; lane < this.#lanes; lane++) {
        this.#values[at + lane] = from[k * this.#lanes + lane]!;
      }
    }
  }

  #instruction(
    node: number,
    nodes: readonly number[],
    offsets: readonly number[],
    count: number,
  ): void {
    const [kind, p, q, r] = nodes.slice(4 * node, 4 * node + 4) as [number, number, number, number];
    const out = this.#register(node);
    const lanes = this.#lanes;
    const size = count * lanes;
    if (kind === LOAD) {
      const offset = offsets[p]! + q * lanes;
      for (let k = 0; k < size; k++) {
        out[k] = this.#values[this.#positions[Math.floor(k / lanes)]! + offset + (k % lanes)]!;
      }
      return;
    }
    if (kind === CONSTANT) {
      const row = this.#constants[p]!;
      for (let k = 0; k < size; k++) out[k] = row[k % lanes]!;
      return;
    }
    const a = this.#register(p);
    const b = this.#register(q);
    if (kind === LOW || kind === HIGH) {
      const bit = 1 << r;
      const high = kind === HIGH ? bit : 0;
      for (let k = 0; k < size; k++) {
        out[k] = ((k & bit) === 0 ? a : b)[(k & ~bit) | high]!;
      }
      return;
    }
    if (kind === ADD) for (let k = 0; k < size; k++) out[k] = a[k]! + b[k]!;
    if (kind === SUBTRACT) for (let k = 0; k < size; k++) out[k] = a[k]! - b[k]!;
    if (kind === MULTIPLY) for (let k = 0; k < size; k++) out[k] = a[k]! * b[k]!;
    if (kind < MULTIPLY_ADD) return;
    const c = this.#register(r);
    const round = this.#round;
    if (kind === MULTIPLY_ADD) {
      for (let k = 0; k < size; k++) out[k] = c[k]! + round(a[k]! * b[k]!);
    }
    if (kind === MULTIPLY_SUBTRACT) {
      for (let k = 0; k < size; k++) out[k] = c[k]! - round(a[k]! * b[k]!);
    }
    if (kind === SELECT) for (let k = 0; k < size; k++) out[k] = (c[k] === 0 ? b : a)[k]!;
  }

  #finish({ stage }: ProgramStage, finish: Finish, block: number, base: number): void {
    const chunkQubits = Math.min(this.#shape.chunkQubits, stage.local.length);
    const chunkBits = stage.local.slice(chunkQubits);
    for (let chunk = 0; chunk < 2 ** chunkBits.length; chunk++) {
      const start = base | scatterBits(chunk, chunkBits);
      const common = this.#product(finish.blocks, block, finish.chunks, chunk);
      for (let k = 0; k < 2 ** chunkQubits; k++) this.#scale(start | k, finish, common, k);
    }
  }

  #scale(index: number, { amplitudes }: Finish, common: Column, k: number): void {
    const factor = amplitudes === null ? common : this.#product(amplitudes, k, common, 0);
    const at = positionOf(index, this.#shape.laneQubits);
    const amplitude: Column = {
      re: Float64Array.of(this.#values[at]!),
      im: Float64Array.of(this.#values[at + this.#lanes]!),
    };
    const scaled = this.#product(amplitude, 0, factor, 0);
    this.#values[at] = scaled.re[0]!;
    this.#values[at + this.#lanes] = scaled.im[0]!;
  }

  /** The product of two complex numbers, rounded as vectors round it. */
  #product(a: Column, at: number, b: Column, bt: number): Column {
    const round = this.#round;
    const [x, y] = [round(a.re[at]!), round(a.im[at]!)];
    const [u, v] = [round(b.re[bt]!), round(b.im[bt]!)];
    return {
      re: Float64Array.of(round(round(x * u) - round(y * v))),
      im: Float64Array.of(round(round(x * v) + round(y * u))),
    };
  }
}

export const createInterpreter = (map: MemoryMap, shape: Shape): Machine =>
  new Interpreter(map, shape);
