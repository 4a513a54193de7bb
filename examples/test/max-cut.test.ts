import { describe, expect, it } from 'vitest';
import maxCutOfClub, { args, present } from '../max-cut.ts';
import { FRIENDSHIPS } from '../karate-club.ts';
import { GOOD_RECORD, PLAIN_TOOLS, recordOf, resultOf, runExample } from './support.ts';

const seeds = [1, 2, 3, 7, 11, 18, 20];

describe('the maximum cut of the karate club', () => {
  it.each(seeds)('is 61 and certified with seed %i', async (seed) => {
    const result = resultOf(await runExample(maxCutOfClub, args, seed));
    expect(result).toMatchObject({ cut: 61, optimum: 61, certified: true, edges: 78 });
  });

  it('puts every member on one of two sides, with 61 friendships across', async () => {
    const { sides } = resultOf(await runExample(maxCutOfClub, args, 1));
    const [first, second] = sides.map((members) => new Set(members));
    const across = FRIENDSHIPS.filter(([a, b]) => first!.has(a + 1) !== first!.has(b + 1));
    expect([...first!, ...second!].toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 34 }, (_, k) => k + 1),
    );
    expect(across).toHaveLength(61);
  });

  it('leaves at most 12 spins to Q, which finds best cuts that Φ has not proposed', async () => {
    const { qaoa, partitions } = resultOf(await runExample(maxCutOfClub, args, 1));
    expect(qaoa.qubits).toBeLessThanOrEqual(12);
    expect(partitions.found).toBeGreaterThan(partitions.phi);
    expect(partitions.all).toBe(126);
    expect(partitions.found).toBeLessThanOrEqual(partitions.all);
  });

  it('tunes the circuit until a third of the samples or more are optimal', async () => {
    const { qaoa } = resultOf(await runExample(maxCutOfClub, args, 1));
    const shots = qaoa.cuts.reduce((sum, [, times]) => sum + times, 0);
    const [cut, times] = qaoa.cuts.at(-1)!;
    expect(shots).toBe(4 * args.shots);
    expect(cut).toBe(61);
    // at random it would be 126 of 2048, or 6 %
    expect(times / shots).toBeGreaterThan(1 / 3);
  });

  it('proves the bound in K while Q is still at work (XDV-004.6)', async () => {
    const { ready } = resultOf(await runExample(maxCutOfClub, args, 1));
    expect(ready.k).toBeGreaterThan(ready.phi);
    expect(ready.k).toBeLessThan(ready.q);
  });

  it('ends with the same head every time, verifies and replays (XDV-003.5)', async () => {
    const first = await runExample(maxCutOfClub, args, 5);
    const second = await runExample(maxCutOfClub, args, 5);
    const other = await runExample(maxCutOfClub, args, 6);
    expect(second.head).toBe(first.head);
    expect(other.head).not.toBe(first.head);
    expect(await recordOf(maxCutOfClub, first)).toEqual(GOOD_RECORD);
  });

  it('still certifies when Φ gives a single read and nothing is left to Q', async () => {
    const given = { reads: 1, qubitsMax: 1 };
    const { qaoa, optimum } = resultOf(await runExample(maxCutOfClub, given, 1));
    expect(qaoa.qubits).toBe(1);
    expect(optimum).toBe(61);
  });

  it('presents the cut, its bound and the sampled cuts', async () => {
    const text = present(resultOf(await runExample(maxCutOfClub, args, 1)), PLAIN_TOOLS);
    expect(text).toContain('cut 61 of 78 edges, optimal (exact bound 61)');
    expect(text).toMatch(/^ {2}side 1: {2}1 2 /m);
    expect(text).toMatch(/^cut 61 \d+$/m);
  });
});
