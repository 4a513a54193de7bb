import type { Kernels } from '../kernels.ts';
import { BIASED_FIELD, GAIN, ROW_HEAD } from '../lanes/rows.ts';
import { sumRow } from '../lanes/sum.ts';
import * as at from './layout.ts';
import type { OscillatorPlaces } from './layout.ts';
import { cosineOf, sineOf, wrap } from './sine.ts';

const fround = Math.fround;
const INVERSE_PI = fround(1 / Math.PI);

/** Parameters of a step. */
interface Step {
  readonly coupling: number;
  readonly injection: number;
  readonly noise: number;
}

const rotate = (word: number, by: number): number => (word << by) | (word >>> (32 - by));

/** The sum of the bytes of the next word of xoroshiro64*, less its mean. */
const drawNoise = (words: Int32Array, low: number, high: number): number => {
  const word = Math.imul(words[low]!, at.RANDOM_MULTIPLIER);
  const mixed = words[high]! ^ words[low]!;
  words[low] = rotate(words[low]!, 26) ^ mixed ^ (mixed << 9);
  words[high] = rotate(mixed, 13);
  return (word & 255) + ((word >>> 8) & 255) + ((word >>> 16) & 255) + (word >>> 24) - 510;
};

/** Δt dφ/dt over 1 - Δt ∂(dφ/dt)/∂φ, in half turns. */
const turnOf = (c: number, s: number, along: number, across: number, step: Step): number => {
  const force = fround(fround(c * across) - fround(s * along));
  const harmonic = fround(fround(c * s) * step.injection);
  const drift = fround(fround(force * step.coupling) - harmonic);
  const aligned = fround(fround(c * along) + fround(s * across));
  const squares = fround(fround(c * c) - fround(s * s));
  const inner = fround(fround(aligned * step.coupling) + fround(squares * step.injection));
  return fround(fround(drift / fround(Math.max(inner, 0) + 1)) * INVERSE_PI);
};

/** A machine in plain memory. Elements of the views are words of four bytes. */
interface Plain {
  readonly p: OscillatorPlaces;
  readonly signed: boolean;
  readonly words: Int32Array;
  readonly floats: Float32Array;
  /** Sums of the cosines of each replica of a block, then of the sines. */
  readonly sums: Float32Array;
}

/** Moves oscillator i in lane k under the two components of a force. */
const moveOne = (
  { p, words, floats, sums }: Plain,
  block: number,
  i: number,
  k: number,
  gain: number,
  step: Step,
): void => {
  const columns = sums.length / 2;
  const cosine = (block + p.cosine) / 4 + 2 * i * columns + k;
  const sine = cosine + columns;
  const along = fround(sums[k]! * gain);
  const across = fround(sums[columns + k]! * gain);
  const turn = turnOf(floats[cosine]!, floats[sine]!, along, across, step);
  const random = (block + p.random) / 4 + k;
  const noise = fround(drawNoise(words, random, random + columns) * step.noise);
  const place = (block + p.phase) / 4 + i * columns + k;
  const phase = wrap(fround(fround(turn + noise) + floats[place]!));
  const before = words[cosine]!;
  floats[place] = phase;
  floats[sine] = sineOf(phase);
  floats[cosine] = cosineOf(phase);
  words[(block + p.flips) / 4 + k]! += (before ^ words[cosine]!) >>> 31;
};

const moveAll = (plain: Plain, block: number, step: Step): void => {
  const { p, words, floats, sums } = plain;
  const columns = sums.length / 2;
  let row = p.rows / 4;
  for (let i = 0; i < p.spins; i++) {
    sums.fill(floats[row + BIASED_FIELD]!, 0, columns).fill(0, columns);
    const gain = floats[row + GAIN]!;
    const first = (block + p.cosine) / 4;
    row = sumRow(words, floats, row + ROW_HEAD, plain.signed, first, sums);
    for (let k = 0; k < columns; k++) moveOne(plain, block, i, k, gain, step);
  }
};

const stepOf = ({ p, floats }: Plain, k: number): Step => {
  const row = p.table / 4 + at.STEP_FLOATS * k;
  return {
    coupling: floats[row + at.COUPLING]!,
    injection: floats[row + at.INJECTION]!,
    noise: floats[row + at.NOISE]!,
  };
};

/** The function of the kernel in plain numbers, rounded as f32: the same bits, more slowly. */
export const oscillatorReference = (p: OscillatorPlaces, signed: boolean): Kernels => {
  const memory = new ArrayBuffer(p.bytes);
  const plain: Plain = {
    p,
    signed,
    words: new Int32Array(memory),
    floats: new Float32Array(memory),
    sums: new Float32Array(p.stride / 2),
  };
  const steps = (block = 0, count = 0): void => {
    for (let k = 0; k < count; k++) moveAll(plain, block, stepOf(plain, k));
  };
  return { memory, call: { steps } };
};
