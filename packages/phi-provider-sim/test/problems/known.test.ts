import { isingEnergy, unwrap } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { solveIsing } from '../../src/engine/index.ts';
import { colouring, independentSet, qubo, travellingSalesman } from '../../src/problems/index.ts';
import { hasData, karateClub, readData, ring } from '../support.ts';

/** Great-circle distances as TSPLIB's GEO rounds them: degrees and minutes, radius 6378.388. */
const geoDistances = (text: string): number[][] => {
  const cities = [...text.matchAll(/^ *\d+ +(-?[\d.]+) +(-?[\d.]+) *$/gm)];
  const radians = (degrees: string): number => {
    const whole = Math.trunc(Number(degrees));
    return (3.141592 * (whole + (5 * (Number(degrees) - whole)) / 3)) / 180;
  };
  const points = cities.map(([, x, y]) => [radians(x!), radians(y!)] as const);
  return points.map(([x, y], i) =>
    points.map(([u, v], j) => {
      if (i === j) return 0;
      const [a, b, c] = [Math.cos(y - v), Math.cos(x - u), Math.cos(x + u)];
      return Math.trunc(6378.388 * Math.acos(((1 + a) * b - (1 - a) * c) / 2) + 1);
    }),
  );
};

describe.skipIf(!hasData)('burma14', () => {
  it('its best tour has the published length of 3323 and the energy of that', () => {
    const encoded = unwrap(travellingSalesman(geoDistances(readData('ising/burma14.tsp'))));
    expect(encoded.problem.spins).toBe(196);
    const best = [0, 1, 13, 2, 3, 4, 5, 11, 6, 12, 7, 10, 8, 9];
    const spins = new Int8Array(196).fill(-1);
    best.forEach((city, place) => (spins[city * 14 + place] = 1));
    expect(encoded.decode(spins)).toMatchObject({ feasible: true, objective: 3323 });
    expect(isingEnergy(encoded.problem, spins) + encoded.offset).toBe(3323);
    const reads = unwrap(solveIsing(encoded.problem, { steps: 1000, reads: 20, seed: 1 }));
    const tours = reads.map((read) => encoded.decode(read.spins)).filter((read) => read.feasible);
    expect(tours.length).toBeGreaterThan(0);
    for (const { objective } of tours) expect(objective).toBeGreaterThanOrEqual(3323);
  });
});

describe.skipIf(!hasData)('bqp250-1', () => {
  it('as a symmetric matrix has its proven optimum', () => {
    const [head, ...lines] = readData('ising/bqp250-1.sparse').trim().split('\n');
    const variables = Number(head!.trim().split(/\s+/)[0]);
    const entries = lines.flatMap((line) => {
      const [i, j, q] = line.trim().split(/\s+/).map(Number) as [number, number, number];
      const [entry, other] = [[i - 1, j - 1, q] as const, [j - 1, i - 1, q] as const];
      return i === j ? [entry] : [entry, other];
    });
    const encoded = unwrap(qubo({ variables, entries, convention: 'symmetric' }));
    const reads = unwrap(solveIsing(encoded.problem, { steps: 1000, reads: 20, seed: 1 }));
    const values = reads.map(({ spins }) => encoded.decode(spins).cost);
    expect(Math.min(...values)).toBe(-45_607);
  });
});

describe('graphs with known answers', () => {
  it('20 members of the karate club are pairwise not friends, and no read finds more', () => {
    const encoded = unwrap(independentSet(karateClub()));
    const reads = unwrap(solveIsing(encoded.problem, { steps: 1000, reads: 20, seed: 1 }));
    const sizes = reads.map(({ spins }) => {
      const decoded = encoded.decode(spins);
      return decoded.feasible ? decoded.objective : 0;
    });
    expect(Math.max(...sizes)).toBe(20);
  });

  it('a ring of 9 takes three colours', () => {
    const encoded = unwrap(colouring(ring(9), { colours: 3 }));
    const reads = unwrap(solveIsing(encoded.problem, { steps: 1000, reads: 10, seed: 1 }));
    expect(reads.some(({ spins }) => encoded.decode(spins).feasible)).toBe(true);
  });
});
