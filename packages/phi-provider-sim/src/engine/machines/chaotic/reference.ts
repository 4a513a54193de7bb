import type { Kernels } from '../kernels.ts';
import { BIASED_FIELD, FIELD, GAIN, ROW_HEAD } from '../lanes/rows.ts';
import { sumRow } from '../lanes/sum.ts';
import * as at from './layout.ts';
import type { ChaoticPlaces } from './layout.ts';

const fround = Math.fround;

/** A machine in plain memory. Elements of the views are words of four bytes. */
interface Plain {
  readonly p: ChaoticPlaces;
  readonly signed: boolean;
  readonly words: Int32Array;
  readonly floats: Float32Array;
  /** One for each replica of a block. */
  readonly sums: Float32Array;
  readonly totals: Float32Array;
}

const constantOf = ({ floats }: Plain, index: number): number => floats[4 * index]!;

/** One step of the oscillator in one lane, `x` and `e` being where its numbers are. */
const moveOne = (plain: Plain, x: number, e: number, force: number, pump: number): void => {
  const { floats } = plain;
  const before = floats[x]!;
  const error = floats[e]!;
  const injected = fround(force * error);
  const net = fround(before * fround(pump - fround(before * before)));
  const change = fround(fround(net + injected) * constantOf(plain, at.TIME_STEP));
  const after = Math.min(fround(change + before), constantOf(plain, at.TOP));
  floats[x] = Math.max(after, constantOf(plain, at.BOTTOM));
  const measured = fround(1 - fround(injected * injected));
  const deficit = Math.max(measured, constantOf(plain, at.LEAST_DEFICIT));
  const rate = fround(constantOf(plain, at.ERROR_STEP) * error);
  const corrected = fround(fround(deficit * rate) + error);
  const most = Math.min(corrected, constantOf(plain, at.MOST_ERROR));
  floats[e] = Math.max(most, constantOf(plain, at.LEAST_ERROR));
};

/** Moves the oscillator whose row is at word `row`; returns where the next row is. */
const moveRow = (plain: Plain, block: number, i: number, row: number, pump: number): number => {
  const { p, words, floats, sums, totals } = plain;
  const mean = (block + p.mean) / 4;
  for (let k = 0; k < sums.length; k++) {
    sums[k] = floats[row + BIASED_FIELD]! * floats[mean + k]!;
  }
  const first = (block + p.amplitude) / 4;
  const end = sumRow(words, floats, row + ROW_HEAD, plain.signed, first, sums);
  const gain = floats[row + GAIN]!;
  for (let k = 0; k < sums.length; k++) {
    const x = first + i * sums.length + k;
    const before = words[x]!;
    moveOne(plain, x, x + (p.error - p.amplitude) / 4, fround(sums[k]! * gain), pump);
    totals[k]! += Math.abs(floats[x]!);
    words[(block + p.flips) / 4 + k]! += (before ^ words[x]!) >>> 31;
  }
  return end;
};

const moveAll = (plain: Plain, block: number, pump: number): void => {
  const { p, floats, totals } = plain;
  totals.fill(0);
  let row = p.rows / 4;
  for (let i = 0; i < p.spins; i++) row = moveRow(plain, block, i, row, pump);
  const inverse = constantOf(plain, at.INVERSE_SPINS);
  for (const [k, total] of totals.entries()) floats[(block + p.mean) / 4 + k] = total * inverse;
};

const addScores = ({ p, signed, words, floats, sums, totals }: Plain, block: number): void => {
  const first = (block + p.spin) / 4;
  let row = p.rows / 4;
  for (let i = 0; i < p.spins; i++) {
    const field = floats[row + FIELD]!;
    sums.fill(field + field);
    row = sumRow(words, floats, row + ROW_HEAD, signed, first, sums);
    for (let k = 0; k < sums.length; k++) {
      totals[k] = totals[k]! + fround(sums[k]! * floats[first + i * sums.length + k]!);
    }
  }
};

const keepSpins = ({ p, floats, sums }: Plain, block: number, lane: number): void => {
  const [from, to] = [(block + p.spin) / 4, (block + p.best) / 4];
  const end = p.spins * sums.length;
  for (let i = lane; i < end; i += sums.length) floats[to + i] = floats[from + i]!;
};

const lookAt = (plain: Plain, block: number): void => {
  const { p, words, floats, totals } = plain;
  const [from, to] = [(block + p.amplitude) / 4, (block + p.spin) / 4];
  const cells = p.spins * totals.length;
  for (let i = 0; i < cells; i++) floats[to + i] = words[from + i]! < 0 ? -1 : 1;
  totals.fill(0);
  addScores(plain, block);
  const score = (block + p.score) / 4;
  for (const [k, total] of totals.entries()) {
    if (total <= floats[score + k]!) continue;
    floats[score + k] = total;
    keepSpins(plain, block, k);
  }
};

/** The functions of the kernel in plain numbers, rounded as f32: the same bits, more slowly. */
export const chaoticReference = (p: ChaoticPlaces, signed: boolean): Kernels => {
  const memory = new ArrayBuffer(p.bytes);
  const columns = p.stride / 4;
  const plain: Plain = {
    p,
    signed,
    words: new Int32Array(memory),
    floats: new Float32Array(memory),
    sums: new Float32Array(columns),
    totals: new Float32Array(columns),
  };
  const steps = (block = 0, count = 0): void => {
    for (let k = 0; k < count; k++) moveAll(plain, block, plain.floats[p.table / 4 + k]!);
  };
  return { memory, call: { steps, look: (block = 0) => lookAt(plain, block) } };
};
