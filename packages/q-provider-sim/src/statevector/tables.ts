import type { AddressCode } from './address.ts';
import { bitShift, type KernelTable } from './emit-kernel.ts';
import type { KernelCode } from './kernel-code.ts';
import type { Kernel, Shape } from './plan.ts';

/** Bytes laid out for a program: constants of kernels, addresses, factors. */
export class TableWriter {
  #bytes = new Uint8Array(2 ** 16);
  #view = new DataView(this.#bytes.buffer);
  #floats: Float32Array | Float64Array;
  #length = 0;
  readonly #base: number;
  readonly #shape: Shape;
  readonly #address: AddressCode;

  /** `base` is the address that the first byte will have. */
  constructor(base: number, shape: Shape, address: AddressCode) {
    this.#base = base;
    this.#shape = shape;
    this.#address = address;
    this.#floats = this.#asFloats();
  }

  #asFloats(): Float32Array | Float64Array {
    const { buffer } = this.#bytes;
    return this.#shape.laneQubits === 2 ? new Float32Array(buffer) : new Float64Array(buffer);
  }

  get end(): number {
    return this.#base + this.#length;
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

  #vector(at: number, values: (lane: number) => number): void {
    const lanes = 1 << this.#shape.laneQubits;
    const first = (at / 16) * lanes;
    for (let lane = 0; lane < lanes; lane++) this.#floats[first + lane] = values(lane);
  }

  #mask(at: number, isSet: (lane: number) => boolean): void {
    const width = 16 / 2 ** this.#shape.laneQubits;
    for (let byte = 0; byte < 16; byte++) {
      this.#bytes[at + byte] = isSet(Math.floor(byte / width)) ? 0xff : 0;
    }
  }

  #addressAt(at: number, value: number): void {
    if (this.#address.tableShift === 2) this.#view.setInt32(at, value, true);
    else this.#view.setBigInt64(at, BigInt(value), true);
  }

  /** The constants of a kernel, for every combination of its outside qubits. */
  kernel({ slots, inner, outer }: Kernel, code: KernelCode): KernelTable {
    const outsides = 2 ** (inner.length + outer.length);
    const slotBytes = code.flips === null ? 0 : code.values.length * 2 ** this.#address.tableShift;
    const placesAt = 16 * code.constants.length;
    const stride = placesAt + Math.ceil(slotBytes / 16) * 16;
    const at = this.#take(outsides * stride);
    for (let v = 0; v < outsides; v++) {
      const row = at + v * stride;
      this.#constants(row, v * code.lanes, code);
      if (code.flips === null) continue;
      for (let slot = 0; slot < code.values.length; slot++) {
        const index = slot ^ code.flips[v]!;
        let offset = 0;
        for (const [k, { bit }] of slots.entries()) {
          if ((index >> k) % 2 !== 0) offset += 2 ** bitShift(bit, this.#shape);
        }
        this.#addressAt(row + placesAt + slot * 2 ** this.#address.tableShift, offset);
      }
    }
    return { at: this.#base + at, stride, placesAt };
  }

  #constants(row: number, from: number, { constants, lanes }: KernelCode): void {
    const width = 1 << this.#shape.laneQubits;
    const step = lanes === 1 ? 0 : 1;
    let first = (row / 16) * width;
    for (const { values, mask } of constants) {
      if (mask) this.#mask((first / width) * 16, (lane) => values[from + step * lane] !== 0);
      else for (let j = 0; j < width; j++) this.#floats[first + j] = values[from + step * j]!;
      first += width;
    }
  }

  /** Addresses, one after the other. Returns where they are. */
  addresses(values: readonly number[]): number {
    const width = 2 ** this.#address.tableShift;
    const at = this.#take(values.length * width);
    for (const [k, value] of values.entries()) this.#addressAt(at + k * width, value);
    return this.#base + at;
  }

  /** Complex numbers, each a vector of real parts and one of imaginary parts. Returns where. */
  splats(re: Float64Array, im: Float64Array): number {
    const at = this.#take(re.length * 32);
    for (let k = 0; k < re.length; k++) {
      this.#vector(at + 32 * k, () => re[k]!);
      this.#vector(at + 32 * k + 16, () => im[k]!);
    }
    return this.#base + at;
  }

  /** Complex numbers packed as amplitudes are: vectors of neighbours. Returns where. */
  packed(re: Float64Array, im: Float64Array): number {
    const lanes = 2 ** this.#shape.laneQubits;
    const at = this.#take(Math.max(1, re.length / lanes) * 32);
    for (let group = 0; group * lanes < re.length; group++) {
      this.#vector(at + 32 * group, (lane) => re[group * lanes + lane]!);
      this.#vector(at + 32 * group + 16, (lane) => im[group * lanes + lane]!);
    }
    return this.#base + at;
  }
}
