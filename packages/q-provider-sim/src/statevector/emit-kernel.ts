import { FunctionWriter, I32, V128 } from '../wasm/writer.ts';
import type { AddressCode } from './address.ts';
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
import type { Kernel, Shape } from './plan.ts';

/** What code is made for. */
export interface Target {
  readonly shape: Shape;
  readonly address: AddressCode;
  /** Multiply and add in one rounding where the machine can: faster, but not the same on all. */
  readonly fused: boolean;
}

/** Bytes of one group: a vector of real parts and one of imaginary parts. */
export const GROUP_BYTES = 32;
const GROUP_SHIFT = 5;

/** log2 of how far apart in memory two values are that differ in `bit` of the index. */
export const bitShift = (bit: number, { laneQubits }: Shape): number =>
  GROUP_SHIFT + bit - laneQubits;

/** Where the constants of a kernel are, and how they are laid out. */
export interface KernelTable {
  readonly at: number;
  /** Bytes for each combination of outside qubits. */
  readonly stride: number;
  /** Where the addresses of slots that vary are among them. */
  readonly placesAt: number;
}

const SHUFFLES = {
  wide: { low: [[0, 2]], high: [[1, 3]] },
  narrow: { low: [[0, 4, 2, 6], [0, 1, 4, 5]], high: [[1, 5, 3, 7], [2, 3, 6, 7]] },
} as const;

const bytesOfLanes = (elements: readonly number[]): number[] => {
  const width = 16 / elements.length;
  return elements.flatMap((element) =>
    Array.from({ length: width }, (_, byte) => element * width + byte),
  );
};

/** Vector instructions on four float32 and on two float64. */
const ARITHMETIC = {
  narrow: { add: 228, subtract: 229, multiply: 230, fusedAdd: 0x105, fusedSubtract: 0x106 },
  wide: { add: 240, subtract: 241, multiply: 242, fusedAdd: 0x107, fusedSubtract: 0x108 },
} as const;

class KernelEmitter {
  readonly writer: FunctionWriter;
  readonly #kernel: Kernel;
  readonly #code: KernelCode;
  readonly #table: KernelTable;
  readonly #target: Target;
  readonly #locals: number[] = [];
  readonly #pointer: number;
  readonly #constants: number;
  readonly #stores: number[] = [];
  readonly #arithmetic: (typeof ARITHMETIC)['narrow' | 'wide'];

  constructor(kernel: Kernel, code: KernelCode, table: KernelTable, target: Target) {
    const { type } = target.address;
    this.writer = new FunctionWriter([type, type]);
    this.#kernel = kernel;
    this.#code = code;
    this.#table = table;
    this.#target = target;
    this.#arithmetic = ARITHMETIC[target.shape.laneQubits === 2 ? 'narrow' : 'wide'];
    this.#pointer = this.writer.local(type);
    this.#constants = this.writer.local(type);
    if (code.flips !== null) {
      for (let slot = 0; slot < code.values.length; slot++) {
        this.#stores.push(this.writer.local(type));
      }
    }
  }

  #slotOffset(slot: number): number {
    let offset = 0;
    for (const [k, { bit }] of this.#kernel.slots.entries()) {
      if ((slot >> k) % 2 !== 0) offset += 2 ** bitShift(bit, this.#target.shape);
    }
    return offset;
  }

  /** The constants of this block: outer qubits are the high bits of the combination. */
  #findConstants(): void {
    const { address, shape } = this.#target;
    const { outer, inner } = this.#kernel;
    const { writer } = this;
    address.constant(writer, this.#table.at);
    for (const [k, { bit }] of outer.entries()) {
      writer.get(1);
      address.constant(writer, bitShift(bit, shape)).op(address.shiftRight);
      address.constant(writer, 1).op(address.and);
      address.constant(writer, this.#table.stride * 2 ** (inner.length + k));
      writer.op(address.type === I32 ? 0x6c : 0x7e).op(address.add);
    }
    writer.set(this.#constants);
  }

  emit(): FunctionWriter {
    const { writer } = this;
    const { inner } = this.#kernel;
    const { address, shape } = this.#target;
    this.#findConstants();
    if (inner.length === 0) {
      this.#loop(0, 0);
      return writer;
    }
    const round = writer.local(address.type);
    const base = writer.local(address.type);
    let mask = 0;
    writer.loop().get(0);
    for (const [k, { bit }] of inner.entries()) {
      const shift = bitShift(bit, shape);
      mask += 2 ** shift;
      writer.get(round);
      address.constant(writer, k).op(address.shiftRight);
      address.constant(writer, 1).op(address.and);
      address.constant(writer, shift).op(address.shiftLeft).op(address.add);
    }
    writer.set(base);
    this.#loop(base, mask);
    writer.get(this.#constants);
    address.constant(writer, this.#table.stride).op(address.add).set(this.#constants);
    writer.get(round);
    address.constant(writer, 1).op(address.add).tee(round);
    address.constant(writer, 2 ** inner.length).op(address.isBelow).branchIf(0).end();
    return writer;
  }

  /** Every tile of the block whose inner qubits are as in `base`. */
  #loop(base: number, innerMask: number): void {
    const { writer } = this;
    const { address, shape } = this.#target;
    const offset = writer.local(address.type);
    let mask = innerMask;
    for (const { bit } of this.#kernel.slots) mask += 2 ** bitShift(bit, shape);
    for (const [slot, local] of this.#stores.entries()) {
      const at = this.#table.placesAt + 2 ** address.tableShift * slot;
      address.load(writer.get(this.#constants), at).set(local);
    }
    address.constant(writer, 0).set(offset).loop();
    writer.get(base).get(offset).op(address.add).set(this.#pointer);
    this.#body();
    writer.get(offset);
    address.constant(writer, mask).op(address.or);
    address.constant(writer, GROUP_BYTES).op(address.add);
    address.constant(writer, -1 - mask).op(address.and).tee(offset);
    const bytes = 2 ** bitShift(Math.min(shape.blockQubits, shape.qubits), shape);
    address.constant(writer, bytes).op(address.isBelow).branchIf(0).end();
  }

  #body(): void {
    const { nodes } = this.#code;
    for (let k = 0; 4 * k < nodes.length; k++) {
      const at = 4 * k;
      this.#instruction(nodes[at]!, nodes[at + 1]!, nodes[at + 2]!, nodes[at + 3]!);
      const local = this.writer.local(V128);
      this.#locals.push(local);
      this.writer.set(local);
    }
    for (const [slot, value] of this.#code.values.entries()) {
      this.#store(slot, 0, value.re);
      this.#store(slot, 1, value.im);
    }
  }

  #store(slot: number, part: number, value: number): void {
    const { writer } = this;
    const dynamic = this.#stores[slot];
    if (dynamic === undefined) {
      const place = slot ^ this.#code.flip;
      if (value === 2 * place + part) return; // it never moved
      writer.get(this.#pointer).get(this.#locals[value]!);
      writer.vectorStore(this.#slotOffset(place) + 16 * part);
      return;
    }
    writer.get(this.#pointer).get(dynamic).op(this.#target.address.add);
    writer.get(this.#locals[value]!).vectorStore(16 * part);
  }

  #instruction(kind: number, a: number, b: number, c: number): void {
    const { writer } = this;
    const get = (node: number): FunctionWriter => writer.get(this.#locals[node]!);
    const { add, subtract, multiply, fusedAdd, fusedSubtract } = this.#arithmetic;
    switch (kind) {
      case LOAD:
        writer.get(this.#pointer).vectorLoad(this.#slotOffset(a) + 16 * b);
        return;
      case CONSTANT:
        writer.get(this.#constants).vectorLoad(16 * a);
        return;
      case LOW:
      case HIGH:
        get(a);
        get(b).shuffle(this.#shuffle(kind === LOW, c));
        return;
      case ADD:
      case SUBTRACT:
      case MULTIPLY:
        get(a);
        get(b).simd(kind === ADD ? add : kind === SUBTRACT ? subtract : multiply);
        return;
      case SELECT:
        get(a);
        get(b);
        get(c).simd(82);
        return;
      case MULTIPLY_ADD:
      case MULTIPLY_SUBTRACT: {
        const plus = kind === MULTIPLY_ADD;
        if (this.#target.fused) {
          get(a);
          get(b);
          get(c).simd(plus ? fusedAdd : fusedSubtract);
          return;
        }
        get(c);
        get(a);
        get(b).simd(multiply).simd(plus ? add : subtract);
      }
    }
  }

  #shuffle(low: boolean, lane: number): number[] {
    const table = this.#target.shape.laneQubits === 2 ? SHUFFLES.narrow : SHUFFLES.wide;
    return bytesOfLanes((low ? table.low : table.high)[lane]!);
  }
}

/**
 * A function (block, offset) that runs a kernel on the block at address `block`; `offset` is where
 * the block lies in the state, which says what its outer qubits are.
 */
export const emitKernel = (
  kernel: Kernel,
  code: KernelCode,
  table: KernelTable,
  target: Target,
): FunctionWriter => new KernelEmitter(kernel, code, table, target).emit();
