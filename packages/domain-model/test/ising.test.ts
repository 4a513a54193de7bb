import { describe, expect, it } from 'vitest';
import {
  cutValue,
  graph,
  isingEnergy,
  isingProblem,
  ISING_LIMITS,
  maxCut,
  validateIsing,
  XdvError,
} from '../src/index.ts';
import { codeOf, messageOf } from './support.ts';

const valid = {
  spins: 3,
  a: Int32Array.of(0, 1),
  b: Int32Array.of(1, 2),
  coupling: Float64Array.of(1, -0.5),
  field: Float64Array.of(0, 0, 2),
};

describe('a problem', () => {
  it('is built from couplings and fields, fields 0 unless given', () => {
    expect(isingProblem(3, [[0, 1, 1], [1, 2, -0.5]], [0, 0, 2])).toEqual(valid);
    expect(isingProblem(2, [])).toMatchObject({ spins: 2, field: new Float64Array(2) });
  });

  it('is given back as it is by validation', () => {
    const result = validateIsing(valid);
    expect(result.ok && result.value).toBe(valid);
  });

  it.each<readonly [unknown, string]>([
    [null, 'expected a problem, got null'],
    [3, 'expected a problem, got 3'],
    [{}, 'a, b must be Int32Array and coupling, field Float64Array'],
    [{ ...valid, a: [0, 1] }, 'a, b must be Int32Array and coupling, field Float64Array'],
    [{ ...valid, field: [0, 0, 2] }, 'a, b must be Int32Array and coupling, field Float64Array'],
    [{ ...valid, spins: 0 }, 'a problem has 1 to 1000000 spins, got 0'],
    [{ ...valid, spins: 2.5 }, 'a problem has 1 to 1000000 spins, got 2.5'],
    [{ ...valid, spins: {} }, 'a problem has 1 to 1000000 spins, got an object'],
    [{ ...valid, spins: 4 }, 'the arrays of the problem differ in length'],
    [{ ...valid, b: Int32Array.of(1) }, 'the arrays of the problem differ in length'],
    [{ ...valid, coupling: Float64Array.of(1) }, 'the arrays of the problem differ in length'],
    [{ ...valid, a: Int32Array.of(0, 3) }, 'coupling 1 joins 3 and 2'],
    [{ ...valid, b: Int32Array.of(1, -1) }, 'coupling 1 joins 1 and -1'],
    [{ ...valid, b: Int32Array.of(0, 2) }, 'coupling 0 joins spin 0 to itself'],
    [{ ...valid, coupling: Float64Array.of(1, NaN) }, 'coupling 1 has weight NaN'],
    [{ ...valid, coupling: Float64Array.of(-Infinity, 1) }, 'coupling 0 has weight -Infinity'],
    [{ ...valid, field: Float64Array.of(0, Infinity, 0) }, 'field of spin 1 is Infinity'],
  ])('is refused with what is wrong with it: case %#', (value, message) => {
    expect(codeOf(validateIsing(value))).toBe('PROBLEM_INVALID');
    expect(messageOf(validateIsing(value))).toBe(message);
  });

  it.each([
    ['index below 0', 2, [[-1, 1, 1]]],
    ['index past the end', 2, [[0, 2, 1]]],
    ['fraction as index', 2, [[0.5, 1, 1]]],
    ['NaN as index', 2, [[NaN, 1, 1]]],
    ['index that wraps to 0 in 32 bits', 2, [[2 ** 32, 1, 1]]],
    ['infinite weight', 2, [[0, 1, Infinity]]],
    ['no spins', 0, []],
    ['half a spin', 1.5, []],
  ] as const)('is not built: %s', (_what, spins, couplings) => {
    expect(() => isingProblem(spins, couplings)).toThrow(XdvError);
  });

  it('is not built with more fields than spins', () => {
    expect(() => isingProblem(2, [], [1, 2, 3])).toThrow(XdvError);
  });

  it('has as many spins as the limit says and not one more', () => {
    const { spinsMax } = ISING_LIMITS;
    expect(isingProblem(spinsMax, []).field).toHaveLength(spinsMax);
    expect(() => isingProblem(spinsMax + 1, [])).toThrow('1 to 1000000 spins, got 1000001');
  });

  it('has as many couplings as the limit says and not one more', () => {
    const { couplingsMax } = ISING_LIMITS;
    const of = (count: number): unknown => ({
      spins: 2,
      a: new Int32Array(count),
      b: new Int32Array(count).fill(1),
      coupling: new Float64Array(count),
      field: new Float64Array(2),
    });
    expect(validateIsing(of(couplingsMax)).ok).toBe(true);
    expect(messageOf(validateIsing(of(couplingsMax + 1)))).toBe('more than 16000000 couplings');
  });
});

describe('a graph', () => {
  it('has edges of weight 1 unless they say otherwise', () => {
    expect(graph(3, [[0, 1], [1, 2, 2.5]])).toEqual({
      vertices: 3,
      a: Int32Array.of(0, 1),
      b: Int32Array.of(1, 2),
      weight: Float64Array.of(1, 2.5),
    });
  });

  it('has no loops and no edges to vertices that it lacks', () => {
    expect(() => graph(2, [[0, 0]])).toThrow('joins spin 0 to itself');
    expect(() => graph(2, [[0, 2]])).toThrow('joins 0 and 2');
  });

  it('is cut between vertices of different spin', () => {
    const square = graph(4, [[0, 1], [1, 2], [2, 3], [3, 0], [0, 2, 10]]);
    expect(cutValue(square, [1, -1, 1, -1])).toBe(4);
    expect(cutValue(square, [1, 1, -1, -1])).toBe(12);
    expect(cutValue(square, [1, 1, 1, 1])).toBe(0);
  });
});

describe('energy', () => {
  it('is H(s) = -Σ J s s - Σ h s, worked by hand', () => {
    expect(isingEnergy(valid, [1, 1, 1])).toBe(-1 + 0.5 - 2);
    expect(isingEnergy(valid, [1, -1, 1])).toBe(1 - 0.5 - 2);
    expect(isingEnergy(valid, [1, 1, -1])).toBe(-1 - 0.5 + 2);
  });

  it('is least at a maximum cut', () => {
    const square = graph(4, [[0, 1], [1, 2], [2, 3], [3, 0]]);
    const assignments = Array.from({ length: 16 }, (_, n) =>
      [0, 1, 2, 3].map((bit) => ((n >> bit) & 1 ? 1 : -1)),
    );
    const energies = assignments.map((spins) => isingEnergy(maxCut(square), spins));
    const best = assignments.filter((_, n) => energies[n] === Math.min(...energies));
    expect(best.map((spins) => cutValue(square, spins))).toEqual([4, 4]);
  });
});
