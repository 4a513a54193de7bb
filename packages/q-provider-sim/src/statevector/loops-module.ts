import { op, V128, writeModule, type FunctionWriter } from '@xdv/wasm';
import { ARITHMETIC } from './arithmetic.ts';
import {
  LoopCode,
  LOOPS_TABLE,
  PARAMS,
  type Group,
  type LoopsTarget,
  type Push,
} from './loop-code.ts';
import type { CodeOfProgram } from './program.ts';

/** Functions whose name ends so work on some lanes only, or pair lanes with others. */
export const IN_LANES = 'InLanes';
/**
 * Functions whose name ends so work on pairs within a group. The first mask is of the lanes of both
 * amplitudes; the factors are of the amplitude itself (first two) and of its partner.
 */
export const IN_GROUPS = 'InGroups';

const HIGH_HALF = [8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15];

const local = (loop: LoopCode, index: number): Push => () => loop.writer.get(index);

const add = (loop: LoopCode, p: Push, q: Push): Push => () => {
  p();
  q();
  loop.writer.simd(loop.arithmetic.add);
};

/** Factor j · x + factor k · y, or their difference. */
const combine = (
  loop: LoopCode,
  [j, x]: readonly [number, number],
  sign: 1 | -1,
  [k, y]: readonly [number, number],
): Push => () => {
  const { add: plus, subtract, multiply } = loop.arithmetic;
  loop.writer.get(loop.factor(j)).get(x).simd(multiply);
  loop.writer.get(loop.factor(k)).get(y).simd(multiply);
  loop.writer.simd(sign < 0 ? subtract : plus);
};

/** The product of an amplitude and the complex number of factors k and k + 1. */
const product = (loop: LoopCode, k: number, [x, y]: Group): readonly [Push, Push] => [
  combine(loop, [k, x], -1, [k + 1, y]),
  combine(loop, [k, y], 1, [k + 1, x]),
];

/** Makes a sum of products of complex factors, `j` with x and `k` with y. */
const row = (loop: LoopCode, j: number, x: Group, k: number, y: Group): readonly Push[] => {
  const [re, im] = product(loop, j, x);
  const [re2, im2] = product(loop, k, y);
  return [add(loop, re, re2), add(loop, im, im2)];
};

const realRow = (loop: LoopCode, j: number, x: Group, k: number, y: Group): readonly Push[] => [
  combine(loop, [j, x[0]], 1, [k, y[0]]),
  combine(loop, [j, x[1]], 1, [k, y[1]]),
];

const emitClear = (loop: LoopCode): void => {
  const zero = local(loop, loop.writer.local(V128));
  loop.loadConstants(0);
  loop.forPairs(null, [loop.a], (offset) => {
    loop.store(loop.sum(loop.a, offset), false, [zero, zero]);
  });
};

const emitMultiply = (loop: LoopCode): void => {
  loop.loadConstants(2);
  loop.forPairs(null, [loop.a], (offset) => {
    const pointer = loop.sum(loop.a, offset);
    loop.store(pointer, false, product(loop, 0, loop.load(pointer, false)));
  });
};

type Pair = readonly [a: readonly Push[], b: readonly Push[]];

/** Replaces the amplitudes of pairs by what `change` makes of them. */
const emitPairs = (
  loop: LoopCode,
  factors: number,
  change: (x: Group, y: Group) => Pair,
): void => {
  loop.loadConstants(factors);
  loop.forPairs(null, [loop.a, loop.b], (offset) => {
    const a = loop.sum(loop.a, offset);
    const b = loop.sum(loop.b, offset);
    const [newA, newB] = change(loop.load(a, false), loop.load(b, true));
    loop.store(a, false, newA);
    loop.store(b, true, newB);
  });
};

/** The same where both amplitudes of a pair are in one group: `y` are the partners of `x`. */
const emitGroups = (
  loop: LoopCode,
  factors: number,
  change: (x: Group, y: Group) => readonly Push[],
): void => {
  loop.loadConstants(factors);
  loop.forPairs(null, [loop.a], (offset) => {
    const pointer = loop.sum(loop.a, offset);
    const x = loop.load(pointer, false);
    loop.store(pointer, false, change(x, loop.load(pointer, true)));
  });
};

/** Numbers of a group as float64: the vectors of real parts, then those of imaginary parts. */
const loadWide = (loop: LoopCode, pointer: number, isB: boolean): readonly number[] => {
  const { writer } = loop;
  if (!loop.narrow) return loop.load(pointer, isB);
  if (!loop.inLanes || !isB) {
    return [0, 8, 16, 24].map((offset) => {
      writer.get(pointer).access(op.V128_LOAD64_ZERO, 3, offset, true);
      writer.simd(op.F64X2_PROMOTE_LOW_F32X4);
      return loop.keep();
    });
  }
  return loop.load(pointer, isB).flatMap((vector) => {
    writer.get(vector).simd(op.F64X2_PROMOTE_LOW_F32X4);
    const low = loop.keep();
    writer.get(vector).get(vector).shuffle(HIGH_HALF).simd(op.F64X2_PROMOTE_LOW_F32X4);
    return [low, loop.keep()];
  });
};

/**
 * Adds up what `terms` gives for each offset, in as many vectors as it gives, and stores the sums
 * of each block behind those of the last.
 */
const emitSums = (
  loop: LoopCode,
  count: number,
  touched: readonly number[],
  terms: (offset: number) => readonly Push[],
): void => {
  const { writer, address } = loop;
  const { add: plus } = ARITHMETIC.wide;
  const zero = writer.local(V128);
  const sums = [0, 1].map(() => Array.from({ length: count }, () => writer.local(V128)));
  loop.forEach(loop.scaled(PARAMS.outer), (block) => {
    for (const sum of sums.flat()) writer.get(zero).set(sum);
    loop.forPairs(block, touched, (offset, parity) => {
      for (const [k, push] of terms(offset).entries()) {
        writer.get(sums[parity]![k]!);
        push();
        writer.simd(plus).set(sums[parity]![k]!);
      }
    });
    for (let k = 0; k < count; k++) {
      writer.get(loop.table).get(sums[0]![k]!).get(sums[1]![k]!).simd(plus);
      writer.vectorStore(LOOPS_TABLE.sums + 16 * k);
    }
    address.constant(writer.get(loop.table), 16 * count).op(address.add).set(loop.table);
  });
};

/** p · q + r · s in float64, or the difference. */
const wideProducts = (
  { writer }: LoopCode,
  [p, q]: readonly [number, number],
  sign: 1 | -1,
  [r, s]: readonly [number, number],
): Push => () => {
  const { add: plus, subtract, multiply } = ARITHMETIC.wide;
  writer.get(p).get(q).simd(multiply).get(r).get(s).simd(multiply);
  writer.simd(sign < 0 ? subtract : plus);
};

const emitWeights = (loop: LoopCode): void => {
  const halves = loop.narrow ? 2 : 1;
  emitSums(loop, halves, [loop.a], (offset) => {
    const parts = loadWide(loop, loop.sum(loop.a, offset), false);
    return Array.from({ length: halves }, (_, k) => {
      const [x, y] = [parts[k]!, parts[halves + k]!];
      return wideProducts(loop, [x, x], 1, [y, y]);
    });
  });
};

const emitOverlaps = (loop: LoopCode): void => {
  const halves = loop.narrow ? 2 : 1;
  loop.loadConstants(0);
  emitSums(loop, 2 * halves, [loop.a, loop.b], (offset) => {
    const a = loadWide(loop, loop.sum(loop.a, offset), false);
    const b = loadWide(loop, loop.sum(loop.b, offset), true);
    const re: Push[] = [];
    const im: Push[] = [];
    for (let k = 0; k < halves; k++) {
      const [x, y, u, v] = [a[k]!, a[halves + k]!, b[k]!, b[halves + k]!];
      re.push(wideProducts(loop, [x, u], 1, [y, v]));
      im.push(wideProducts(loop, [x, v], -1, [y, u]));
    }
    return [...re, ...im];
  });
};

type Emitters = Readonly<Record<string, (loop: LoopCode) => void>>;

const locals = (loop: LoopCode, [re, im]: Group): readonly Push[] => [
  local(loop, re),
  local(loop, im),
];

const LOOPS: Emitters = {
  clear: emitClear,
  multiply: emitMultiply,
  exchange: (loop) => emitPairs(loop, 0, (x, y) => [locals(loop, y), locals(loop, x)]),
  mix: (loop) =>
    emitPairs(loop, 8, (x, y) => [row(loop, 0, x, 2, y), row(loop, 4, x, 6, y)]),
  mixReal: (loop) =>
    emitPairs(loop, 8, (x, y) => [realRow(loop, 0, x, 2, y), realRow(loop, 4, x, 6, y)]),
  overlaps: emitOverlaps,
};

const LOOPS_IN_GROUPS: Emitters = {
  exchange: (loop) => emitGroups(loop, 0, (_, y) => locals(loop, y)),
  mix: (loop) => emitGroups(loop, 4, (x, y) => row(loop, 0, x, 2, y)),
  mixReal: (loop) => emitGroups(loop, 4, (x, y) => realRow(loop, 0, x, 2, y)),
};

const emitLoops = (target: LoopsTarget): CodeOfProgram => {
  const functions: FunctionWriter[] = [];
  const exports: Record<string, number> = {};
  const emit = (emitters: Emitters, inLanes: boolean, suffix: string): void => {
    for (const [name, emitter] of Object.entries(emitters)) {
      const loop = new LoopCode(target, inLanes);
      emitter(loop);
      exports[`${name}${suffix}`] = functions.push(loop.writer) - 1;
    }
  };
  emit({ ...LOOPS, weights: emitWeights }, false, '');
  emit(LOOPS, true, IN_LANES);
  emit(LOOPS_IN_GROUPS, true, IN_GROUPS);
  return { binary: writeModule(functions, exports, target) };
};

const codes = new Map<string, CodeOfProgram>();

/** The module of all loops for a target; the same object for the same target. */
export const loopsCode = (target: LoopsTarget): CodeOfProgram => {
  const key = `${target.laneQubits},${target.wide},${target.shared}`;
  let code = codes.get(key);
  if (code === undefined) {
    code = emitLoops(target);
    codes.set(key, code);
  }
  return code;
};
