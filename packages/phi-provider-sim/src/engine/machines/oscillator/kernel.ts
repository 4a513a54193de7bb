import { FunctionWriter, I32, op, V128 } from '@xdv/wasm';
import { splatAt, step, VECTOR } from '../lanes/code.ts';
import { BLOCK, constant, createLoop, forRows, type Loop } from '../lanes/loop.ts';
import { BIASED_FIELD, GAIN } from '../lanes/rows.ts';
import * as at from './layout.ts';
import type { OscillatorPlaces } from './layout.ts';

/** Parameter of `steps`: how many. */
const COUNT = 1;

/** Locals of `steps`: addresses, parameters of the step and numbers of one column. */
interface Locals {
  readonly table: number;
  /** Address of the cosines of the oscillator; its sines follow. */
  readonly pair: number;
  readonly coupling: number;
  readonly injection: number;
  readonly noise: number;
  readonly gain: number;
  readonly cosine: number;
  readonly sine: number;
  /** Cosine and sine components of the force. */
  readonly along: number;
  readonly across: number;
  readonly phase: number;
  readonly fold: number;
  readonly square: number;
  readonly low: number;
  readonly high: number;
}

const localsOf = (f: FunctionWriter): Locals => ({
  table: f.local(I32),
  pair: f.local(I32),
  coupling: f.local(V128),
  injection: f.local(V128),
  noise: f.local(V128),
  gain: f.local(V128),
  cosine: f.local(V128),
  sine: f.local(V128),
  along: f.local(V128),
  across: f.local(V128),
  phase: f.local(V128),
  fold: f.local(V128),
  square: f.local(V128),
  low: f.local(V128),
  high: f.local(V128),
});

const rotate = (f: FunctionWriter, local: number, by: number): FunctionWriter => {
  f.get(local).i32(by).simd(op.I32X4_SHL);
  return f.get(local).i32(32 - by).simd(op.I32X4_SHR_U).simd(op.V128_OR);
};

/** Pushes the sum of the four bytes of a word of xoroshiro64*, less its mean. */
const emitNoise = (f: FunctionWriter, v: Locals, low: number, high: number): void => {
  f.get(BLOCK).vectorLoad(low).set(v.low);
  f.get(BLOCK).vectorLoad(high).get(v.low).simd(op.V128_XOR).set(v.high);
  f.get(BLOCK);
  rotate(f, v.low, 26).get(v.high).simd(op.V128_XOR);
  f.get(v.high).i32(9).simd(op.I32X4_SHL).simd(op.V128_XOR).vectorStore(low);
  f.get(BLOCK);
  rotate(f, v.high, 13).vectorStore(high);
  f.get(v.low);
  constant(f, at.MULTIPLIER).simd(op.I32X4_MUL);
  f.simd(op.I16X8_EXTADD_PAIRWISE_I8X16_U).simd(op.I32X4_EXTADD_PAIRWISE_I16X8_U);
  f.simd(op.F32X4_CONVERT_I32X4_S);
  constant(f, at.CENTER).simd(op.F32X4_SUB);
};

/** Pushes Δt dφ/dt: coupling times the force across, less the injected second harmonic. */
const emitDrift = (f: FunctionWriter, v: Locals): void => {
  f.get(v.cosine).get(v.across).simd(op.F32X4_MUL);
  f.get(v.sine).get(v.along).simd(op.F32X4_MUL).simd(op.F32X4_SUB);
  f.get(v.coupling).simd(op.F32X4_MUL);
  f.get(v.cosine).get(v.sine).simd(op.F32X4_MUL).get(v.injection).simd(op.F32X4_MUL);
  f.simd(op.F32X4_SUB);
};

/** Pushes 1 - Δt ∂(dφ/dt)/∂φ, at least 1. */
const emitStiffness = (f: FunctionWriter, v: Locals): void => {
  f.get(v.cosine).get(v.along).simd(op.F32X4_MUL);
  f.get(v.sine).get(v.across).simd(op.F32X4_MUL).simd(op.F32X4_ADD);
  f.get(v.coupling).simd(op.F32X4_MUL);
  f.get(v.cosine).get(v.cosine).simd(op.F32X4_MUL);
  f.get(v.sine).get(v.sine).simd(op.F32X4_MUL).simd(op.F32X4_SUB);
  f.get(v.injection).simd(op.F32X4_MUL);
  f.simd(op.F32X4_ADD);
  constant(f, at.ZERO).simd(op.F32X4_PMAX);
  constant(f, at.ONE).simd(op.F32X4_ADD);
};

/** φ - 2 nearest(φ / 2). */
const emitWrap = (f: FunctionWriter, v: Locals): void => {
  f.set(v.phase).get(v.phase).get(v.phase);
  constant(f, at.HALF).simd(op.F32X4_MUL).simd(op.F32X4_NEAREST);
  constant(f, at.TWO).simd(op.F32X4_MUL).simd(op.F32X4_SUB).set(v.phase);
};

/** Pushes sin πt of what is in `fold`, in [-1/2, 1/2]. */
const emitPolynomial = (f: FunctionWriter, v: Locals): void => {
  f.get(v.fold).get(v.fold).simd(op.F32X4_MUL).set(v.square);
  constant(f, at.SIN_7);
  for (const coefficient of [at.SIN_5, at.SIN_3, at.SIN_1]) {
    f.get(v.square).simd(op.F32X4_MUL);
    constant(f, coefficient).simd(op.F32X4_ADD);
  }
  f.get(v.fold).simd(op.F32X4_MUL);
};

const emitSine = (f: FunctionWriter, v: Locals): void => {
  f.get(v.phase).simd(op.F32X4_ABS).tee(v.fold);
  constant(f, at.ONE).get(v.fold).simd(op.F32X4_SUB).simd(op.F32X4_PMIN).set(v.fold);
  emitPolynomial(f, v);
  f.get(v.phase);
  constant(f, at.SIGN).simd(op.V128_AND).simd(op.V128_XOR);
};

const emitCosine = (f: FunctionWriter, v: Locals): void => {
  constant(f, at.HALF).get(v.phase).simd(op.F32X4_ABS).simd(op.F32X4_SUB).set(v.fold);
  emitPolynomial(f, v);
};

/** The sums begin with the reference oscillator, whose phase is 0. */
const emitHead = (f: FunctionWriter, l: Loop, v: Locals): void => {
  for (let k = 0; k < l.width; k++) {
    splatAt(f, l.row, 4 * BIASED_FIELD).set(l.sums + k);
    constant(f, at.ZERO).set(l.sums + l.width + k);
  }
  splatAt(f, l.row, 4 * GAIN).set(v.gain);
  // oscillators are twice as far apart in the plane of cosines and sines
  f.get(l.cell).get(l.cell).op(op.I32_ADD).get(BLOCK).op(op.I32_SUB).set(v.pair);
};

const emitCell = (f: FunctionWriter, l: Loop, p: OscillatorPlaces, v: Locals, k: number): void => {
  const column = VECTOR * k;
  const [cosine, sine] = [p.cosine + column, p.cosine + p.stride + column];
  f.get(v.pair).vectorLoad(cosine).set(v.cosine);
  f.get(v.pair).vectorLoad(sine).set(v.sine);
  f.get(l.sums + k).get(v.gain).simd(op.F32X4_MUL).set(v.along);
  f.get(l.sums + l.width + k).get(v.gain).simd(op.F32X4_MUL).set(v.across);
  emitDrift(f, v);
  emitStiffness(f, v);
  f.simd(op.F32X4_DIV);
  constant(f, at.INVERSE_PI).simd(op.F32X4_MUL);
  emitNoise(f, v, p.random + column, p.random + p.stride + column);
  f.get(v.noise).simd(op.F32X4_MUL).simd(op.F32X4_ADD);
  f.get(l.cell).vectorLoad(p.phase + column).simd(op.F32X4_ADD);
  emitWrap(f, v);
  f.get(l.cell).get(v.phase).vectorStore(p.phase + column);
  f.get(v.pair);
  emitSine(f, v);
  f.vectorStore(sine);
  emitCosine(f, v);
  f.set(v.along).get(v.pair).get(v.along).vectorStore(cosine);
  f.get(BLOCK).get(BLOCK).vectorLoad(p.flips + column);
  f.get(v.along).get(v.cosine).simd(op.V128_XOR).i32(31).simd(op.I32X4_SHR_U);
  f.simd(op.I32X4_ADD).vectorStore(p.flips + column);
};

/** steps(block, count): `count` steps, with the parameters of the table. */
const writeSteps = (p: OscillatorPlaces, signed: boolean): FunctionWriter => {
  const f = new FunctionWriter([I32, I32]);
  const l = createLoop(f, p, signed, p.cosine, (2 * p.stride) / VECTOR);
  const v = localsOf(f);
  f.i32(p.table).set(v.table).loop();
  splatAt(f, v.table, 4 * at.COUPLING).set(v.coupling);
  splatAt(f, v.table, 4 * at.INJECTION).set(v.injection);
  splatAt(f, v.table, 4 * at.NOISE).set(v.noise);
  forRows(
    f,
    l,
    () => emitHead(f, l, v),
    (k) => emitCell(f, l, p, v, k),
  );
  step(f, v.table, 4 * at.STEP_FLOATS);
  f.get(COUNT).i32(1).op(op.I32_SUB).tee(COUNT).branchIf(0).end();
  return f;
};

/** The function of the machine: see the reference, which computes the same bits. */
export const oscillatorKernels = (
  places: OscillatorPlaces,
  signed: boolean,
): Readonly<Record<'steps', FunctionWriter>> => ({ steps: writeSteps(places, signed) });
