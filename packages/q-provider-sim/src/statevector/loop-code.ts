import { FunctionWriter, I32, op, V128 } from '@xdv/wasm';
import { NARROW, WIDE, type AddressCode } from './address.ts';
import { ARITHMETIC } from './arithmetic.ts';
import { GROUP_BYTES } from './emit-kernel.ts';

/** What the loops are made for. */
export interface LoopsTarget {
  readonly laneQubits: number;
  /** Addresses are 64 bits wide. */
  readonly wide: boolean;
  readonly shared: boolean;
}

/**
 * Every function takes (a, b, near, far, touch, table, outer), `outer` being for sums alone;
 * addresses and masks are in groups. The bits that vary are `near`, one at least because groups
 * come in twos, and `far` above them. For every value of `far`, the first `touch` bytes of the page
 * are read beforehand, line after line: machines fetch lines ahead only where they are asked for
 * in order. In the table are the masks of the lanes at `a` and at `b`, the lane that each lane is
 * paired with as bytes to pick, the factors, and room for sums.
 */
export const LOOPS_TABLE = { masks: [0, 16], partners: 32, factors: 48, sums: 256 } as const;

export const PARAMS = { a: 0, b: 1, near: 2, far: 3, touch: 4, table: 5, outer: 6 } as const;

/** Bytes of a page, within which hardware fetches ahead, and of a cache line. */
export const PAGE_BYTES = 4096;
const LINE_BYTES = 64;

/** A value on the stack: writes the code that pushes it. */
export type Push = () => void;

/** Real and imaginary part of the amplitudes of a group. */
export type Group = readonly [re: number, im: number];

/** The code of one function under construction, and what all of them are made of. */
export class LoopCode {
  readonly writer: FunctionWriter;
  readonly address: AddressCode;
  /** Amplitudes are complex64, four to a group. */
  readonly narrow: boolean;
  /** Works on some lanes only, or pairs lanes with others. */
  readonly inLanes: boolean;
  /** Locals of the first amplitudes at `a` and at `b`, and of the table, as addresses. */
  readonly a: number;
  readonly b: number;
  readonly table: number;
  readonly #constants = new Map<number, number>();

  constructor({ laneQubits, wide }: LoopsTarget, inLanes: boolean) {
    this.address = wide ? WIDE : NARROW;
    this.narrow = laneQubits === 2;
    this.inLanes = inLanes;
    this.writer = new FunctionWriter(Object.keys(PARAMS).map(() => I32));
    this.a = this.scaled(PARAMS.a);
    this.b = this.scaled(PARAMS.b);
    this.table = this.writer.local(this.address.type);
    this.address.widen(this.writer.get(PARAMS.table)).set(this.table);
  }

  /** Vector instructions on the numbers of amplitudes. */
  get arithmetic(): (typeof ARITHMETIC)['narrow' | 'wide'] {
    return ARITHMETIC[this.narrow ? 'narrow' : 'wide'];
  }

  #local(): number {
    return this.writer.local(this.address.type);
  }

  /** A parameter in bytes instead of groups. */
  scaled(param: number): number {
    const local = this.#local();
    this.address.widen(this.writer.get(param));
    this.address.constant(this.writer, Math.log2(GROUP_BYTES));
    this.writer.op(this.address.shiftLeft).set(local);
    return local;
  }

  /** Runs a body for all values of the bits of a mask, in ascending order. */
  forEach(mask: number, body: (value: number) => void): void {
    const { writer } = this;
    const value = this.#local();
    this.address.constant(writer, 0).set(value);
    writer.loop();
    body(value);
    this.address.constant(writer, 0);
    writer.get(value).get(mask);
    writer.op(this.address.subtract).get(mask).op(this.address.and).tee(value);
    writer.op(this.address.isBelow).branchIf(0).end();
  }

  /** Reads the lines of the page of `from` + `offset`. */
  #touch(from: number, offset: number): void {
    const { writer } = this;
    const page = this.sum(from, offset);
    const end = this.#local();
    this.address.constant(writer.get(page), -PAGE_BYTES).op(this.address.and).tee(page);
    this.address.widen(writer.get(PARAMS.touch)).op(this.address.add).set(end);
    writer.block().loop();
    writer.get(page).get(end).op(this.address.isBelow).op(op.I32_EQZ).branchIf(1);
    writer.get(page).access(op.I32_LOAD, 2, 0).op(op.DROP);
    this.address.constant(writer.get(page), LINE_BYTES).op(this.address.add).set(page);
    writer.branch(0).end().end();
  }

  /**
   * Runs a body for all offsets from `start`, by pairs: the one with the lowest bit after the one
   * without. `touched` are where the pages lie that it works on.
   */
  forPairs(
    start: number | null,
    touched: readonly number[],
    body: (offset: number, parity: 0 | 1) => void,
  ): void {
    const { writer } = this;
    const near = this.scaled(PARAMS.near);
    const low = this.#local();
    const rest = this.#local();
    this.address.constant(writer, 0);
    writer.get(near);
    writer.op(this.address.subtract).get(near).op(this.address.and).set(low);
    writer.get(near).get(low);
    writer.op(this.address.subtract).set(rest);
    this.forEach(this.scaled(PARAMS.far), (far) => {
      const from = start === null ? far : this.sum(start, far);
      for (const address of touched) this.#touch(address, from);
      this.forEach(rest, (value) => {
        const even = this.sum(from, value);
        body(even, 0);
        body(this.sum(even, low), 1);
      });
    });
  }

  /** A new local for the sum of some. */
  sum(...addresses: readonly number[]): number {
    const sum = this.#local();
    for (const [k, address] of addresses.entries()) {
      this.writer.get(address);
      if (k > 0) this.writer.op(this.address.add);
    }
    this.writer.set(sum);
    return sum;
  }

  /** A new local for the vector on the stack. */
  keep(): number {
    const local = this.writer.local(V128);
    this.writer.set(local);
    return local;
  }

  /** The local of a vector of the table, which should be asked for before a loop first. */
  #constant(offset: number): number {
    let local = this.#constants.get(offset);
    if (local === undefined) {
      this.writer.get(this.table).vectorLoad(offset);
      local = this.keep();
      this.#constants.set(offset, local);
    }
    return local;
  }

  factor(k: number): number {
    return this.#constant(LOOPS_TABLE.factors + 16 * k);
  }

  /** Loads what a loop needs of the table: so many factors and what is to know about lanes. */
  loadConstants(factors: number): void {
    for (let k = 0; k < factors; k++) this.factor(k);
    if (!this.inLanes) return;
    for (const at of [...LOOPS_TABLE.masks, LOOPS_TABLE.partners]) this.#constant(at);
  }

  /** Puts the lanes of `a` where those of `b` are, and back. */
  #turn(): void {
    if (this.inLanes) {
      this.writer.get(this.#constant(LOOPS_TABLE.partners)).simd(op.I8X16_SWIZZLE);
    }
  }

  /** Loads a group; the lanes of `b` come where their partners of `a` are. */
  load(pointer: number, isB: boolean): Group {
    const [re, im] = [0, 16].map((offset) => {
      this.writer.get(pointer).vectorLoad(offset);
      if (isB) this.#turn();
      return this.keep();
    });
    return [re!, im!];
  }

  /** Stores real and imaginary parts, in the lanes that are meant. */
  store(pointer: number, isB: boolean, parts: readonly Push[]): void {
    for (const [k, push] of parts.entries()) {
      this.writer.get(pointer);
      push();
      if (isB) this.#turn();
      if (this.inLanes) {
        // read now: where both lanes of a pair are in one group, it has changed since
        this.writer.get(pointer).vectorLoad(16 * k);
        this.writer.get(this.#constant(LOOPS_TABLE.masks[isB ? 1 : 0])).simd(op.V128_BITSELECT);
      }
      this.writer.vectorStore(16 * k);
    }
  }
}
