import type { AddressCode } from './address.ts';
import { bitShift, type KernelTable } from './emit-kernel.ts';
import type { KernelBuilder } from './kernel-code.ts';
import type { Kernel, Shape } from './plan.ts';
import type { TileFactors } from './tile-factors.ts';

/** Bytes laid out for a program: constants of kernels, addresses, factors. */
export class TableWriter {
  #bytes: Uint8Array;
  #view: DataView;
  #floats: Float32Array | Float64Array;
  #length = 0;
  readonly #base: number;
  readonly #shape: Shape;
  readonly #address: AddressCode;
  /** Numbers in a vector. */
  readonly #width: number;

  /** `base` is the address that the first byte will have; `room` a guess of the bytes there are. */
  constructor(base: number, shape: Shape, address: AddressCode, room: number) {
    this.#base = base;
    this.#shape = shape;
    this.#address = address;
    this.#width = 1 << shape.laneQubits;
    this.#bytes = new Uint8Array(Math.ceil(room / 16) * 16);
    this.#view = new DataView(this.#bytes.buffer);
    this.#floats = this.#asFloats();
  }

  #asFloats(): Float32Array | Float64Array {
    const { buffer } = this.#bytes;
    return this.#width === 4 ? new Float32Array(buffer) : new Float64Array(buffer);
  }

  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  /** Room for `size` bytes; returns where it starts in this table. */
  #take(size: number): number {
    const at = this.#length;
    this.#length += Math.ceil(size / 16) * 16;
    if (this.#length > this.#bytes.length) {
      const grown = new Uint8Array(2 * this.#length);
      grown.set(this.#bytes.subarray(0, at));
      this.#bytes = grown;
      this.#view = new DataView(grown.buffer);
      this.#floats = this.#asFloats();
    }
    return at;
  }

  #addressAt(at: number, value: number): void {
    if (this.#address.tableShift === 2) this.#view.setInt32(at, value, true);
    else this.#view.setBigInt64(at, BigInt(value), true);
  }

  /**
   * The constants of a kernel, for every combination of its outside qubits, and the places of its
   * slots if they vary.
   */
  kernel(
    kernel: Kernel,
    builder: KernelBuilder,
    factors: TileFactors,
    varying: boolean,
  ): KernelTable {
    const { outsides } = factors;
    const slots = factors.at.length;
    const placesAt = 16 * builder.constantCount;
    const slotBytes = varying ? slots << this.#address.tableShift : 0;
    const stride = placesAt + Math.ceil(slotBytes / 16) * 16;
    const at = this.#take(outsides * stride);
    for (let k = 0; k < builder.constantCount; k++) {
      const entry = builder.constants[k]!;
      if (entry < 0) this.#masks(at + 16 * k, stride, outsides, -1 - entry);
      else this.#constants(at + 16 * k, stride, factors, entry);
    }
    for (let v = 0; v < outsides && varying; v++) {
      const row = at + v * stride + placesAt;
      for (let slot = 0; slot < slots; slot++) {
        const offset = this.#slotOffset(kernel, slot ^ factors.flips[v]!);
        this.#addressAt(row + (slot << this.#address.tableShift), offset);
      }
    }
    return { at: this.#base + at, stride, placesAt };
  }

  #slotOffset({ slots }: Kernel, index: number): number {
    let offset = 0;
    for (let k = 0; k < slots.length; k++) {
      if (((index >> k) & 1) !== 0) offset += 2 ** bitShift(slots[k]!.bit, this.#shape);
    }
    return offset;
  }

  /** One constant in every row: `entry` is twice where its numbers start, plus 1 if negated. */
  #constants(at: number, stride: number, factors: TileFactors, entry: number): void {
    const floats = this.#floats;
    const width = this.#width;
    const x = factors.columns.numbers;
    const { outsides, lanes } = factors;
    const sign = (entry & 1) === 0 ? 1 : -1;
    const step = stride * (width / 16);
    let from = entry >> 1;
    let to = at * (width / 16);
    for (let v = 0; v < outsides; v++) {
      if (lanes === 1) {
        const value = sign * x[from]!;
        floats[to] = value;
        floats[to + 1] = value;
        if (width === 4) {
          floats[to + 2] = value;
          floats[to + 3] = value;
        }
      } else {
        for (let lane = 0; lane < width; lane++) floats[to + lane] = sign * x[from + 2 * lane]!;
      }
      from += 2 * lanes;
      to += step;
    }
  }

  /** All bits of the lanes where a lane qubit is 1, in every row. */
  #masks(at: number, stride: number, rows: number, lane: number): void {
    const bytes = 16 / this.#width;
    for (let row = 0; row < rows; row++) {
      for (let k = 0; k < this.#width; k++) {
        const from = at + row * stride + k * bytes;
        this.#bytes.fill(((k >> lane) & 1) === 0 ? 0 : 0xff, from, from + bytes);
      }
    }
  }

  /** Addresses, one after the other. Returns where they are. */
  addresses(values: readonly number[]): number {
    const width = 2 ** this.#address.tableShift;
    const at = this.#take(values.length * width);
    for (let k = 0; k < values.length; k++) this.#addressAt(at + k * width, values[k]!);
    return this.#base + at;
  }

  /** Complex numbers, each a vector of real parts and one of imaginary parts. Returns where. */
  splats(numbers: Float64Array): number {
    const width = this.#width;
    const at = this.#take(numbers.length * 16);
    let to = (at / 16) * width;
    for (let k = 0; k < numbers.length; k++) {
      const value = numbers[k]!;
      for (let lane = 0; lane < width; lane++) this.#floats[to++] = value;
    }
    return this.#base + at;
  }

  /** Complex numbers packed as amplitudes are: vectors of neighbours. Returns where. */
  packed(numbers: Float64Array): number {
    const width = this.#width;
    const at = this.#take(Math.max(2 * width, numbers.length) * (16 / width));
    let to = (at / 16) * width;
    for (let from = 0; from < numbers.length; from += 2 * width) {
      for (let part = 0; part < 2; part++) {
        for (let lane = 0; lane < width; lane++) {
          this.#floats[to++] = numbers[from + 2 * lane + part]!;
        }
      }
    }
    return this.#base + at;
  }
}
