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
import type { Shape } from './plan.ts';
import { TABLES_AT, type Finish, type ProgramKernel, type ProgramStage } from './assemble.ts';
import type { Program } from './program.ts';

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
  /** The tables of the program that runs. */
  #tables: Numbers = new Float64Array(0);
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
    const { buffer, byteOffset, length } = program.tables;
    this.#tables = this.#shape.laneQubits === 2
      ? new Float32Array(buffer, byteOffset, length / 4)
      : new Float64Array(buffer, byteOffset, length / 8);
    for (const part of program.stages) {
      for (let block = 0; block < part.blocks; block++) {
        const base = scatterBits(block, part.stage.outer);
        for (const kernel of part.kernels) this.#kernel(part, kernel, base);
        if (part.finish !== null) this.#finish(part, part.finish, block, base);
      }
    }
  }

  load(): null {
    return null;
  }

  close(): void {
    // nothing to let go of
  }

  #numbers(size: number): Numbers {
    return this.#shape.laneQubits === 2 ? new Float32Array(size) : new Float64Array(size);
  }

  #kernel({ stage }: ProgramStage, program: ProgramKernel, base: number): void {
    const { code, flips } = program;
    const { slots, inner, outer } = program.kernel;
    let outside = 0;
    for (const [k, { bit }] of outer.entries()) {
      outside |= ((base >> bit) & 1) << (inner.length + k);
    }
    const taken = new Set([...slots, ...inner].map(({ bit }) => bit));
    const free = stage.local.filter(
      (_, bit) => bit >= this.#shape.laneQubits && !taken.has(bit),
    );
    const slotBits = slots.map(({ bit }) => stage.local[bit]!);
    const slotAt = Array.from({ length: 1 << slots.length }, (_, k) => scatterBits(k, slotBits));
    const offsets = slotAt.map((index) => positionOf(index, this.#shape.laneQubits));
    const innerBits = inner.map(({ bit }) => stage.local[bit]!);
    for (let v = 0; v < 2 ** inner.length; v++) {
      const combination = v + outside;
      this.#loadConstants(program, combination);
      const start = base | scatterBits(v, innerBits);
      const tiles = 2 ** free.length;
      for (let tile = 0; tile < tiles; tile += BATCH) {
        const count = Math.min(BATCH, tiles - tile);
        for (let k = 0; k < count; k++) {
          const index = start | scatterBits(tile + k, free);
          this.#positions[k] = positionOf(index, this.#shape.laneQubits);
        }
        this.#tiles(code, offsets, flips[combination]!, count);
      }
    }
  }

  #loadConstants({ code, table }: ProgramKernel, combination: number): void {
    const lanes = this.#lanes;
    const row = ((table.at - TABLES_AT + combination * table.stride) / 16) * lanes;
    for (let k = 0; k < code.constants; k++) {
      const from = row + k * lanes;
      (this.#constants[k] ??= this.#numbers(lanes)).set(this.#tables.subarray(from, from + lanes));
    }
  }

  #register(node: number): Numbers {
    return (this.#registers[node] ??= this.#numbers(BATCH * this.#lanes));
  }

  #tiles(code: KernelCode, offsets: readonly number[], flip: number, count: number): void {
    const { nodes, results } = code;
    for (let k = 0; 4 * k < nodes.length; k++) {
      this.#instruction(k, nodes, offsets, count);
    }
    for (const [part, node] of results.entries()) {
      const offset = offsets[(part >> 1) ^ flip]! + (part & 1) * this.#lanes;
      this.#store(this.#register(node), offset, count);
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
    nodes: Int32Array,
    offsets: readonly number[],
    count: number,
  ): void {
    const [kind = 0, p = 0, q = 0, r = 0] = nodes.subarray(4 * node, 4 * node + 4);
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

  #scale(index: number, { amplitudes }: Finish, common: Float64Array, k: number): void {
    const factor = amplitudes === null ? common : this.#product(amplitudes, k, common, 0);
    const at = positionOf(index, this.#shape.laneQubits);
    const amplitude = Float64Array.of(this.#values[at]!, this.#values[at + this.#lanes]!);
    const [re = 0, im = 0] = this.#product(amplitude, 0, factor, 0);
    this.#values[at] = re;
    this.#values[at + this.#lanes] = im;
  }

  /** The product of complex numbers at of a and bt of b, rounded as vectors round it. */
  #product(a: Float64Array, at: number, b: Float64Array, bt: number): Float64Array {
    const round = this.#round;
    const [x, y] = [round(a[2 * at]!), round(a[2 * at + 1]!)];
    const [u, v] = [round(b[2 * bt]!), round(b[2 * bt + 1]!)];
    return Float64Array.of(
      round(round(x * u) - round(y * v)),
      round(round(x * v) + round(y * u)),
    );
  }
}

export const createInterpreter = (map: MemoryMap, shape: Shape): Machine =>
  new Interpreter(map, shape);
