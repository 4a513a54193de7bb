import { createRandom, maxCut, validateIsing, type Graph } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import {
  FORMAT_LIMITS,
  readProblem,
  readQubo,
  type CnfFormula,
  type FileProblem,
  type ProblemFormat,
  type QuadraticModel,
  type TourProblem,
} from '../../src/formats/index.ts';
import { SAMPLES } from '../format-samples.ts';
import { mutate } from './mutate.ts';

/** Files tried; more with XDV_FUZZ=100000. */
const COUNT = Number(process.env['XDV_FUZZ'] ?? 2000);
const FORMATS = Object.keys(SAMPLES) as ProblemFormat[];

/** Whether what was read is right in itself, and no larger than the text accounts for. */
const graphIsRight = (graph: Graph, length: number): boolean =>
  validateIsing(maxCut(graph)).ok && 4 * graph.a.length <= length + 1;

const modelIsRight = ({ variables, entries, offset, labels }: QuadraticModel, length: number) => {
  const finite = (x: number): boolean => Math.abs(x) <= 2 * FORMAT_LIMITS.weightMax;
  const inside = entries.every(([i, j, w]) => 0 <= i && i <= j && j < variables && finite(w));
  const distinct = new Set(entries.map(([i, j]) => `${i} ${j}`)).size === entries.length;
  const named = labels === undefined || labels.length === variables;
  return inside && distinct && named && finite(offset) && 4 * entries.length <= 2 * length + 1;
};

const formulaIsRight = ({ variables, clauses }: CnfFormula, length: number): boolean => {
  const literals = clauses.flat();
  const inside = literals.every((v) => Number.isInteger(v) && v !== 0 && Math.abs(v) <= variables);
  return inside && 2 * (literals.length + clauses.length) <= length + 1;
};

const tourIsRight = ({ cities, distances }: TourProblem, length: number): boolean => {
  const square = distances.every((row, u) => row.length === cities && row[u] === 0);
  return square && distances.length === cities && cities * (cities - 1) <= length * length;
};

const isRight = (problem: FileProblem, length: number): boolean => {
  switch (problem.kind) {
    case 'graph':
      return graphIsRight(problem.graph, length);
    case 'quadratic':
      return modelIsRight(problem.model, length);
    case 'formula':
      return formulaIsRight(problem.formula, length);
    case 'tour':
      return tourIsRight(problem.tour, length);
  }
};

/** Reads a text, as what it looks like or as `format`; whether it was accepted. */
const accepts = (text: string, format?: ProblemFormat): boolean => {
  const read = readProblem(text, format === undefined ? {} : { format });
  if (read.ok) {
    if (!isRight(read.value, text.length)) throw new Error('a wrong problem was accepted');
    return true;
  }
  const { code, message, hint } = read.fault;
  const named = /^input:(?:\d+:\d+: | expected)/.test(message) && message.length < 200;
  const known = code === 'GRAPH_SYNTAX' || code === 'FORMAT_UNKNOWN';
  if (!named || !known || hint === '') throw new Error(`${code} ${message}`);
  return false;
};

const isingIsRight = (text: string): boolean => {
  const read = readQubo(text);
  return !read.ok || validateIsing(read.value.problem).ok;
};

describe('any problem file', () => {
  it('gives a right problem or a fault with its place, in every format', () => {
    const sources = Object.values(SAMPLES).flat();
    let accepted = 0;
    for (let seed = 1; seed <= COUNT; seed++) {
      const random = createRandom(seed);
      const text = mutate(sources, random);
      try {
        if (accepts(text)) accepted++;
        accepts(text, FORMATS[random.below(FORMATS.length)]!);
        if (!isingIsRight(text)) throw new Error('a wrong Ising problem was accepted');
      } catch (error) {
        throw new Error(`seed ${seed}: ${JSON.stringify(text)}`, { cause: error });
      }
    }
    // both outcomes are exercised
    expect(accepted / COUNT).toBeGreaterThan(0.05);
    expect(accepted / COUNT).toBeLessThan(0.6);
  }, 3_600_000);

  it.each(FORMATS)('%s: the samples themselves are accepted as what they are', (format) => {
    for (const text of SAMPLES[format]) {
      expect(accepts(text)).toBe(true);
      expect(accepts(text, format)).toBe(true);
    }
  });
});
