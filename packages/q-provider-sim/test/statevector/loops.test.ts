import { describe, expect, it } from 'vitest';
import { createState, type SlotGate, type StateVector } from '../../src/engine/index.ts';
import { createCompiledState, type CompiledStateOptions } from '../../src/statevector/index.ts';
import { ALWAYS, bitsOf, distance, EVERY_WAY, gate, PRECISIONS, TOLERANCE } from './support.ts';

const QUBITS = 9;

/** Gates after which no amplitude is zero and compiled qubits lie in another order. */
const scramble = (qubits: number): readonly SlotGate[] =>
  Array.from({ length: qubits }, (_, k) => k).flatMap((k) => [
    gate('u', [k], [0.7 + 0.3 * k, 0.2 * k, 1.1 - 0.4 * k]),
    gate('swap', [k, (3 * k + 1) % qubits === k ? (k + 1) % qubits : (3 * k + 1) % qubits]),
    gate('rxx', [k, (k + 1) % qubits], [0.4 + 0.1 * k]),
  ]);

const REAL = Float64Array.of(0.6, 0, 0.8, 0, 0.8, 0, -0.6, 0);
const COMPLEX = Float64Array.of(0.5, 0.5, -0.1, 0.7, 0.7, -0.1, 0.5, 0.5);

interface Masks {
  readonly fixed: number;
  readonly a: number;
  readonly b: number;
}

type Loop = (state: StateVector, masks: Masks) => readonly number[] | void;

const LOOPS: Readonly<Record<string, Loop>> = {
  weight: (state, { fixed, a }) => [state.weight(fixed, a), 0],
  overlap: (state, { fixed, a, b }) => state.overlap(fixed, a, b),
  multiply: (state, { fixed, a }) => state.multiply(fixed, a, 0.6, -0.9),
  exchange: (state, { fixed, a, b }) => state.exchange(fixed, a, b),
  'mix by a real matrix': (state, { fixed, a, b }) => state.mix(fixed, a, b, REAL),
  'mix by a complex matrix': (state, { fixed, a, b }) => state.mix(fixed, a, b, COMPLEX),
  // last: what is zero hides how others round
  clear: (state, { fixed, b }) => state.multiply(fixed, b, 0, 0),
};

/** Every set of one or two qubits, with values that differ in one or in both. */
const everyMasks = (qubits: number): readonly Masks[] => {
  const all: Masks[] = [];
  for (let q = 0; q < qubits; q++) {
    const p = 1 << q;
    all.push({ fixed: p, a: 0, b: p }, { fixed: p, a: p, b: 0 });
    for (let other = q + 1; other < qubits; other++) {
      const r = 1 << other;
      for (const [a, b] of [[0, p], [p, r], [p | r, 0], [r, p | r]] as const) {
        all.push({ fixed: p | r, a, b });
      }
    }
  }
  return all;
};

describe.each(EVERY_WAY)('loops over amplitudes: $name', ({ options, tolerance }) => {
  it.each(Object.entries(LOOPS))('%s: as the plain engine, wherever qubits lie', (_, loop) => {
    const [plain, compiled] = [createState(QUBITS), createCompiledState(QUBITS, options)];
    for (const state of [plain, compiled]) state.apply(scramble(QUBITS));
    const [before, after] = [plain.save(), compiled.save()];
    for (const masks of everyMasks(QUBITS)) {
      plain.restore(before);
      compiled.restore(after);
      const wanted = loop(plain, masks) ?? plain.amplitudes();
      const got = loop(compiled, masks) ?? compiled.amplitudes();
      expect(distance(got, wanted), JSON.stringify(masks)).toBeLessThan(tolerance);
    }
  });
});

/** All that can be known of a state after loops with the given qubits fixed. */
const traceOf = (
  qubits: number,
  options: CompiledStateOptions,
  fixed: readonly Masks[],
): BigUint64Array => {
  const state = createCompiledState(qubits, { ...options, blockQubits: 10 });
  for (let q = 0; q < qubits; q++) state.mix(1 << q, 0, 1 << q, COMPLEX);
  const numbers: number[] = [];
  for (const masks of fixed) {
    for (const loop of Object.values(LOOPS)) numbers.push(...(loop(state, masks) ?? []));
    state.mix(masks.fixed, masks.a, masks.b, COMPLEX);
    numbers.push(...state.locate(Float64Array.of(0, 0.2, 0.6, 0.9)));
  }
  return bitsOf(Float64Array.from([...numbers, ...state.amplitudes()]));
};

/** Where two traces differ first, or -1. */
const firstDifference = (a: BigUint64Array, b: BigUint64Array): number =>
  a.length === b.length ? a.findIndex((word, k) => word !== b[k]) : Infinity;

/** Memory that threads could share, without any. */
const SHARED: CompiledStateOptions = { threads: { count: 1, start: () => undefined } };

describe('loops over amplitudes', () => {
  it.each(PRECISIONS)('give the same bits without WebAssembly, on any memory: %s', (precision) => {
    const masks = everyMasks(8);
    const wanted = traceOf(8, { precision, wasm: false }, masks);
    for (const options of [{}, { addressBits: 64 } as const, SHARED]) {
      const found = traceOf(8, { ...options, precision }, masks);
      expect(firstDifference(found, wanted)).toBe(-1);
    }
  });

  it.each(PRECISIONS)('give the same bits in blocks, and over gaps in pages: %s', (precision) => {
    const masks = [1, 3, 5, 8, 11, 17].map((q) => ({ fixed: 1 << q, a: 0, b: 1 << q }));
    masks.push({ fixed: 0x30010, a: 0x10000, b: 0x20010 });
    const wanted = traceOf(18, { precision, wasm: false }, masks);
    for (const options of [{}, { addressBits: 64 } as const]) {
      const found = traceOf(18, { ...options, precision }, masks);
      expect(firstDifference(found, wanted)).toBe(-1);
    }
  });

  it.each(PRECISIONS)('add up to the same weight however it is split: %s', (precision) => {
    const state = createCompiledState(16, { precision });
    state.apply(scramble(16));
    for (const fixed of [1, 6, 0x8000, 0x1c30]) {
      let sum = 0;
      let at = 0;
      do {
        sum += state.weight(fixed, at);
        at = (at - fixed) & fixed;
      } while (at !== 0);
      expect(Math.abs(sum - 1)).toBeLessThan(TOLERANCE[precision]);
    }
  });
});

describe('sampling', () => {
  it.each(EVERY_WAY)('finds the indices that the plain engine finds: $name', ({ options }) => {
    const [plain, compiled] = [createState(13), createCompiledState(13, options)];
    // compiled, swaps rename qubits: those of lanes become the highest
    const reversal = [0, 1, 2, 3, 4, 5].map((k) => gate('swap', [k, 12 - k]));
    for (const state of [plain, compiled]) {
      for (let q = 0; q < 13; q++) {
        const [cos, sin] = [Math.cos(1 + 0.1 * q), Math.sin(1 + 0.1 * q)];
        state.mix(1 << q, 0, 1 << q, Float64Array.of(cos, 0, -sin, 0, sin, 0, cos, 0));
      }
      state.apply(reversal);
      state.multiply(1 << 7, 1 << 7, 0, 0);
    }
    // the golden ratio spreads the draws, and none is near the end of a share
    const draws = Float64Array.from({ length: 500 }, (_, k) => (k * 0.618033988749895) % 1).sort();
    const ends = cumulative(plain);
    const far = draws.filter((draw) => ends.every((end) => Math.abs(end - draw) > 1e-6));
    expect(far.length).toBeGreaterThan(400);
    expect([...compiled.locate(far)]).toEqual([...plain.locate(far)]);
    const one = far.subarray(200, 201);
    expect([...compiled.locate(one)]).toEqual([...plain.locate(one)]);
  });

  it.each(PRECISIONS)('gives every index its share of evenly spaced draws: %s', (precision) => {
    const state = createCompiledState(12, { ...ALWAYS, precision });
    state.apply(scramble(12));
    const amplitudes = state.amplitudes();
    const count = 1e5;
    const counts = new Float64Array(2 ** 12);
    const draws = Float64Array.from({ length: count }, (_, k) => (k + 0.5) / count);
    for (const index of state.locate(draws)) counts[index]!++;
    for (const [index, found] of counts.entries()) {
      const share = amplitudes[2 * index]! ** 2 + amplitudes[2 * index + 1]! ** 2;
      expect(Math.abs(found - share * count)).toBeLessThan(2);
    }
  });

  it.each(PRECISIONS)('follows the draws through a product of many qubits: %s', (precision) => {
    const state = createCompiledState(21, { precision, compileWork: Infinity });
    const ones = Array.from({ length: 21 }, (_, q) => (q === 5 ? 0 : 0.1 + 0.04 * q));
    for (const [q, one] of ones.entries()) {
      const [cos, sin] = [Math.sqrt(1 - one), Math.sqrt(one)];
      const matrix = Float64Array.of(cos, 0, -sin, 0, sin, 0, cos, 0);
      if (one > 0) state.mix(1 << q, 0, 1 << q, matrix);
    }
    const draws = Float64Array.from({ length: 20 }, (_, k) => (k + 0.37) / 20);
    const tops = draws.map((draw) => topOf(ones, draw));
    expect(state.locate(draws).map((index) => index >> 12)).toEqual(Int32Array.from(tops));
  });

  it('numbers qubits as they are where only a few ever were 1', () => {
    const state = createCompiledState(20, ALWAYS);
    state.apply([gate('h', [3]), gate('x', [11]), gate('h', [19])]);
    expect([...state.locate(Float64Array.of(0.1, 0.3, 0.6, 0.9))]).toEqual([
      0x800, 0x808, 0x8_0800, 0x8_0808,
    ]);
  });
});

/** The bits from 12 on of the index that a draw falls on, each being 1 with its own chance. */
const topOf = (ones: readonly number[], draw: number): number => {
  let left = draw;
  let top = 0;
  for (let q = ones.length - 1; q >= 12; q--) {
    const zero = 1 - ones[q]!;
    const isOne = left >= zero;
    left = isOne ? (left - zero) / ones[q]! : left / zero;
    top = 2 * top + (isOne ? 1 : 0);
  }
  return top;
};

/** Where the share of every index ends. */
const cumulative = (state: StateVector): Float64Array => {
  const amplitudes = state.amplitudes();
  const ends = new Float64Array(amplitudes.length / 2);
  let sum = 0;
  for (let k = 0; k < ends.length; k++) {
    sum += amplitudes[2 * k]! ** 2 + amplitudes[2 * k + 1]! ** 2;
    ends[k] = sum;
  }
  return ends.map((end) => end / sum);
};

describe.each(EVERY_WAY)('copies of amplitudes: $name', ({ options }) => {
  it('hold what may not be zero, not what lies between', () => {
    const state = createCompiledState(16, { ...options, compileWork: Infinity });
    state.apply([gate('h', [1]), gate('h', [15])]);
    const saved = state.save();
    expect(saved.bytes).toBeLessThan(2 ** 16);
    const before = state.amplitudes();
    state.apply([gate('h', [13]), gate('y', [15]), gate('x', [4])]);
    state.restore(saved);
    expect(state.amplitudes()).toEqual(before);
  });

  it('leave nothing behind: a cleared or restored state goes on like a new one', () => {
    const used = createCompiledState(QUBITS, options);
    const fresh = createCompiledState(QUBITS, options);
    const start = used.save();
    for (const back of [() => used.clear(), () => used.restore(start)]) {
      used.apply(scramble(QUBITS));
      back();
      fresh.clear();
      for (const state of [used, fresh]) {
        for (let q = QUBITS - 1; q >= 0; q--) state.mix(1 << q, 0, 1 << q, COMPLEX);
      }
      expect(distance(used.amplitudes(), fresh.amplitudes())).toBeLessThan(1e-12);
    }
  });
});
