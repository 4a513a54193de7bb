import {
  graph,
  isingEnergy,
  maxCut,
  unwrap,
  validateIsing,
  type Graph,
  type Result,
} from '@xdv/domain-model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  readBqmJson,
  readCnf,
  readCoo,
  readDimacsGraph,
  readGraph,
  readProblem,
  readQbsolv,
  readQubo,
  readQuboModel,
  readTsplib,
  sniffFormat,
  writeBqmJson,
  writeCnf,
  writeCoo,
  writeDimacsGraph,
  writeGraph,
  writeQbsolv,
  writeQubo,
  writeTsplib,
  type CnfFormula,
  type FileProblem,
  type QuadraticModel,
} from '../src/formats/index.ts';

const accepts = (text: string): void => {
  const [asGraph, qubo] = [readGraph(text), readQubo(text)];
  for (const read of [asGraph, qubo, sniffFormat(text)]) {
    if (read.ok) continue;
    expect(['GRAPH_SYNTAX', 'FORMAT_UNKNOWN']).toContain(read.fault.code);
    expect(read.fault.message.length).toBeLessThan(200);
  }
  if (asGraph.ok) expect(validateIsing(maxCut(asGraph.value)).ok).toBe(true);
  if (qubo.ok) expect(validateIsing(qubo.value.problem).ok).toBe(true);
};

/** Any UTF-16 code units, paired or not. */
const anyText = fc
  .array(fc.nat(0xffff), { maxLength: 60 })
  .map((codes) => String.fromCharCode(...codes));

describe('readers of untrusted text', () => {
  it('answer any text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        accepts(text);
        accepts(`3 2\n${text}`);
      }),
      { numRuns: 200, seed: 1 },
    );
  });
});

describe('a QUBO read back', () => {
  it('has value = energy + offset for every x', () => {
    const size = 6;
    const pairs = Array.from({ length: size }, (_, i) =>
      Array.from({ length: size - i }, (__, k) => [i + 1, i + k + 1] as const),
    ).flat();
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -99, max: 99 }), {
          minLength: pairs.length,
          maxLength: pairs.length,
        }),
        fc.array(fc.nat(1), { minLength: size, maxLength: size }),
        (weights, x) => {
          const lines = pairs.map(([i, j], k) => `${i} ${j} ${weights[k]}`);
          const qubo = unwrap(readQubo([`${size} ${pairs.length}`, ...lines].join('\n')));
          const spins = x.map((bit) => 2 * bit - 1);
          expect(isingEnergy(qubo.problem, spins) + qubo.offset).toBe(qubo.value(x));
        },
      ),
      { numRuns: 200, seed: 1 },
    );
  });
});

const VERTICES = 7;

/** Pairs i < j of seven, each at most once, with what `value` gives. */
const pairsWith = <T>(value: fc.Arbitrary<T>, min: number) =>
  fc.uniqueArray(fc.tuple(fc.nat(VERTICES - 2), fc.nat(VERTICES - 2), value), {
    minLength: min,
    maxLength: 15,
    selector: ([i, j]) => (i <= j ? `${i} ${j}` : `${j} ${i}`),
  });

/** Any weight that a file may give, but -0, which equals 0. */
const anyWeight = fc
  .double({ min: -1e100, max: 1e100, noNaN: true })
  .map((weight) => weight + 0);

const anyGraph = (weight: fc.Arbitrary<number>): fc.Arbitrary<Graph> =>
  pairsWith(weight, 1).map((pairs) =>
    graph(
      VERTICES,
      pairs.map(([i, j, w]) => [Math.min(i, j), Math.max(i, j) + 1, w] as const),
    ),
  );

const anyModel = (fixed: Partial<QuadraticModel>): fc.Arbitrary<QuadraticModel> =>
  fc
    .record({
      vartype: fc.constantFrom('BINARY' as const, 'SPIN' as const),
      offset: anyWeight,
      entries: pairsWith(anyWeight, 1),
    })
    .map(({ entries, ...rest }) => ({
      ...rest,
      variables: VERTICES - 1,
      convention: 'upper',
      entries: entries.map(([i, j, w]) => [Math.min(i, j), Math.max(i, j), w] as const),
      ...fixed,
    }));

/** Terms sorted, without linear ones of weight 0: what JSON keeps of a model. */
const essence = (model: QuadraticModel): QuadraticModel => ({
  ...model,
  entries: model.entries
    .filter(([i, j, weight]) => i !== j || weight !== 0)
    .toSorted(([i, j], [k, l]) => i - k || j - l),
});

const anyFormula: fc.Arbitrary<CnfFormula> = fc.record({
  variables: fc.constant(9),
  clauses: fc.array(fc.array(fc.integer({ min: -9, max: 9 }).map((v) => (v === 0 ? 1 : v)))),
});

const holds = <T>(
  values: fc.Arbitrary<T>,
  write: (value: T) => string,
  read: (text: string) => Result<T>,
  same: (value: T) => T = (value) => value,
): void =>
  fc.assert(
    fc.property(values, fc.boolean(), (value, carriage) => {
      const text = write(value);
      const again = unwrap(read(carriage ? text.replaceAll('\n', ' \r\n') : text));
      expect(same(again)).toEqual(same(value));
    }),
    { numRuns: 150, seed: 1 },
  );

describe('what a writer gives, its reader reads back exactly', () => {
  const plain = { vartype: 'BINARY', offset: 0 } as const;

  it('graphs', () => {
    holds(anyGraph(anyWeight), writeGraph, readGraph);
  });

  it('DIMACS graphs, whose weights are 1', () => {
    holds(anyGraph(fc.constant(1)), writeDimacsGraph, readDimacsGraph);
  });

  it('QUBOs of BiqMac, which halve what is off the diagonal', () => {
    // half of the least number is 0
    const models = anyModel(plain).filter(({ entries }) =>
      entries.every(([, , weight]) => weight === 0 || Math.abs(weight) > 1e-300),
    );
    holds(models, writeQubo, readQuboModel);
  });

  it('QUBOs of qbsolv', () => {
    holds(anyModel(plain), writeQbsolv, readQbsolv);
  });

  it('coordinates', () => {
    holds(anyModel({ offset: 0 }), writeCoo, readCoo, (model) => {
      // a term of weight 0 says how many variables there are
      const entries = model.entries.filter(([, , weight]) => weight !== 0);
      return { ...model, entries };
    });
  });

  it('JSON of dimod, with labels and offset', () => {
    holds(anyModel({}), writeBqmJson, readBqmJson, essence);
    const labels = ['a', '__proto__', 'constructor', 7, '', '\u2028'];
    holds(anyModel({ labels }), writeBqmJson, readBqmJson, essence);
  });

  it('formulas', () => {
    holds(anyFormula, writeCnf, readCnf);
  });

  it('distances, as far as they are whole or fractional numbers from 0', () => {
    const distance = fc.double({ min: 0, max: Number.MAX_SAFE_INTEGER, noNaN: true });
    const row = fc.array(distance, { minLength: 5, maxLength: 5 });
    const matrix = fc.array(row, { minLength: 5, maxLength: 5 });
    const tours = matrix.map((rows) => ({
      name: 'five',
      cities: 5,
      distances: rows.map((ds, u) => Float64Array.from(ds, (d, v) => (u === v ? 0 : d + 0))),
    }));
    holds(tours, writeTsplib, readTsplib);
  });

  it('and the format is told from the text', () => {
    const read = (text: string, kind: FileProblem['kind']): void =>
      expect(unwrap(readProblem(text)).kind).toBe(kind);
    fc.assert(
      fc.property(anyGraph(anyWeight), anyModel(plain), anyFormula, (g, model, formula) => {
        read(writeGraph(g), 'graph');
        read(writeDimacsGraph(g), 'graph');
        read(writeQbsolv(model), 'quadratic');
        read(writeCoo(model), 'quadratic');
        read(writeBqmJson(model), 'quadratic');
        read(writeCnf(formula), 'formula');
      }),
      { numRuns: 50, seed: 1 },
    );
  });
});
