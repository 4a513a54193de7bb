import { unwrap } from '@xdv/domain-model';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logOfComplement, naturalLog } from '../../src/stabilizer/logarithm.ts';
import { poissonAt, poissonTable } from '../../src/stabilizer/sampling-plan.ts';
import {
  bitAt,
  createErrorModelSampler,
  detectorErrorModel,
  surfaceCode,
  type DetectorErrorModel,
} from '../../src/stabilizer/index.ts';
import { deviation } from '../support.ts';
import { disagreement, marginals, modelOf, oddProbability, uniformNoise } from './support.ts';

const surface = (distance: number, p: number): DetectorErrorModel => {
  const code = surfaceCode({ distance, rounds: distance, basis: 'z' });
  return unwrap(detectorErrorModel(code, uniformNoise(p)));
};

/** Symptoms far apart, near, on word borders; unlikely, likely, certain; observables or not. */
const anyModel = fc
  .tuple(
    fc.constantFrom(1, 7, 33, 70, 500, 70_000),
    fc.nat(3),
    fc.array(
      fc.tuple(
        fc.constantFrom(1e-4, 0.01, 0.2, 0.25, 0.26, 0.5, 0.9, 1),
        fc.uniqueArray(fc.nat(), { minLength: 1, maxLength: 12 }),
      ),
      { maxLength: 40 },
    ),
  )
  .map(([detectors, observables, rows]) => {
    const columns = detectors + observables;
    return modelOf(
      detectors,
      observables,
      rows.map(([p, raw]) => {
        const set = [...new Set(raw.map((value) => value % columns))];
        return [p, set.sort((a, b) => a - b)] as const;
      }),
    );
  });

const bothGive = (model: DetectorErrorModel, batches: readonly number[]): void => {
  const plain = unwrap(createErrorModelSampler(model, { seed: 9, engine: 'javascript' }));
  const wasm = unwrap(createErrorModelSampler(model, { seed: 9 }));
  expect([plain.engine, wasm.engine]).toEqual(['javascript', 'webassembly']);
  for (const index of batches) {
    const rows = plain.batch(index);
    const other = wasm.batch(index);
    expect(other.length).toBe(rows.length);
    expect(rows.findIndex((word, k) => word !== other[k])).toBe(-1);
  }
};

describe('the two engines', () => {
  it('give the same bits for surface codes, batch by batch in any order', () => {
    bothGive(surface(3, 1e-3), [0, 7, 3]);
    bothGive(surface(7, 1e-2), [1, 0]);
  });

  it('give the same bits for any model', () => {
    fc.assert(
      fc.property(anyModel, (model) => bothGive(model, [0, 5])),
      { numRuns: 40 },
    );
  });
});

describe('a model of very many mechanisms', () => {
  // beyond 65536 choices, copies of one pattern and patterns of their own are split
  const COUNT = 66_000;
  const last = COUNT - 1;

  it.each([
    ['copies of one pattern', () => 0.02],
    ['patterns of their own', (k: number) => 0.02 + k * 2 ** -40],
  ])('has each of them, also as %s', (_, chance) => {
    const rows = Array.from({ length: COUNT }, (_row, k) => [chance(k), [k]] as const);
    const model = modelOf(COUNT, 0, rows);
    bothGive(model, [1]);
    const shots = 500;
    const table = unwrap(unwrap(createErrorModelSampler(model, { seed: 3 })).sample(shots));
    for (const column of [0, 65_535, 65_536, last]) {
      let ones = 0;
      for (let row = 0; row < shots; row++) ones += bitAt(table, row, column);
      expect(deviation(ones, shots, 0.02)).toBeLessThan(5);
    }
    let ones = 0;
    for (let word of table.words) for (; word !== 0; word &= word - 1) ones++;
    expect(deviation(ones, shots * COUNT, 0.02)).toBeLessThan(5);
  });
});

describe('shots of an error model', () => {
  const shots = 30_000;

  it('have its marginals and pair correlations', () => {
    const model = surface(3, 5e-3);
    const table = unwrap(unwrap(createErrorModelSampler(model, { seed: 4 })).sample(shots));
    for (const [a, share] of marginals(table).entries()) {
      expect(deviation(share * shots, shots, oddProbability(model, [a]))).toBeLessThan(5);
      for (let b = 0; b < a; b++) {
        const expected = oddProbability(model, [a, b]);
        expect(deviation(disagreement(table, a, b) * shots, shots, expected)).toBeLessThan(5);
      }
    }
  });

  it('have each of many different probabilities, above one half and certain ones too', () => {
    const chances = [1e-3, 0.01, 0.1, 0.2, 0.249, 0.251, 0.4, 0.5, 0.75, 0.999];
    const rows = chances.map((p, k) => [p, [2 * k, 2 * k + 1]] as const);
    const model = modelOf(22, 0, [...rows, [1, [20]], [0, [21]]]);
    const table = unwrap(unwrap(createErrorModelSampler(model, { seed: 2 })).sample(shots));
    const shares = marginals(table);
    for (const [k, p] of chances.entries()) {
      expect(deviation(shares[2 * k]! * shots, shots, p)).toBeLessThan(5);
      expect(disagreement(table, 2 * k, 2 * k + 1)).toBe(0);
    }
    expect(shares.slice(20)).toEqual([1, 0]);
  });

  it('are independent between mechanisms, shots and batches', () => {
    const model = modelOf(2, 0, [[0.2, [0]], [0.2, [1]]]);
    const sampler = unwrap(createErrorModelSampler(model, { seed: 8 }));
    const table = unwrap(sampler.sample(shots));
    expect(deviation(disagreement(table, 0, 1) * shots, shots, 0.32)).toBeLessThan(5);
    const column = Uint8Array.from(table.words, (word) => word & 1);
    for (const lag of [1, 2, 64, sampler.batchShots]) {
      let both = 0;
      for (let k = lag; k < shots; k++) both += column[k]! & column[k - lag]!;
      expect(deviation(both, shots - lag, 0.04)).toBeLessThan(5);
    }
  });

  it('are a function of seed and number: more begin with the same ones', () => {
    const model = surface(3, 1e-2);
    const sampler = unwrap(createErrorModelSampler(model, { seed: 1 }));
    const many = unwrap(sampler.sample(sampler.batchShots + 5));
    const few = unwrap(unwrap(createErrorModelSampler(model, { seed: 1 })).sample(100));
    expect(many.words.slice(0, few.words.length)).toEqual(few.words);
    const other = unwrap(unwrap(createErrorModelSampler(model, { seed: 2 })).sample(100));
    expect(other.words).not.toEqual(few.words);
  });

  it('of an empty model are zeros', () => {
    const sampler = unwrap(createErrorModelSampler(modelOf(0, 0, []), { seed: 1 }));
    expect(unwrap(sampler.sample(3))).toMatchObject({ rows: 3, columns: 0, stride: 0 });
    const silent = unwrap(createErrorModelSampler(modelOf(5, 1, []), { seed: 1 }));
    expect(unwrap(silent.sample(2)).words).toEqual(new Uint32Array(2));
  });
});

describe('what a sampler refuses', () => {
  const good = modelOf(2, 1, [[0.1, [0, 2]]]);
  const code = (model: unknown): string => {
    const made = createErrorModelSampler(model as DetectorErrorModel, { seed: 1 });
    return made.ok ? 'ok' : made.fault.code;
  };

  it('is every malformed model', () => {
    expect(code(good)).toBe('ok');
    for (const wrong of [
      null,
      7,
      { ...good, detectors: -1 },
      { ...good, detectors: 1_000_001 },
      { ...good, observables: 0.5 },
      { ...good, detectors: 1 },
      { ...good, probabilities: [0.1] },
      { ...good, probabilities: Float64Array.of(1.1) },
      { ...good, probabilities: Float64Array.of(Number.NaN) },
      { ...good, offsets: Uint32Array.of(0) },
      { ...good, offsets: Uint32Array.of(1, 2) },
      { ...good, offsets: Uint32Array.of(0, 1) },
      { ...good, offsets: Uint32Array.of(0, 3, 2), probabilities: Float64Array.of(0, 0) },
      { ...good, symptoms: Uint32Array.of(2, 0) },
      { ...good, symptoms: Uint32Array.of(1, 1) },
      { ...good, symptoms: Uint32Array.of(0, 3) },
    ]) {
      expect(code(wrong)).toBe('ARGUMENT_INVALID');
    }
  });

  it('is an option out of range, by name', () => {
    const make = (options: object) => createErrorModelSampler(good, options as { seed: number });
    expect(() => make({ seed: 0.1 })).toThrow(/seed must be a safe integer/);
    expect(() => make({ seed: 1, engine: 'gpu' })).toThrow(/engine must be javascript .*got gpu/);
    expect(() => unwrap(make({ seed: 1 })).sample(0)).toThrow(/shots must be 1 to/);
    expect(() => unwrap(make({ seed: 1 })).batch(-1)).toThrow(/batch must be/);
    const wide = unwrap(createErrorModelSampler(modelOf(1_000_000, 0, []), { seed: 1 }));
    expect(wide.sample(10_000_000)).toMatchObject({ fault: { code: 'RESOURCE_EXHAUSTED' } });
  });
});

describe('the arithmetic below', () => {
  it('has logarithms to the last bits', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-300, max: 1e300, noNaN: true }), (value) => {
        const exact = Math.log(value);
        expect(Math.abs(naturalLog(value) - exact)).toBeLessThanOrEqual(
          4e-16 * Math.max(1, Math.abs(exact)),
        );
      }),
    );
    for (const p of [0, 1e-300, 1e-12, 1e-3, 0.2499, 0.25, 0.5, 0.999]) {
      expect(logOfComplement(p)).toBeCloseTo(Math.log1p(-p), 14);
      if (p > 0) expect(logOfComplement(p) / Math.log1p(-p)).toBeCloseTo(1, 14);
    }
  });

  it.each([0.01, 1, 7.5, 1000])('has Poisson numbers of mean %d', (mean) => {
    const table = poissonTable(mean);
    const { first, cumulative } = table;
    const p0 = first === 0 ? cumulative[0]! : 0;
    if (mean < 20) expect(p0).toBeCloseTo(Math.exp(-mean), 12);
    expect(poissonAt(table, 0)).toBe(first);
    expect(poissonAt(table, 1 - 2 ** -53)).toBeGreaterThan(mean);
    let sum = 0;
    let squares = 0;
    for (let k = 0; k < cumulative.length; k++) {
      const p = cumulative[k]! - (k > 0 ? cumulative[k - 1]! : 0);
      sum += p * (first + k);
      squares += p * (first + k - mean) ** 2;
    }
    expect(sum / mean).toBeCloseTo(1, 9);
    expect(squares / mean).toBeCloseTo(1, 9);
  });
});
