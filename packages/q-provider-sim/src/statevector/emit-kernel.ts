import { invariant } from '@xdv/domain-model';
import { FunctionWriter, op, V128 } from '@xdv/wasm';
import type { AddressCode } from './address.ts';
import {
  ADD,
  LOAD,
  LOW,
  MULTIPLY,
  MULTIPLY_ADD,
  MULTIPLY_SUBTRACT,
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

/** The elements of two vectors that are 0, and those that are 1, in each lane qubit. */
const SHUFFLES = {
  wide: [[[0, 2]], [[1, 3]]],
  narrow: [
    [[0, 4, 2, 6], [0, 1, 4, 5]],
    [[1, 5, 3, 7], [2, 3, 6, 7]],
  ],
} as const;

// read once: they are written for every instruction
const { LOCAL_GET, LOCAL_SET, VECTOR_PREFIX } = op;

/** log2 of the bytes that a vector is aligned to. */
const ALIGN_VECTOR = 4;

/** Opcodes of the instructions from ADD to SELECT, on four float32 and on two float64. */
const OPCODES = {
  narrow: [
    op.F32X4_ADD,
    op.F32X4_SUB,
    op.F32X4_MUL,
    op.F32X4_RELAXED_MADD,
    op.F32X4_RELAXED_NMADD,
    op.V128_BITSELECT,
  ],
  wide: [
    op.F64X2_ADD,
    op.F64X2_SUB,
    op.F64X2_MUL,
    op.F64X2_RELAXED_MADD,
    op.F64X2_RELAXED_NMADD,
    op.V128_BITSELECT,
  ],
} as const;

/** Bytes of one instruction, a shuffle at most, and of storing one result. */
const INSTRUCTION_BYTES = 32;
const STORE_BYTES = 24;

class KernelEmitter {
  readonly writer: FunctionWriter;
  readonly #kernel: Kernel;
  readonly #code: KernelCode;
  readonly #table: KernelTable;
  readonly #target: Target;
  readonly #pointer: number;
  readonly #constants: number;
  readonly #stores: number[] = [];
  /** How far each slot is from the first, in bytes. */
  readonly #offsets: number[] = [0];
  readonly #opcodes: readonly number[];

  constructor(kernel: Kernel, code: KernelCode, table: KernelTable, target: Target) {
    const { type } = target.address;
    this.writer = new FunctionWriter([type, type]);
    this.#kernel = kernel;
    this.#code = code;
    this.#table = table;
    this.#target = target;
    this.#opcodes = OPCODES[target.shape.laneQubits === 2 ? 'narrow' : 'wide'];
    for (const { bit } of kernel.slots) {
      const step = 2 ** bitShift(bit, target.shape);
      for (let k = 0, count = this.#offsets.length; k < count; k++) {
        this.#offsets.push(this.#offsets[k]! + step);
      }
    }
    this.#pointer = this.writer.local(type);
    this.#constants = this.writer.local(type);
    if (code.flip < 0) {
      for (let slot = 0; 2 * slot < code.results.length; slot++) {
        this.#stores.push(this.writer.local(type));
      }
    }
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
      writer.op(address.multiply).op(address.add);
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
    const { nodes, results } = this.#code;
    const count = nodes.length / 4;
    const first = this.writer.locals(V128, count);
    invariant(first + count <= LOCALS_MAX, 'a kernel is too long', count);
    const out = new Uint8Array(INSTRUCTION_BYTES * count + STORE_BYTES * results.length);
    let end = 0;
    for (let at = 0, local = first; at < nodes.length; at += 4, local++) {
      const kind = nodes[at]!;
      if (kind < LOW) end = this.#load(out, end, kind, nodes[at + 1]!, nodes[at + 2]!);
      else if (kind < ADD) end = this.#shuffle(out, end, at, first);
      else end = this.#compute(out, end, at, first);
      out[end] = LOCAL_SET;
      out[end + 1] = (local & 0x7f) | 0x80;
      out[end + 2] = local >> 7;
      end += 3;
    }
    for (let part = 0; part < results.length; part++) {
      end = this.#store(out, end, part, first);
    }
    this.writer.encoded(out.subarray(0, end));
  }

  /** Encodes an instruction on vectors; numbers of locals are two bytes long, needed or not. */
  #compute(out: Uint8Array, start: number, at: number, first: number): number {
    const { nodes } = this.#code;
    const kind = nodes[at]!;
    const opcodes = this.#opcodes;
    const combined = kind === MULTIPLY_ADD || kind === MULTIPLY_SUBTRACT;
    const apart = combined && !this.#target.fused;
    let end = start;
    if (apart) end = writeGet(out, end, first + nodes[at + 3]!);
    end = writeGet(out, writeGet(out, end, first + nodes[at + 1]!), first + nodes[at + 2]!);
    if (apart) end = writeSimd(out, end, opcodes[MULTIPLY - ADD]!);
    else if (kind > MULTIPLY) end = writeGet(out, end, first + nodes[at + 3]!);
    const last = apart ? kind - (MULTIPLY_ADD - ADD) : kind;
    return writeSimd(out, end, opcodes[last - ADD]!);
  }

  #load(out: Uint8Array, start: number, kind: number, a: number, b: number): number {
    const isSlot = kind === LOAD;
    const offset = isSlot ? this.#offsets[a]! + 16 * b : 16 * a;
    const end = writeGet(out, start, isSlot ? this.#pointer : this.#constants);
    return writeAccess(out, end, op.V128_LOAD, offset);
  }

  #shuffle(out: Uint8Array, start: number, at: number, first: number): number {
    const { nodes } = this.#code;
    const table = this.#target.shape.laneQubits === 2 ? SHUFFLES.narrow : SHUFFLES.wide;
    const elements: readonly number[] = table[nodes[at]! - LOW]![nodes[at + 3]!]!;
    const width = 16 / elements.length;
    let end = writeGet(out, start, first + nodes[at + 1]!);
    end = writeSimd(out, writeGet(out, end, first + nodes[at + 2]!), op.I8X16_SHUFFLE);
    for (const element of elements) {
      for (let byte = 0; byte < width; byte++) out[end++] = element * width + byte;
    }
    return end;
  }

  #store(out: Uint8Array, start: number, part: number, first: number): number {
    const value = this.#code.results[part]!;
    const place = (part >> 1) ^ this.#code.flip;
    const dynamic = this.#stores[part >> 1];
    if (dynamic === undefined && value === 2 * place + (part & 1)) return start; // never moved
    let end = writeGet(out, start, this.#pointer);
    if (dynamic !== undefined) {
      end = writeGet(out, end, dynamic);
      out[end++] = this.#target.address.add;
    }
    end = writeGet(out, end, first + value);
    const offset = dynamic === undefined ? this.#offsets[place]! : 0;
    return writeAccess(out, end, op.V128_STORE, offset + 16 * (part & 1));
  }
}

/** Numbers that two bytes hold, seven bits each. */
const LOCALS_MAX = 2 ** 14;

const writeGet = (out: Uint8Array, at: number, local: number): number => {
  out[at] = LOCAL_GET;
  out[at + 1] = (local & 0x7f) | 0x80;
  out[at + 2] = local >> 7;
  return at + 3;
};

const writeSimd = (out: Uint8Array, at: number, opcode: number): number => {
  out[at] = VECTOR_PREFIX;
  out[at + 1] = (opcode & 0x7f) | 0x80;
  out[at + 2] = opcode >> 7;
  return at + 3;
};

const writeAccess = (out: Uint8Array, start: number, opcode: number, offset: number): number => {
  let end = writeSimd(out, start, opcode);
  out[end++] = ALIGN_VECTOR;
  let rest = offset;
  for (; rest >= 0x80; rest >>>= 7) out[end++] = (rest & 0x7f) | 0x80;
  out[end] = rest;
  return end + 1;
};

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
