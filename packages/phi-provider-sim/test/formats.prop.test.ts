import {
  createRandom,
  isingEnergy,
  maxCut,
  unwrap,
  validateIsing,
  type RandomStream,
} from '@xdv/domain-model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readGraph, readQubo, sniffFormat } from '../src/formats/index.ts';

const SEEDS = [
  '5 6\n1 2 1\n2 3 -1\n3 4 2.5\n4 5 1e3\n5 1 7\n1 3 -0.5\n',
  '# a comment\n4 3\n1 2\n\n2 3\nc mid\n3 4\n',
  '3 5\r\n1 1 -75\r\n1 2 -35\r\n2 2 4\r\n2 3 9\r\n3 3 1\r\n',
];
const PIECES = ['', ' ', '\n', '\r', '\t', '-', '+', '.', 'e', '0', '9', '999999999999', 'NaN'];
const ODD = ['Infinity', '-1', '#', '%', 'c ', '\0', '\uFEFF', '\u2028', '\uD800', 'é', '1 1 1\n'];
const INSERTS = [...PIECES, ...ODD];

const pick = (random: RandomStream): string => INSERTS[random.below(INSERTS.length)]!;

/** Cuts, doubles, swaps and inserts pieces of a small file. */
const mutate = (seed: number): string => {
  const random = createRandom(seed);
  let text = SEEDS[random.below(SEEDS.length)]!;
  for (let edits = 1 + random.below(4); edits > 0; edits--) {
    const from = random.below(text.length + 1);
    const to = from + random.below(Math.min(8, text.length - from + 1));
    const piece = random.below(3) === 0 ? text.slice(from, to).repeat(2) : pick(random);
    text = text.slice(0, from) + piece + text.slice(to);
  }
  return text;
};

const accepts = (text: string): boolean => {
  const [graph, qubo] = [readGraph(text), readQubo(text)];
  for (const read of [graph, qubo, sniffFormat(text)]) {
    if (read.ok) continue;
    expect(['GRAPH_SYNTAX', 'FORMAT_UNKNOWN']).toContain(read.fault.code);
    expect(read.fault.message.length).toBeLessThan(200);
  }
  if (graph.ok) expect(validateIsing(maxCut(graph.value)).ok).toBe(true);
  if (qubo.ok) expect(validateIsing(qubo.value.problem).ok).toBe(true);
  return graph.ok || qubo.ok;
};

describe('readers of untrusted text', () => {
  it('answer 3,000 mutants of small files with a valid problem or a fault, never a throw', () => {
    const accepted = Array.from({ length: 3000 }, (_, seed) => accepts(mutate(seed)));
    const share = accepted.filter(Boolean).length / accepted.length;
    // both outcomes are exercised
    expect(share).toBeGreaterThan(0.02);
    expect(share).toBeLessThan(0.9);
  });

  it('answer any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        accepts(text);
        accepts(`3 2\n${text}`);
      }),
      { numRuns: 500, seed: 1 },
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
