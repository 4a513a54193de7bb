import { describe, expect, it } from 'vitest';
import { createDraws, threefry } from '../../src/engine/draws.ts';
import { createFaults } from '../../src/engine/faults.ts';
import { ascending } from '../../src/engine/sample.ts';
import { chiSquareExcess, deviation } from '../support.ts';

describe('draws by counter', () => {
  // known answers of Random123 1.14 for threefry2x32_20
  it.each([
    [[0, 0], [0, 0], [0x6b200159, 0x99ba4efe]],
    [[-1, -1], [-1, -1], [0x1cb996fc, 0xbb002be7]],
    [[0x13198a2e, 0x03707344], [0x243f6a88, 0x85a308d3], [0xc4923a9c, 0x483df7a0]],
  ])('are Threefry-2x32: key %j, counter %j', ([k0, k1], [c0, c1], expected) => {
    const out = new Uint32Array(2);
    threefry(out, k0!, k1!, c0!, c1!);
    expect([...out]).toEqual(expected);
  });

  it('lie in [0, 1), depend on every bit of seed, shot and event, and on nothing else', () => {
    const seeds = [0, 1, 2 ** 32, -1, 2 ** 53 - 1, -(2 ** 53 - 1)];
    const seen = new Set<number>();
    for (const seed of seeds) {
      const draws = createDraws(seed);
      const first = draws.at(7, 9);
      for (const [shot, event] of [[0, 0], [1, 0], [0, 1], [2 ** 32 - 1, 0], [0, 2 ** 31]]) {
        const draw = draws.at(shot!, event!);
        expect(draw).toBeGreaterThanOrEqual(0);
        expect(draw).toBeLessThan(1);
        seen.add(draw);
      }
      expect(draws.at(7, 9)).toBe(first);
    }
    expect(seen.size).toBe(seeds.length * 5);
  });
});

describe('faults', () => {
  const SHOTS = 20_000;

  const strikes = (probabilities: readonly number[]): number[][] => {
    const faults = createFaults(probabilities, createDraws(11));
    const drawn = new Int32Array(1);
    return Array.from({ length: SHOTS }, (_, shot) => {
      drawn[0] = 0;
      const sites: number[] = [];
      let site = faults.next(shot, 0, drawn, 0);
      while (site < faults.sites) {
        sites.push(site);
        site = faults.next(shot, site + 1, drawn, 0);
      }
      return sites;
    });
  };

  it('strike each site with its own probability, 0 and 1 included', () => {
    const probabilities = [0.1, 0, 0.9, 1, 1e-3, 0.5, 1, 0.999, 0.02, 0];
    const struck = strikes(probabilities).flat();
    for (const [site, probability] of probabilities.entries()) {
      const hits = struck.filter((each) => each === site).length;
      if (probability === 0 || probability === 1) expect(hits).toBe(probability * SHOTS);
      else expect(deviation(hits, SHOTS, probability)).toBeLessThan(5);
    }
  });

  it('strike sites independently, also far apart', () => {
    const middle = Array.from({ length: 100 }, () => 0.2);
    const pairs: Record<string, number> = {};
    for (const sites of strikes([0.3, ...middle, 0.4])) {
      const key = `${Number(sites.includes(0))}${Number(sites.includes(101))}`;
      pairs[key] = (pairs[key] ?? 0) + 1;
    }
    const exact = new Map([['00', 0.42], ['01', 0.28], ['10', 0.18], ['11', 0.12]]);
    expect(chiSquareExcess(pairs, exact, SHOTS)).toBeLessThan(5);
  });

  it('cost a shot that nothing strikes one draw, however many sites there are', () => {
    const faults = createFaults(Array<number>(100_000).fill(1e-9), createDraws(1));
    const drawn = new Int32Array(1);
    expect(faults.next(0, 0, drawn, 0)).toBe(100_000);
    expect(drawn[0]).toBe(1);
  });
});

describe('sorting of draws', () => {
  it('puts them in ascending order and remembers where each was', () => {
    const draws = createDraws(3);
    for (const count of [1, 2, 3, 1000]) {
      const values = Float64Array.from({ length: count }, (_, k) => draws.at(k, 0) ** 4);
      const sorted = ascending(values);
      expect([...sorted.values]).toEqual([...values].sort((a, b) => a - b));
      expect([...sorted.order].map((k) => values[k])).toEqual([...sorted.values]);
    }
  });
});
