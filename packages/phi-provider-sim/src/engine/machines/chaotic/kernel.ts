import { FunctionWriter, I32, op, V128 } from '@xdv/wasm';
import { splatAt, step, VECTOR } from '../lanes/code.ts';
import { BLOCK, constant, createLoop, forCells, forRows, type Loop } from '../lanes/loop.ts';
import { BIASED_FIELD, FIELD, GAIN } from '../lanes/rows.ts';
import * as at from './layout.ts';
import type { ChaoticPlaces } from './layout.ts';

/** Parameter of `steps`: how many. */
const COUNT = 1;

/** Locals of `steps`, one per column those in plural. */
interface Locals {
  readonly means: number;
  readonly totals: number;
  readonly flips: number;
  readonly pump: number;
  readonly gain: number;
  readonly before: number;
  readonly after: number;
  readonly error: number;
  readonly injected: number;
}

const localsOf = (f: FunctionWriter, width: number): Locals => ({
  means: f.locals(V128, width),
  totals: f.locals(V128, width),
  flips: f.locals(V128, width),
  pump: f.local(V128),
  gain: f.local(V128),
  before: f.local(V128),
  after: f.local(V128),
  error: f.local(V128),
  injected: f.local(V128),
});

const columnsOf = ({ width }: Loop): readonly number[] =>
  Array.from({ length: width }, (_, k) => k);

/** The sums begin with the field times the mean amplitude. */
const emitHead = (f: FunctionWriter, l: Loop, v: Locals): void => {
  for (const k of columnsOf(l)) {
    splatAt(f, l.row, 4 * BIASED_FIELD).get(v.means + k).simd(op.F32X4_MUL).set(l.sums + k);
  }
  splatAt(f, l.row, 4 * GAIN).set(v.gain);
};

/** x + Δt (x (p - x²) + z), within the limits of the amplifier. */
const emitAmplitude = (f: FunctionWriter, v: Locals): void => {
  f.get(v.before).get(v.pump).get(v.before).get(v.before).simd(op.F32X4_MUL);
  f.simd(op.F32X4_SUB).simd(op.F32X4_MUL).get(v.injected).simd(op.F32X4_ADD);
  constant(f, at.TIME_STEP).simd(op.F32X4_MUL).get(v.before).simd(op.F32X4_ADD);
  constant(f, at.TOP).simd(op.F32X4_PMIN);
  constant(f, at.BOTTOM).simd(op.F32X4_PMAX).set(v.after);
};

/** e + β Δt e (1 - z²), the deficit 1 - z² and the result within bounds. */
const emitError = (f: FunctionWriter, v: Locals): void => {
  constant(f, at.ONE).get(v.injected).get(v.injected).simd(op.F32X4_MUL).simd(op.F32X4_SUB);
  constant(f, at.LEAST_DEFICIT).simd(op.F32X4_PMAX);
  constant(f, at.ERROR_STEP).get(v.error).simd(op.F32X4_MUL).simd(op.F32X4_MUL);
  f.get(v.error).simd(op.F32X4_ADD);
  constant(f, at.MOST_ERROR).simd(op.F32X4_PMIN);
  constant(f, at.LEAST_ERROR).simd(op.F32X4_PMAX);
};

const emitCell = (f: FunctionWriter, l: Loop, p: ChaoticPlaces, v: Locals, k: number): void => {
  const column = VECTOR * k;
  f.get(l.cell).vectorLoad(p.amplitude + column).set(v.before);
  f.get(l.cell).vectorLoad(p.error + column).set(v.error);
  f.get(l.sums + k).get(v.gain).simd(op.F32X4_MUL).get(v.error).simd(op.F32X4_MUL).set(v.injected);
  emitAmplitude(f, v);
  f.get(l.cell).get(v.after).vectorStore(p.amplitude + column);
  f.get(l.cell);
  emitError(f, v);
  f.vectorStore(p.error + column);
  f.get(v.totals + k).get(v.after).simd(op.F32X4_ABS).simd(op.F32X4_ADD).set(v.totals + k);
  f.get(v.flips + k).get(v.before).get(v.after).simd(op.V128_XOR).i32(31).simd(op.I32X4_SHR_U);
  f.simd(op.I32X4_ADD).set(v.flips + k);
};

/** steps(block, count): `count` steps, with the pump of step k at word k of the table. */
const writeSteps = (p: ChaoticPlaces, signed: boolean): FunctionWriter => {
  const f = new FunctionWriter([I32, I32]);
  const width = p.stride / VECTOR;
  const l = createLoop(f, p, signed, p.amplitude, width);
  const v = localsOf(f, width);
  const table = f.local(I32);
  for (const k of columnsOf(l)) {
    f.get(BLOCK).vectorLoad(p.flips + VECTOR * k).set(v.flips + k);
    f.get(BLOCK).vectorLoad(p.mean + VECTOR * k).set(v.means + k);
  }
  f.i32(p.table).set(table).loop();
  splatAt(f, table, 0).set(v.pump);
  for (const k of columnsOf(l)) f.i32(0).simd(op.I32X4_SPLAT).set(v.totals + k);
  forRows(
    f,
    l,
    () => emitHead(f, l, v),
    (k) => emitCell(f, l, p, v, k),
  );
  for (const k of columnsOf(l)) {
    f.get(v.totals + k);
    constant(f, at.INVERSE_SPINS).simd(op.F32X4_MUL).set(v.means + k);
  }
  step(f, table, 4);
  f.get(COUNT).i32(1).op(op.I32_SUB).tee(COUNT).branchIf(0).end();
  for (const k of columnsOf(l)) {
    f.get(BLOCK).get(v.flips + k).vectorStore(p.flips + VECTOR * k);
    f.get(BLOCK).get(v.means + k).vectorStore(p.mean + VECTOR * k);
  }
  return f;
};

/** Writes the sign of every amplitude as ±1. */
const emitSigns = (f: FunctionWriter, l: Loop, p: ChaoticPlaces): void =>
  forCells(f, l, () => {
    for (const k of columnsOf(l)) {
      f.get(l.cell).get(l.cell).vectorLoad(p.amplitude + VECTOR * k);
      constant(f, at.SIGN).simd(op.V128_AND);
      constant(f, at.ONE).simd(op.V128_OR).vectorStore(p.spin + VECTOR * k);
    }
  });

/** Adds Σ_i s_i (2 h_i + Σ_j J_ij s_j) to the scores: -2 times the energy. */
const emitScores = (f: FunctionWriter, l: Loop, p: ChaoticPlaces, scores: number): void =>
  forRows(
    f,
    l,
    () => {
      for (const k of columnsOf(l)) {
        splatAt(f, l.row, 4 * FIELD);
        splatAt(f, l.row, 4 * FIELD).simd(op.F32X4_ADD).set(l.sums + k);
      }
    },
    (k) => {
      f.get(scores + k).get(l.sums + k).get(l.cell).vectorLoad(p.spin + VECTOR * k);
      f.simd(op.F32X4_MUL).simd(op.F32X4_ADD).set(scores + k);
    },
  );

/** Keeps the better scores; the masks say where they are new. Pushes whether any is. */
const emitCompare = (
  f: FunctionWriter,
  l: Loop,
  p: ChaoticPlaces,
  scores: number,
  masks: number,
): void => {
  f.i32(0).simd(op.I32X4_SPLAT);
  for (const k of columnsOf(l)) {
    const place = p.score + VECTOR * k;
    f.get(scores + k).get(BLOCK).vectorLoad(place).simd(op.F32X4_GT).tee(masks + k);
    f.simd(op.V128_OR);
    f.get(BLOCK).get(scores + k).get(BLOCK).vectorLoad(place).get(masks + k);
    f.simd(op.V128_BITSELECT).vectorStore(place);
  }
  f.simd(op.V128_ANY_TRUE);
};

/** look(block): remembers the signs of the lanes whose energy is the least they have had. */
const writeLook = (p: ChaoticPlaces, signed: boolean): FunctionWriter => {
  const f = new FunctionWriter([I32]);
  const width = p.stride / VECTOR;
  const l = createLoop(f, p, signed, p.spin, width);
  const scores = f.locals(V128, width);
  const masks = f.locals(V128, width);
  emitSigns(f, l, p);
  emitScores(f, l, p, scores);
  emitCompare(f, l, p, scores, masks);
  f.if();
  forCells(f, l, () => {
    for (const k of columnsOf(l)) {
      f.get(l.cell).get(l.cell).vectorLoad(p.spin + VECTOR * k);
      f.get(l.cell).vectorLoad(p.best + VECTOR * k).get(masks + k);
      f.simd(op.V128_BITSELECT).vectorStore(p.best + VECTOR * k);
    }
  });
  f.end();
  return f;
};

/** The functions of the machine: see the reference, which computes the same bits. */
export const chaoticKernels = (
  places: ChaoticPlaces,
  signed: boolean,
): Readonly<Record<'steps' | 'look', FunctionWriter>> => ({
  steps: writeSteps(places, signed),
  look: writeLook(places, signed),
});
